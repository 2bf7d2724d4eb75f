"""Does a brand's own mail carry words that may be somebody else's? (docs/claims.md)"""

from lencana.core.checks.third_party.check import Sign, check

__all__ = ["Sign", "check"]

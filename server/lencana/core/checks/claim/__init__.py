"""`brand_claim`: the message presents itself as a brand that did not send it.

In: the mentions in display name, local part, text and images. Out: one finding for each claimed brand.
"""

from lencana.core.checks.claim.check import check

__all__ = ["check"]

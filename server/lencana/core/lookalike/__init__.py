"""Lookalike domains: which listed name a domain name imitates, and by which technique.

In: a domain name. Out: a `Lookalike` or None. docs/lookalikes.md has the rules, with an example each way.
"""

from lencana.core.lookalike.explanation import explain
from lencana.core.lookalike.index import LookalikeIndex
from lencana.core.lookalike.technique import Lookalike, Technique

__all__ = ["Lookalike", "LookalikeIndex", "Technique", "explain"]

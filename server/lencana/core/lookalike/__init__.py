"""Which listed name does a domain name imitate, if any? The rules, with an example each way: docs/lookalikes.md."""

from lencana.core.lookalike.explanation import explain
from lencana.core.lookalike.index import LookalikeIndex
from lencana.core.lookalike.technique import Lookalike, Technique

__all__ = ["Lookalike", "LookalikeIndex", "Technique", "explain"]

"""Names that somebody registered, though a wildcard of the public suffix list makes them public suffixes: openai.bd."""

from lencana.core.domains.domain import Domain
from lencana.core.domains.public_suffixes import wildcard_parent
from lencana.core.lookalike.protected_words import SHORTEST_WORD


def as_registered(domain: Domain) -> Domain:
    """The domain as it is to be compared: openai.bd and login.openai.bd have the suffix `bd`, whatever `*.bd` says.

    The registry's own suffixes are shorter than a protected word: shop.com.bd stays below com.bd. Under the wildcard of
    a platform or a city (`*.kawasaki.jp`) only the suffix itself is meant, for what is below belongs to others.
    """
    label, dot, parent = domain.public_suffix.partition(".")
    if not dot:
        return domain
    is_top_level = "." not in parent
    if (
        len(label) >= SHORTEST_WORD
        and (is_top_level or not domain.registrable)
        and wildcard_parent(domain.public_suffix)
    ):
        return domain.below(parent)
    return domain

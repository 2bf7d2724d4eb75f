"""Words around a brand's name that tell a claim from a mention, folded as names are (data/vocabulary.toml)."""

from functools import cache

from lencana.core.letters.skeleton import fold_confusables
from lencana.data import read_toml


@cache
def word_class(kind: str) -> frozenset[str]:
    """The folded words of one table of the file, all languages together."""
    table: dict[str, str] = read_toml("vocabulary.toml")[kind]
    return frozenset(fold_confusables(word) for line in table.values() for word in line.split())


@cache
def business_words() -> frozenset[str]:
    """Words that no person is called by: those of a company's mailboxes, and of what it sends or offers."""
    return word_class("roles") | word_class("wares")

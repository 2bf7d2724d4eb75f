"""Word classes that tell a claim from a mention (data/vocabulary.toml), folded as names are."""

from functools import cache

from lencana.core.letters.skeleton import fold_confusables
from lencana.data import read_toml


@cache
def word_class(name: str) -> frozenset[str]:
    """The folded words of a class (`roles`, `wares`, …), in all languages together."""
    table: dict[str, str] = read_toml("vocabulary.toml")[name]
    return frozenset(fold_confusables(word) for line in table.values() for word in line.split())


@cache
def business_words() -> frozenset[str]:
    """Words that are in no person's name: the roles of a company's mailboxes, and what a company sends or offers."""
    return word_class("roles") | word_class("wares")

"""Words around a brand's name that tell a claim from a mention, folded as names are (data/vocabulary.toml)."""

from functools import cache

from lencana.core.letters.skeleton import fold
from lencana.data import read_toml


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one table of the file, all languages together."""
    table: dict[str, str] = read_toml("vocabulary.toml")[kind]
    return frozenset(fold(word) for line in table.values() for word in line.split())


@cache
def of_business() -> frozenset[str]:
    """Words that no person is called by: those of a company's mailboxes, and of what it sends or offers."""
    return words("roles") | words("wares")

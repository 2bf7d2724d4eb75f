"""Words around a brand's name that tell a claim from a mention (data/vocabulary.toml), folded as names are."""

from functools import cache

from lencana.core.skeleton import fold
from lencana.data import read_toml


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one table of the file, all languages together."""
    table: dict[str, str] = read_toml("vocabulary.toml")[kind]
    return frozenset(fold(word) for line in table.values() for word in line.split())

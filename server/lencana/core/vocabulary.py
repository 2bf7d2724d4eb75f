"""Words around a brand's name that tell a claim from a mention, folded as names are, and hosts that only redirect."""

from functools import cache

from lencana.core.domain import Domain
from lencana.core.skeleton import fold
from lencana.data import read_toml


@cache
def words(kind: str) -> frozenset[str]:
    """The folded words of one table of the file, all languages together."""
    table: dict[str, str] = read_toml("vocabulary.toml")[kind]
    return frozenset(fold(word) for line in table.values() for word in line.split())


def is_redirector(host: Domain) -> bool:
    """Does the host lead elsewhere by design (data/redirectors.toml)?"""
    return not _redirectors().isdisjoint(host.parents())


@cache
def _redirectors() -> frozenset[str]:
    table: dict[str, str] = read_toml("redirectors.toml")["hosts"]
    return frozenset(name for line in table.values() for name in line.split())

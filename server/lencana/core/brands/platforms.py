"""The services that write other people's names into From, as they come with Lencana (data/packs/platforms.toml)."""

from functools import cache

from lencana.data import read_table

_ENTRY = 'domain = "'


@cache
def default_platforms() -> frozenset[str]:
    """Their domains. A list has them unless it says `default_platforms = false`.

    Read line by line: a TOML parser takes thirty times as long, and every start would wait for it.
    """
    lines = read_table("packs/platforms.toml")
    return frozenset(line.removeprefix(_ENTRY).rstrip('"') for line in lines if line.startswith(_ENTRY))

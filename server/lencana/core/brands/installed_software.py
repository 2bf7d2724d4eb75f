"""Software that organisations run themselves, and that writes under its own name from wherever it runs."""

from functools import cache

from lencana.data import read_table


@cache
def installed_software() -> frozenset[str]:
    """The names (data/installed_software.txt), as folded words without blanks: "wordpress"."""
    return frozenset(read_table("installed_software.txt"))

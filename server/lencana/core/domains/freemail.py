"""Domains where anybody can have a mailbox (data/freemail.txt): they say nothing of who writes."""

from functools import cache

from lencana.data import read_table


@cache
def freemail() -> frozenset[str]:
    """The registrable domains of such providers."""
    return frozenset(read_table("freemail.txt"))

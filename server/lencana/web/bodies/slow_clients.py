"""Which clients have kept a thread waiting for a body for too long. Pure: what ends them is in linux_connections.

Each body that is waited for holds a thread. Two rules:

1. A body that has passed its deadline ends.
2. While more than MAX_SLOW_READS bodies are slow, no body is given more than SLOW_READ_SECONDS. The peer that holds
   most threads gives up all of its slow bodies first, then the next, until no more than that many are slow.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_SLOW_READS = 64  # half of the threads of `lencana serve`
SLOW_READ_SECONDS = 1.0


class BodyRead(NamedTuple):
    """A body that is waited for: from which address, since when, until when (monotonic seconds)."""

    peer: str
    began: float
    deadline: float


class Overdue(NamedTuple):
    """How many connections of a peer must end, and for how many seconds each has waited at least."""

    connections: int
    seconds: float


def overdue_peers(reads: Sequence[BodyRead], now: float) -> dict[str, Overdue]:
    """The peers whose connections must end at `now` (monotonic seconds)."""
    slow = [read for read in reads if now - read.began > SLOW_READ_SECONDS]
    crowding = set(_crowding_peers(slow))
    late = [read for read in slow if now > read.deadline or read.peer in crowding]
    counts = Counter(read.peer for read in late)
    return {
        peer: Overdue(count, min(now - read.began for read in late if read.peer == peer))
        for peer, count in counts.items()
    }


def _crowding_peers(slow: Sequence[BodyRead]) -> Iterator[str]:
    """The peers with most slow bodies, until at most MAX_SLOW_READS of the others remain."""
    remaining = len(slow)
    for peer, count in Counter(read.peer for read in slow).most_common():
        if remaining <= MAX_SLOW_READS:
            return
        yield peer
        remaining -= count

"""How much is kept: so many reports, so many bytes; what was answered longest ago makes room."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capacity:
    """The most that is kept. `size` is in bytes."""

    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What is kept now."""

    count: int
    size: int


def evictions(capacity: Capacity, usage: Usage, size: int, closed: Iterable[tuple[str, int]]) -> list[str] | None:
    """The ids of closed reports to delete for a new report of `size` bytes; None if even all of them are too few.

    `closed` are ids and sizes, the oldest first; no more of them are asked for than are needed.
    """
    evicted: list[str] = []
    count, total = usage.count + 1, usage.size + size
    remaining = iter(closed)
    while count > capacity.count or total > capacity.size:
        oldest = next(remaining, None)
        if oldest is None:
            return None
        evicted.append(oldest[0])
        count, total = count - 1, total - oldest[1]
    return evicted

"""Measuring in rounds: whatever is compared takes its turn in each, so that a noisy machine troubles all alike."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import TypeVar

T = TypeVar("T")


def interleaved(variants: Sequence[T], rounds: int) -> Iterator[T]:
    """Each variant once a round; every other round in reverse order, so that nobody always goes first."""
    for number in range(rounds):
        yield from variants if number % 2 == 0 else reversed(variants)


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The ratio within each round."""
    return [a / b for a, b in zip(above, below, strict=True)]


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Median, and in brackets the least and the greatest."""
    low, middle, high = (f"{value:,.{digits}f}" for value in (min(values), median(values), max(values)))
    return f"{middle} ({low}–{high})"

"""The answer to one question: a table, what to know about it, and the goals that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.tables.chart import Chart


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that we set ourselves (docs/benchmarks.md lists all of them)."""

    what: str
    to_reach: str
    measured: str
    met: bool

    @property
    def verdict(self) -> str:
        """In one word."""
        return "met" if self.met else "**missed**"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are text, ready to be read. The first column names the row, the others are figures.

    `missing` says what this machine could not measure, and why.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    chart: Chart | None = None
    missing: tuple[str, ...] = ()


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, figures flush right, that is readable as plain text too."""
    cells = [list(columns), *map(list, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    rule = ["-" * width if i == 0 else "-" * (width - 1) + ":" for i, width in enumerate(widths)]
    lines = [
        " | ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (cells[0], rule, *cells[1:])
    ]
    return "\n".join(f"| {line} |" for line in lines)

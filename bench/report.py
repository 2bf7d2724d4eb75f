"""docs/benchmarks.md: how it was measured, the goals, and the tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import machine
from bench.table import Goal, Table, markdown

INTRODUCTION = """\
# Benchmarks

`make bench` measures and writes this page; `python -m bench --quick` measures with less care, in well under a minute,
and writes nothing. Everything is generated from a fixed seed, nothing is fetched, and servers listen on loopback alone.

How to read the figures:

- Things that are compared take turns in every round, every other round in reverse order. A figure is the median of
  the rounds, and in brackets stand the least and the greatest. Ratios are taken within a round.
- Judge by CPU time and by ratios. Requests a second and wall time depend on whatever else the machine does; the client
  runs on the same machine as the server.
- The other side of every comparison is named with what it does. It runs with the same options of the same server.
- What answers wrongly is not measured: the verdicts of the generated messages are checked first.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its answer."""

    name: str
    question: str
    table: Table
    seconds: float


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which a run was made."""

    command: str
    date: str
    loads: str
    missing: tuple[str, ...] = ()


def page(sections: Sequence[Section], circumstances: Circumstances) -> str:
    """The whole page."""
    goals = [goal for section in sections for goal in section.table.goals]
    parts = [INTRODUCTION, _setting(circumstances), "## Goals\n", _goals(goals)]
    for section in sections:
        parts += ["", body(section)]
    return "\n".join(parts) + "\n"


def body(section: Section) -> str:
    """One question: heading, table, notes."""
    notes = "\n".join(f"- {note}" for note in section.table.notes)
    lines = [f"## {section.question}", "", markdown(section.table.columns, section.table.rows)]
    if notes:
        lines += ["", notes]
    return "\n".join([*lines, "", f"(`bench/{section.name}.py`, {section.seconds:.0f} s)"])


def _setting(circumstances: Circumstances) -> str:
    rows = [
        ("Command", f"`{circumstances.command}`"),
        ("Date", circumstances.date),
        ("Lencana", machine.commit()),
        ("Machine", machine.machine()),
        ("Load average, from beginning to end", circumstances.loads),
        ("Versions", machine.versions()),
    ]
    if circumstances.missing:
        rows.append(("Not measured", ", ".join(circumstances.missing)))
    return "\n".join(f"- {name}: {value}" for name, value in rows) + "\n"


def _goals(goals: Sequence[Goal]) -> str:
    return markdown(
        ("what", "to reach", "measured", ""),
        [(goal.what, goal.to_reach, goal.measured, goal.verdict) for goal in goals],
    )

"""docs/benchmarks.md: how it was measured, the goals, and the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import machine
from bench.tables.chart import svg
from bench.tables.table import Goal, Table, markdown

PAGE = "benchmarks.md"
INTRODUCTION = """\
# Benchmarks

`make bench` measures and writes this page. `.venv/bin/python -m bench --quick` makes fewer rounds, in a minute and a
half; `--only peers,found` answers some questions; both write nothing. All input is generated from a fixed seed,
nothing is fetched, and servers listen on loopback only. `make bench` installs the Python packages that Lencana is
compared with; `bench/install.sh` installs rspamd and mailauth (Debian's package, as root; npm, into `build/`). What is
not installed is not measured, and the page says so.

How to read the figures:

- The variants of a comparison alternate in every round, with the order reversed in every other round. A figure is the
  median of the rounds, with minimum and maximum in brackets. Ratios are computed within a round.
- Compare CPU times and ratios. Requests a second and wall time depend on what else the machine does; the client runs on
  the same machine as the server.
- Each comparison says what the other side does. It runs on the same server with the same options.
- Only correct answers count: the verdicts of the generated messages are checked first.
"""
PROFILING = """\
## Where the time goes

`make profile` judges the generated messages under py-spy and writes a flame graph to `build/profile.svg`.
`.venv/bin/python -m bench.profile --instructions` counts the instructions for each message with valgrind's callgrind.
That is slow, but independent of the machine's load, so that two versions can be compared to a few parts in a thousand.
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


def write(sections: Sequence[Section], circumstances: Circumstances, docs: Path) -> None:
    """The page and its pictures."""
    for section in sections:
        if section.table.chart:
            (docs / _picture(section)).write_text(svg(section.table.chart), encoding="utf-8")
    (docs / PAGE).write_text(page(sections, circumstances), encoding="utf-8")


def _picture(section: Section) -> str:
    return f"images/benchmark-{section.name}.svg"


def page(sections: Sequence[Section], circumstances: Circumstances) -> str:
    """The whole page."""
    goals = [goal for section in sections for goal in section.table.goals]
    missing = [each for section in sections for each in section.table.missing]
    parts = [INTRODUCTION, _setting(circumstances, missing), "## Goals\n", _goals(goals)]
    for section in sections:
        parts += ["", body(section, illustrated=True)]
    parts += ["", PROFILING]
    return "\n".join(parts) + "\n"


def body(section: Section, *, illustrated: bool = False) -> str:
    """One question: heading, picture, table, notes."""
    notes = "\n".join(f"- {note}" for note in section.table.notes)
    chart = section.table.chart
    picture = [f"![{chart.title}, {chart.unit}]({_picture(section)})", ""] if chart and illustrated else []
    lines = [f"## {section.question}", "", *picture, markdown(section.table.columns, section.table.rows)]
    if notes:
        lines += ["", notes]
    return "\n".join([*lines, "", f"(`bench/questions/{section.name}.py`, {section.seconds:.0f} s)"])


def _setting(circumstances: Circumstances, missing: Sequence[str]) -> str:
    rows = [
        ("Command", f"`{circumstances.command}`"),
        ("Date", circumstances.date),
        ("Lencana", machine.commit()),
        ("Machine", machine.machine()),
        ("Load average at beginning and end", circumstances.loads),
        ("Versions", machine.versions()),
    ]
    if missing:
        rows.append(("Not measured", ", ".join(dict.fromkeys(missing))))
    return "\n".join(f"- {name}: {value}" for name, value in rows) + "\n"


def _goals(goals: Sequence[Goal]) -> str:
    return markdown(
        ("what", "to reach", "measured", ""),
        [(goal.what, goal.to_reach, goal.measured, goal.verdict) for goal in goals],
    )

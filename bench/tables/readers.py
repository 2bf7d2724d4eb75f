"""What a reader asks of the server in a day, and what many readers ask of many servers: arithmetic, no measuring.

How many of each is assumed, and said on the page (docs/scale.md); what each costs is measured by bench/scale.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.tables.table import markdown

DAY: Mapping[str, float] = {  # a working day of somebody who reads a lot of mail: assumed
    "a message opened (4 KB of JSON)": 40,
    "the whole message sent as well (50 KB)": 4,
    "a page of the list of messages (a batch of 6 rows)": 20,
    "the root, asked for and not there": 2,
    "the list, asked for and unchanged (304)": 2,
    "the list, when a new one is published (once a week)": 1 / 5,
}
READERS = (1_000, 10_000, 1_000_000, 10_000_000)
BUSY = 0.2  # of a day's requests come in its busiest hour: assumed
LOAD = 0.5  # of a core may be busy then
POLLS = 2  # reads of the database a second that a worker makes, whatever is asked of it (registry/poller.py)
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Cost:
    """One request: CPU µs on the server, bytes of the bodies up and down."""

    cpu: int
    up: int
    down: int


def day(costs: Sequence[Cost]) -> str:
    """The table of a reader's day; `costs` in the order of DAY."""
    rows = [
        (what, f"{times:g}", f"{cost.cpu:,}", f"{cost.up:,}", f"{cost.down:,}", f"{times * cost.cpu / 1000:.1f}")
        for (what, times), cost in zip(DAY.items(), costs, strict=True)
    ]
    total = ("**a day**", f"{requests():.0f}", "", *_bytes(costs), f"{cpu(costs) * 1000:.0f}")
    columns = ("what a reader asks", "times a day", "CPU µs each", "bytes up", "bytes down", "CPU ms a day")
    return markdown(columns, (*rows, total))


def needs(costs: Sequence[Cost], lists: Mapping[str, int]) -> str:
    """The table of what many readers need; `lists` are sizes in bytes, as sent, by name."""
    cores = [cpu(costs) * readers * BUSY / _HOUR for readers in READERS]
    workers = [max(2, -(-core // LOAD)) for core in cores]  # two, so that one may fail
    rows = [
        ("requests a second in the busiest hour", *(_number(n * requests() * BUSY / _HOUR) for n in READERS)),
        ("cores busy then", *map(_number, cores)),
        (f"workers, each at most {LOAD:.0%} busy, and never fewer than two", *map(_number, workers)),
        ("reads of the database a second", *(_number(POLLS * count) for count in workers)),
        *((f"a publication: {name} to everybody, GB", *(_number(n * size / 1e9) for n in READERS))
          for name, size in lists.items()),
    ]  # fmt: skip
    return markdown(("readers", *(f"{readers:,}" for readers in READERS)), rows)


def requests() -> float:
    """Of a reader in a day."""
    return sum(DAY.values())


def cpu(costs: Sequence[Cost]) -> float:
    """Seconds that a reader's day takes."""
    return sum(times * cost.cpu for times, cost in zip(DAY.values(), costs, strict=True)) / 1e6


def _bytes(costs: Sequence[Cost]) -> tuple[str, str]:
    ups = sum(times * cost.up for times, cost in zip(DAY.values(), costs, strict=True))
    downs = sum(times * cost.down for times, cost in zip(DAY.values(), costs, strict=True))
    return f"{ups:,.0f}", f"{downs:,.0f}"


def _number(value: float) -> str:
    """Two digits that say something."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"

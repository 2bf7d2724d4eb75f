"""The look-alike index beside what one would use instead: cost, time to build, memory."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from statistics import median

from bench.inputs import imitations
from bench.servers import process
from bench.tables.chart import Bar, Chart, Group
from bench.tables.rounds import interleaved, spread
from bench.tables.table import Table

QUESTION = "And how do other tools compare at telling whether a name imitates a listed one?"
COUNTS = (100, 10_000, 100_000)
NAMES = {
    "lencana": "Lencana",
    "icu": "ICU skeletons",
    "symspellpy": "symspellpy, one edit",
    "rapidfuzz": "rapidfuzz, one edit",
    "dnstwist": "dnstwist's names",
}
MOST = {"dnstwist": 100}  # listed names that one can wait for


@dataclass(frozen=True, slots=True)
class Result:
    """One fresh process: seconds, MiB, and microseconds of CPU (half of the names, 99 of 100)."""

    build_seconds: float
    index_mib: float
    harmless: tuple[float, float]
    imitations: tuple[float, float]
    found: dict[str, float]
    alarms: float


@cache
def results(quick: bool) -> dict[tuple[str, int], list[Result]]:
    """Every way at every size that it can be asked, in turn; dnstwist once, for it takes long."""
    ways = [way for way in NAMES if way == "lencana" or find_spec(way)]
    asked = [(way, count) for count in COUNTS for way in ways if count <= MOST.get(way, count)]
    if quick:
        asked = [(way, count) for way, count in asked if way != "dnstwist" and (count == COUNTS[2] or way == "lencana")]
    taken: dict[tuple[str, int], list[Result]] = {key: [] for key in asked}
    for key in interleaved(tuple(asked), 1 if quick else 3):
        if key[0] != "dnstwist" or not taken[key]:
            taken[key].append(_measured(*key))
    return taken


def _measured(way: str, count: int) -> Result:
    answer = json.loads(process.run(["-m", "bench.tools.classifiers", way, str(count), *_found(way, count)]).out)
    return Result(**({"found": {}, "alarms": 0.0} | answer))


def _found(way: str, count: int) -> list[str]:
    """rapidfuzz would take a minute for all names against the longest lists, and answers there as symspellpy does."""
    return ["found"] if way != "rapidfuzz" or count == COUNTS[0] else []


def run(quick: bool) -> Table:
    """One row a size and way."""
    taken = results(quick)
    rows = [
        (
            f"{count:,} listed, {NAMES[way]}",
            *(
                spread([getattr(each, kind)[at] for each in some], 1)
                for kind in ("harmless", "imitations")
                for at in (0, 1)
            ),
            spread([each.build_seconds for each in some], 2),
            spread([each.index_mib for each in some], 1),
        )
        for (way, count), some in taken.items()
    ]
    missing = [f"{name}: not installed" for way, name in NAMES.items() if way != "lencana" and not find_spec(way)]
    rows += [(each, "not measured", *[""] * 5) for each in missing]
    notes = (
        f"{imitations.NAMES:,} harmless names and {len(imitations.imitations(100)) * 300:,} that imitate one of the"
        " first hundred (slow tools get fewer, at least 100); a fresh process each; CPU. MiB: what building the"
        " index added to the process (proportional set size), without the list itself; less than one MiB is noise.",
        "ICU (pyicu): the skeleton of the name, looked up among those of the list; it finds confusables and nothing"
        " else. symspellpy and rapidfuzz: the registrable label differs by at most one edit from a listed one; the"
        " first has an index, the second compares with each in turn.",
        *([_beyond(taken["dnstwist", 100][0])] if ("dnstwist", 100) in taken else []),
    )
    columns = ("", "harmless, p50 µs", "p99 µs", "imitating, p50 µs", "p99 µs", "built in s", "MiB")
    return Table(columns, tuple(rows), notes, chart=_chart(taken), missing=tuple(missing))


def _beyond(small: Result) -> str:
    """What dnstwist would take for more names, by what it takes for a hundred."""
    hours, room = small.build_seconds * 1000 / 3600, small.index_mib * 1000 / 1024
    return (
        "dnstwist generates its names for each listed one, and the name is looked up among them: a fast look-up, but"
        f" {small.build_seconds / 100:.2f} s and {small.index_mib / 100:.1f} MiB a listed name, and so not measured"
        f" beyond 100: 100,000 would take {hours:.1f} hours and {room:.0f} GiB."
    )


def _chart(taken: dict[tuple[str, int], list[Result]]) -> Chart:
    groups = tuple(
        Group(
            f"{count:,} listed",
            tuple(
                Bar(
                    NAMES[way],
                    median(each.harmless[0] for each in taken[way, count]),
                    median(each.harmless[1] for each in taken[way, count]),
                    own=way == "lencana",
                )
                for way in NAMES
                if (way, count) in taken
            ),
        )
        for count in COUNTS
        if ("lencana", count) in taken
    )
    return Chart("Does a harmless name imitate a listed one?", "µs of CPU, p50 – p99; less is better", groups, True)

"""One domain name against lists of different lengths: what a message's sender and each of its links cost."""

import gc
import random
import time
import tracemalloc
from collections.abc import Sequence
from statistics import median

from bench.inputs import folders, imitations
from bench.tables.rounds import interleaved, spread
from bench.tables.table import Goal, Table
from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.lookalike import LookalikeIndex

QUESTION = "What does it cost to tell whether a domain name imitates a listed one?"
COUNTS = (100, 10_000, 100_000)
P50, P99, RATIO, INDEX, BUILD = 25.0, 100.0, 1.5, 60.0, 4.0


def run(quick: bool) -> Table:
    """The same names against each list in turn, read from text every time."""
    rounds = 3 if quick else 9
    brands = {count: folders.brands(count) for count in COUNTS}
    indexes = {count: LookalikeIndex(brands[count]) for count in COUNTS}
    names = probes()
    middles: dict[int, list[float]] = {count: [] for count in COUNTS}
    lasts: dict[int, list[float]] = {count: [] for count in COUNTS}
    for count in interleaved(COUNTS, rounds):
        times = _times(indexes[count], names)
        middles[count].append(times[len(times) // 2])
        lasts[count].append(times[len(times) * 99 // 100])
    weights = {count: _mebibytes(brands[count]) for count in COUNTS}
    builds = {count: _seconds(brands[count], 1 if quick else 3) for count in COUNTS}
    rows = tuple(
        (
            f"{count:,}",
            spread(middles[count], 1),
            spread(lasts[count], 1),
            f"{weights[count]:.1f}",
            f"{builds[count]:.2f}",
        )
        for count in COUNTS
    )
    notes = (
        f"{len(names):,} names: most made of common English words, some with subdomains, a private suffix or an"
        " accent, some made up like the listed ones; one in twenty imitates one.",
        f"{rounds} rounds, CPU µs a name, including parsing it.",
        f"Of each list {folders.FULLY_GUARDED} names are fully guarded, the others only against homographs.",
    )
    columns = ("listed names", "p50 µs", "p99 µs", "index MiB", "built in s")
    return Table(columns, rows, notes, _goals(middles, lasts, weights[COUNTS[-1]], builds[COUNTS[-1]]))


def probes() -> list[str]:
    """One in twenty imitates a listed name."""
    imitating = [name for names in imitations.imitations(COUNTS[0]).values() for name in names]
    mixed = [*imitations.harmless(), *random.Random(folders.SEED).sample(imitating, imitations.NAMES // 19)]  # noqa: S311
    random.Random(folders.SEED).shuffle(mixed)  # noqa: S311
    return mixed


def _times(index: LookalikeIndex, names: Sequence[str]) -> list[float]:
    clock, times = time.thread_time_ns, []  # a share of a core that others took is not our cost
    for name in names:
        begin = clock()
        index.find(Domain.parse(name))
        times.append((clock() - begin) / 1000)
    return sorted(times)


def _mebibytes(brands: Sequence[Brand]) -> float:
    gc.collect()
    tracemalloc.start()
    index = LookalikeIndex(brands)
    gc.collect()
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del index
    return held / 2**20


def _seconds(brands: Sequence[Brand], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        LookalikeIndex(brands)
        times.append(time.perf_counter() - begin)
    return median(times)


def _goals(
    middles: dict[int, list[float]], lasts: dict[int, list[float]], weight: float, build: float
) -> tuple[Goal, ...]:
    few, many = COUNTS[0], COUNTS[-1]
    p50, p99 = median(middles[many]), median(lasts[many])
    ratio = median(a / b for a, b in zip(middles[many], middles[few], strict=True))
    return (
        Goal(f"a name against {many:,}: p50", f"≤ {P50:.0f} µs", f"{p50:.1f} µs", p50 <= P50),
        Goal(f"a name against {many:,}: p99", f"≤ {P99:.0f} µs", f"{p99:.1f} µs", p99 <= P99),
        Goal(f"a name against {many:,}: p50, of that against {few}", f"≤ {RATIO}", f"{ratio:.2f}", ratio <= RATIO),
        Goal(f"index of {many:,} names", f"≤ {INDEX:.0f} MiB", f"{weight:.0f} MiB", weight <= INDEX),
        Goal(f"index of {many:,} names built", f"≤ {BUILD:.0f} s", f"{build:.1f} s", build <= BUILD),
    )

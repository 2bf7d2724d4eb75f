"""POST /v1/check on granian and on waitress, by one worker and by two: what half load lets people wait."""

from contextlib import ExitStack
from importlib.util import find_spec
from statistics import median
from typing import NamedTuple

from bench.inputs import folders, samples
from bench.questions import api
from bench.servers.server import Cost, Delay, Load, Server, bare, delay, lencana, measure
from bench.tables.chart import Bar, Chart, Group
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Table

QUESTION = "Which WSGI server, how many workers, and how long is the wait at half load?"
BARE, OURS = "bare Flask", "Lencana"


class Way(NamedTuple):
    """How an application is served."""

    workers: int = 1
    own_core: bool = False
    waitress: bool = False


WAYS = {
    "granian, 1 worker": Way(),
    "granian, 1 worker pinned to a core": Way(own_core=True),
    "granian, 2 workers": Way(workers=2),
    "waitress": Way(waitress=True),
}


def run(quick: bool) -> Table:
    """Interleaved rounds: first as many requests as go, then half of each one's own median rate."""
    rounds, requests, seconds = (2, 200, 0.7) if quick else (5, 1500, 2.0)
    bodies = samples.json_bodies(api.BODIES)
    with ExitStack() as running:
        loads = _loads(running, bodies)
        full: dict[tuple[str, str], list[Cost]] = {key: [] for key in loads}
        half: dict[tuple[str, str], list[Delay]] = {key: [] for key in loads}
        for load in loads.values():
            measure(load, 200)  # warm
        for key in interleaved(tuple(loads), rounds):
            full[key].append(measure(loads[key], requests))
        for key in interleaved(tuple(loads), rounds):
            half[key].append(delay(loads[key], median(cost.rate for cost in full[key]) / 2, seconds))
    return _table(full, half, requests, seconds)


def _loads(running: ExitStack, bodies: tuple[str, ...]) -> dict[tuple[str, str], Load]:
    loads: dict[tuple[str, str], Load] = {}
    answer = b""
    for way, (workers, own_core, waitress) in WAYS.items():
        if waitress and not find_spec("waitress"):
            continue
        ours: Server = running.enter_context(
            lencana(folders.bundled(), workers=workers, own_core=own_core, waitress=waitress)
        )
        answer = answer or api.checked_answer(ours, bodies)
        plain: Server = running.enter_context(bare(answer, workers=workers, own_core=own_core, waitress=waitress))
        loads[way, BARE] = Load(plain, "/json", bodies)
        loads[way, OURS] = Load(ours, "/v1/check", bodies)
    return loads


def _table(
    full: dict[tuple[str, str], list[Cost]], half: dict[tuple[str, str], list[Delay]], requests: int, seconds: float
) -> Table:
    cpu = {key: [cost.cpu * 1e6 for cost in taken] for key, taken in full.items()}
    shares = {key: ratios(cpu[key[0], BARE], cpu[key]) for key in cpu}
    rows = [
        (
            f"{what}, {way}",
            spread(cpu[way, what]),
            spread(shares[way, what], 2),
            spread([cost.rate for cost in full[way, what]]),
            spread([each.p50 for each in half[way, what]], 1),
            spread([each.p99 for each in half[way, what]], 1),
        )
        for way, what in full
    ]
    rounds = len(next(iter(full.values())))
    notes = (
        f"{rounds} rounds of {requests} requests of {samples.JSON_BYTES} bytes over 8 connections; then {rounds} of"
        f" {seconds:g} s at half of each one's own median rate, at random moments (Poisson), the time counted from when"
        " a request was due.",
        "The client itself needs a core and shares the two cores with the server. With 2 workers the requests a"
        " second are a lower bound and do not show how they scale.",
        "waitress is one process of 4 threads by default; a second worker would be a second waitress behind a"
        " reverse proxy.",
        "At half load the wait depends on the machine as much as on the server: compare it with bare Flask's.",
    )
    columns = ("", "CPU µs a request", "bare ÷ this, CPU", "requests a second", "p50 ms", "p99 ms")
    chart = Chart(
        "CPU of a check of 4 KB", "µs a request; less is better",
        tuple(
            Group(way, tuple(Bar(what, median(cpu[way, what]), own=what == OURS) for what in (BARE, OURS)))
            for way in WAYS
            if (way, OURS) in cpu
        ),
    )  # fmt: skip
    missing = () if find_spec("waitress") else ("waitress is not installed",)
    rows += [(f"{what}, waitress", f"not measured: {why}", "", "", "", "") for why in missing for what in (BARE, OURS)]
    return Table(columns, tuple(rows), notes, chart=chart, missing=missing)

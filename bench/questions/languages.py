"""What eighteen languages cost a check: the same server beside one that judges in English and Indonesian alone."""

from statistics import median

from bench.inputs import folders, samples
from bench.inputs.samples import Kind
from bench.servers.server import AUTHSERV, Load, lencana, measure
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table

QUESTION = "What does it cost a check to know all languages?"
TWO = "en id"
DIFFERENT = 64
TARGET = 1.1
NAMES = {Kind.ORDINARY: "ordinary mail", Kind.OWN: "a listed brand's own", Kind.IMITATION: "an imitation"}


def run(quick: bool) -> Table:
    """Interleaved rounds over two servers; only one of them works at a time."""
    rounds, requests = (2, 300) if quick else (9, 800)
    cpu: dict[tuple[Kind, bool], list[float]] = {(kind, is_all): [] for kind in NAMES for is_all in (False, True)}
    data = folders.bundled()
    with lencana(data, AUTHSERV | {"LENCANA_LANGUAGES": TWO}) as two, lencana(data) as every:
        loads = {(kind, is_all): Load(every if is_all else two, "/v1/check", _bodies(kind)) for kind, is_all in cpu}
        for load in loads.values():
            measure(load, 200)  # warm
        for key in interleaved(tuple(loads), rounds):
            cpu[key].append(measure(loads[key], requests).cpu * 1e6)
    shares = {kind: ratios(cpu[kind, True], cpu[kind, False]) for kind in NAMES}
    rows = tuple(
        (name, spread(cpu[kind, False]), spread(cpu[kind, True]), spread(shares[kind], 2))
        for kind, name in NAMES.items()
    )
    dearest = max(median(each) for each in shares.values())
    goal = Goal(
        "a check in all languages, of one in English and Indonesian",
        f"≤ {TARGET:g}",
        f"{dearest:.2f}",
        dearest <= TARGET,
    )
    notes = (
        f"{rounds} rounds of {requests} requests each, 4 KB of JSON, {DIFFERENT} different bodies of each kind; CPU as"
        " above. The texts are English and Indonesian, as both servers know them.",
        '`languages = ["en", "id"]` makes the narrower choice.',
    )
    columns = ("", "two languages, CPU µs", "all languages, CPU µs", "all ÷ two")
    return Table(columns, rows, notes, (goal,))


def _bodies(kind: Kind) -> tuple[str, ...]:
    bodies = samples.json_bodies(8 * DIFFERENT)  # one in eight is of the rarest kind
    return tuple(body for number, body in enumerate(bodies) if samples.kind_of(number) is kind)[:DIFFERENT]

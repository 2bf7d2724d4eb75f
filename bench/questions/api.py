"""POST /v1/check beside a bare Flask endpoint on the same server, and what CORS and rate limiting cost."""

import json
from statistics import median

from bench.inputs import folders, samples
from bench.servers.server import AUTHSERV, Cost, Load, Server, bare, lencana, measure
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table

QUESTION = "What does a check of 4 KB cost, compared with a bare Flask endpoint that reads and writes as much?"
ORIGIN = ("Origin: chrome-extension://abcdefghijklmnopabcdefghijklmnop",)
BODIES = 64
TARGET = 0.30

BARE, BARE_MSGSPEC, BARE_CORS, BARE_ORIGIN = (
    "bare Flask",
    "bare Flask, msgspec instead of json",
    "bare Flask with flask-cors",
    "bare Flask with flask-cors, Origin sent",
)
OURS, OURS_ORIGIN, OURS_LIMITED = "Lencana", "Lencana, Origin sent", "Lencana, rate limited"
OURS_CORE = "Lencana, pinned to a core (`serve --own-core`)"
# A client on this machine is not limited, so the requests come as from a reverse proxy that tells the client's address.
LIMITED = AUTHSERV | {"LENCANA_PROXIES": "127.0.0.1", "LENCANA_RATE_LIMIT": "1000000000"}
FORWARDED = ("X-Forwarded-For: 192.0.2.7",)


def run(quick: bool) -> Table:
    """Interleaved rounds over five servers; only one of them works at a time."""
    rounds, requests = (2, 400) if quick else (7, 1500)
    bodies = samples.json_bodies(BODIES)
    data = folders.bundled()
    with lencana(data) as ours, lencana(data, LIMITED) as limited, lencana(data, own_core=True) as alone:
        answer = checked_answer(ours, bodies)
        with bare(answer) as plain, bare(answer, cors=True) as cors:
            loads = {
                BARE: Load(plain, "/json", bodies),
                BARE_MSGSPEC: Load(plain, "/msgspec", bodies),
                BARE_CORS: Load(cors, "/json", bodies),
                BARE_ORIGIN: Load(cors, "/json", bodies, ORIGIN),
                OURS: Load(ours, "/v1/check", bodies),
                OURS_ORIGIN: Load(ours, "/v1/check", bodies, ORIGIN),
                OURS_LIMITED: Load(limited, "/v1/check", bodies, FORWARDED),
                OURS_CORE: Load(alone, "/v1/check", bodies),
            }
            costs = _measured(loads, rounds, requests)
    return _table(costs, len(answer), requests)


def checked_answer(server: Server, bodies: tuple[str, ...]) -> bytes:
    """An answer of middling length. Raises RuntimeError when one is wrong: what answers nonsense is not measured."""
    answers = [server.ask("/v1/check", body.encode()) for body in bodies]
    for number, answer in enumerate(answers):
        verdict, expected = json.loads(answer)["verdict"], samples.kind_of(number).value
        if verdict != expected:
            raise RuntimeError(f"message {number} must be {expected}, and the server says {verdict}")
    return sorted(answers, key=len)[len(answers) // 2]


def _measured(loads: dict[str, Load], rounds: int, requests: int) -> dict[str, list[Cost]]:
    costs: dict[str, list[Cost]] = {name: [] for name in loads}
    for load in loads.values():
        measure(load, 200)  # warm
    for name in interleaved(tuple(loads), rounds):
        costs[name].append(measure(loads[name], requests))
    return costs


def _table(costs: dict[str, list[Cost]], answer_size: int, requests: int) -> Table:
    cpu = {name: [cost.cpu * 1e6 for cost in taken] for name, taken in costs.items()}
    rate = {name: [cost.rate for cost in taken] for name, taken in costs.items()}
    rows = tuple(
        (
            name,
            spread(cpu[name]),
            spread(ratios(cpu[BARE], cpu[name]), 2),
            spread(rate[name]),
            spread(ratios(rate[name], rate[BARE]), 2),
        )
        for name in costs
    )
    share = median(ratios(cpu[BARE], cpu[OURS]))
    goal = Goal("`/v1/check`, 4 KB of JSON: CPU of bare Flask ÷ ours", f"≥ {TARGET}", f"{share:.2f}", share >= TARGET)
    notes = (
        f"{len(cpu[OURS])} rounds of {requests} requests each, 8 keep-alive connections, one worker;"
        f" bodies of {samples.JSON_BYTES} bytes ({BODIES} different ones), answers of {answer_size} bytes.",
        "CPU is user and system time of the server's whole process tree, as Linux counts it, in steps of"
        f" 10 ms: {1e4 / requests:.0f} µs a request.",
        "Ratios are taken within each round. bare ÷ this: 1.00 costs as much as bare Flask, 0.50 twice as much.",
        "All servers, the bare ones too, are started with the `GLIBC_TUNABLES` of deploy/systemd/lencana.service.",
        "Rate limited: a limit that is never reached, for one client behind a reverse proxy; a client on the server's"
        " own machine, as in the other rows, is not counted.",
        "Lencana decodes with msgspec, which saves time by itself: the second row shows how much of a bare"
        " endpoint's cost is json and jsonify.",
    )
    columns = ("", "CPU µs a request", "bare ÷ this, CPU", "requests a second", "this ÷ bare, requests")
    return Table(columns, rows, notes, (goal,))

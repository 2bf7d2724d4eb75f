"""Long messages and batches, each beside a bare Flask endpoint on granian that reads as much and decides nothing."""

import json
from statistics import median

from bench.inputs import folders, samples
from bench.questions import api, batch
from bench.servers.server import Load, Server, bare, lencana, measure
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Table

QUESTION = "And longer messages, and a batch?"
RAW = "message/rfc822"
DIFFERENT = 32


def run(quick: bool) -> Table:
    """Interleaved rounds; ours and the bare endpoint take the same bodies."""
    rounds, requests = (2, 160) if quick else (5, 480)
    bodies = _bodies()
    cpu: dict[str, dict[str, list[float]]] = {name: {"bare": [], "ours": []} for name in bodies}
    with lencana(folders.bundled()) as ours:
        answer = api.checked_answer(ours, samples.json_bodies(DIFFERENT))
        answers = {name: _answer(ours, name, content, taken) for name, (content, taken) in bodies.items()}
        with bare(answer) as plain, bare(answers["batch"]) as plain_batch:
            loads = {
                (name, who): _load(name, who, {"ours": ours, "bare": plain_batch if name == "batch" else plain}, *body)
                for name, body in bodies.items()
                for who in ("bare", "ours")
            }
            for load in loads.values():
                measure(load, 40)  # warm
            for name, who in interleaved(tuple(loads), rounds):
                count = requests // 8 if name == "batch" else requests
                cpu[name][who].append(measure(loads[name, who], count).cpu * 1e6)
    rows = tuple(
        (
            NAMES[name],
            f"{sum(map(len, bodies[name][1])) // len(bodies[name][1]):,}",
            spread(taken["bare"]),
            spread(taken["ours"]),
            spread(ratios(taken["bare"], taken["ours"]), 2),
            f"{(median(taken['ours']) - median(taken['bare'])) / (batch.SIZE if name == 'batch' else 1):,.0f}",
        )
        for name, taken in cpu.items()
    )
    notes = (
        f"{rounds} rounds of {requests} requests or {requests // 8} batches, {DIFFERENT} different bodies; CPU as"
        " above.",
        "The bare endpoint decodes JSON, accepts a raw message without reading it, and answers as much as ours.",
        "The last column is the cost of judging beyond reading and answering. For long messages that is what matters.",
    )
    columns = ("", "bytes", "bare, CPU µs", "Lencana, CPU µs", "bare ÷ ours", "more, µs a message")
    return Table(columns, rows, notes)


NAMES = {
    "fields": "4 KB of JSON: headers, text, links",
    "headers": "JSON with a header block of 20 KB, and text",
    "raw": "a raw message of 50 KB",
    "batch": f"a batch of {batch.SIZE}, 4 KB of JSON each",
}


def _bodies() -> dict[str, tuple[str, tuple[str, ...]]]:
    fields = samples.json_bodies(DIFFERENT)
    return {
        "fields": ("application/json", fields),
        "headers": ("application/json", samples.header_bodies(DIFFERENT)),
        "raw": (RAW, samples.long_messages(DIFFERENT)),
        "batch": ("application/json", tuple(batch.one_batch(fields, shift) for shift in range(0, DIFFERENT, 8))),
    }


def _load(name: str, who: str, servers: dict[str, Server], content: str, bodies: tuple[str, ...]) -> Load:
    path = "/v1/check/batch" if name == "batch" else _path(content)
    if who == "bare":
        path = "/raw" if content == RAW else "/json"
    return Load(servers[who], path, bodies, content=content)


def _path(content: str) -> str:
    """Where a body goes: JSON says itself that the message was delivered."""
    return "/v1/check?origin=delivered" if content == RAW else "/v1/check"


def _answer(server: Server, name: str, content: str, bodies: tuple[str, ...]) -> bytes:
    """One answer. Raises RuntimeError when any is wrong."""
    if name == "batch":
        answer = server.ask("/v1/check/batch", bodies[0].encode())
        batch.demand_good(answer)
        return answer
    for number, body in enumerate(bodies):
        verdict = json.loads(answer := server.ask(_path(content), body.encode(), content))["verdict"]
        if verdict != samples.kind_of(number):
            raise RuntimeError(f"{name} {number} must be {samples.kind_of(number)}, and the server says {verdict}")
    return answer

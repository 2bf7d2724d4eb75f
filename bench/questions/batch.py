"""POST /v1/check/batch with 50 messages beside 50 single requests, on one server."""

import json
from statistics import median

from bench.inputs import folders, samples
from bench.questions import api
from bench.servers.server import Load, lencana, measure
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table

QUESTION = "What does a message cost in a batch of 50, compared with a request of its own?"
SIZE = 50
TARGET = 0.5


def run(quick: bool) -> Table:
    """Interleaved rounds on one server; a message is the unit of both."""
    rounds, batches = (2, 10) if quick else (7, 30)
    bodies = samples.json_bodies(api.BODIES)
    batch = tuple(one_batch(bodies, shift) for shift in range(0, api.BODIES, 8))
    single_cpu: list[float] = []
    batch_cpu: list[float] = []
    with lencana(folders.bundled()) as server:
        api.checked_answer(server, bodies)
        demand_good(server.ask("/v1/check/batch", batch[0].encode()))
        single, together = Load(server, "/v1/check", bodies), Load(server, "/v1/check/batch", batch)
        measure(single, 200)
        for load in interleaved((single, together), rounds):
            if load is single:
                single_cpu.append(measure(single, batches * SIZE // 2).cpu * 1e6)
            else:
                batch_cpu.append(measure(together, batches).cpu * 1e6 / SIZE)
    shares = ratios(batch_cpu, single_cpu)
    share = median(shares)
    rows = (
        ("single request", spread(single_cpu), spread([1.0] * rounds, 2)),
        (f"in a batch of {SIZE}", spread(batch_cpu), spread(shares, 2)),
    )
    notes = (f"{rounds} rounds of {batches} batches, and of {batches * SIZE // 2} single requests.",)
    goal = Goal(
        f"batch of {SIZE}: CPU a message, of a single request's", f"≤ {TARGET}", f"{share:.2f}", share <= TARGET
    )
    return Table(("", "CPU µs a message", "of a single request"), rows, notes, (goal,))


def one_batch(bodies: tuple[str, ...], shift: int) -> str:
    """A batch's body: 50 of `bodies`, from number `shift` on."""
    messages = [bodies[(shift + number) % len(bodies)] for number in range(SIZE)]
    return f'{{"messages": [{", ".join(messages)}]}}'


def demand_good(answer: bytes) -> None:
    """Raises RuntimeError unless each message of a batch got a verdict."""
    results = json.loads(answer)["results"]
    if len(results) != SIZE or not all("verdict" in item for item in results):
        raise RuntimeError("the batch was not answered with a verdict for each message")

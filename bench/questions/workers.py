"""What the processes of one server hold, and what they share."""

from bench.inputs import folders, samples
from bench.questions import api
from bench.servers import process
from bench.servers.server import Load, lencana, measure
from bench.tables.rounds import interleaved, spread
from bench.tables.table import Table

QUESTION = "How much memory do one worker and two take, and what do they share?"
LISTED = 100_000


def run(quick: bool) -> Table:
    """Fresh servers in turn, weighed after every worker has answered."""
    ways = [(workers, listed) for listed in (False, True) for workers in (1, 2)]
    together: dict[tuple[int, bool], list[float]] = {way: [] for way in ways}
    apart: dict[tuple[int, bool], list[float]] = {way: [] for way in ways}
    for way in interleaved(tuple(ways), 1 if quick else 3):
        workers, listed = way
        data = folders.listing(LISTED) if listed else folders.bundled()
        with lencana(data, workers=workers) as server:
            measure(Load(server, "/v1/check", samples.json_bodies(api.BODIES)), 200)
            held = [process.memory(pid) for pid in process.tree(server.pid)]
        together[way].append(sum(pss for pss, _rss in held))
        apart[way].append(sum(rss for _pss, rss in held))
    rows = tuple(
        (
            f"{'100,000 listed' if listed else 'bundled list'}, {workers} worker{'s' * (workers > 1)}",
            spread(together[workers, listed], 1),
            spread(apart[workers, listed], 1),
        )
        for workers, listed in ways
    )
    notes = (
        "MiB, the whole process tree: granian's own process and the workers, after 200 requests.",
        "Together: the sum of the proportional set sizes, which counts shared pages once. Apart: the sum of the"
        " resident sets, which counts them for every process that has them.",
    )
    return Table(("", "together", "apart"), rows, notes)

"""What a list of 100,000 domains weighs in memory."""

import json
from statistics import median

from bench.inputs import folders
from bench.servers import process
from bench.tables.rounds import interleaved, spread
from bench.tables.table import Goal, Table

QUESTION = "How much memory does a list of 100,000 domains take, over the same application with an empty one?"
COUNTS = (0, 10_000, 100_000)
TARGET = 60


def run(quick: bool) -> Table:
    """Fresh processes in turn; each makes the application and answers once before it is weighed."""
    counts = (0, 100_000) if quick else COUNTS
    commands = {"Flask alone": ("flask", folders.bundled())} | {
        f"Lencana, {count:,} listed": ("app", folders.listing(count)) for count in counts
    }
    held: dict[str, list[float]] = {name: [] for name in commands}
    peak: dict[str, list[float]] = {name: [] for name in commands}
    for name in interleaved(tuple(commands), 1 if quick else 3):
        what, data = commands[name]
        found = json.loads(process.run(["-m", "bench.servers.fresh", what], {"LENCANA_DATA": str(data)}).out)
        held[name].append(found["pss"])
        peak[name].append(found["peak"])
    empty, full = f"Lencana, {0:,} listed", f"Lencana, {100_000:,} listed"
    rows = tuple(
        (name, spread(held[name], 1), spread(peak[name], 1), *_over(held, name, empty), *_over(peak, name, empty))
        for name in commands
    )
    more = median(a - b for a, b in zip(held[full], held[empty], strict=True))
    goal = Goal(
        "memory over an empty application, 100,000 listed", f"≤ {TARGET} MiB", f"{more:.0f} MiB", more <= TARGET
    )
    notes = (
        "MiB. Held: proportional set size after one answer and a garbage collection. Peak: the largest resident set,"
        " reached while verifying and parsing the list.",
        f"One brand a domain, {folders.FULLY_GUARDED} of them fully guarded, the others only against homographs.",
    )
    return Table(("", "held", "peak", "held, over empty", "peak, over empty"), rows, notes, (goal,))


def _over(figures: dict[str, list[float]], name: str, empty: str) -> tuple[str]:
    if not name.startswith("Lencana") or name == empty:
        return ("",)
    return (f"{median(figures[name]) - median(figures[empty]):.1f}",)

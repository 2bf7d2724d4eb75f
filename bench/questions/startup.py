"""What a start costs: the server's, and that of a command on the command line."""

import json
from statistics import median

from bench.inputs import folders
from bench.servers import process
from bench.servers.process import Run
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table

QUESTION = "What does a start cost, and the first answer?"
TARGET = 2.5
LISTED = 100_000
PYTHON, FLASK = "python", "python, import flask"
BUNDLED, BUNDLED_ANSWER = "Lencana, bundled list, ready", "Lencana, bundled list, one answer"
LARGE, LARGE_ANSWER = f"Lencana, {LISTED:,} listed, ready", f"Lencana, {LISTED:,} listed, one answer"
VERIFIED = f"Lencana, {LISTED:,} listed, ready but for its index"
DOMAIN, DOMAIN_LARGE = "lencana domain NAME, bundled list", f"lencana domain NAME, {LISTED:,} listed"


def run(quick: bool) -> Table:
    """Fresh processes in turn; one round more than is counted, for the file cache and the compiled modules."""
    small, large = str(folders.bundled()), str(folders.listing(LISTED))
    name = "example.org"
    commands: dict[str, tuple[list[str], str]] = {
        PYTHON: (["-c", "pass"], small),
        FLASK: (["-c", "import flask"], small),
        BUNDLED: (["-m", "bench.servers.fresh", "ready"], small),
        BUNDLED_ANSWER: (["-m", "bench.servers.fresh", "app"], small),
        LARGE: (["-m", "bench.servers.fresh", "ready"], large),
        LARGE_ANSWER: (["-m", "bench.servers.fresh", "app"], large),
        DOMAIN: (["-m", "lencana", "--data", small, "domain", name], small),
        DOMAIN_LARGE: (["-m", "lencana", "--data", large, "domain", name], large),
    }
    runs: dict[str, list[Run]] = {key: [] for key in commands}
    for key in interleaved(tuple(commands), 3 if quick else 8):
        arguments, data = commands[key]
        runs[key].append(process.run(arguments, {"LENCANA_DATA": data}))
    cpu = {key: [run.cpu * 1000 for run in taken[1:]] for key, taken in runs.items()}
    wall = {key: [run.wall * 1000 for run in taken[1:]] for key, taken in runs.items()}
    index = [json.loads(run.out)["index"] * 1000 for run in runs[LARGE][1:]]
    verified = [whole - part for whole, part in zip(cpu[LARGE], index, strict=True)]
    rows = [(key, spread(cpu[key]), spread(wall[key]), spread(ratios(cpu[key], cpu[FLASK]), 2)) for key in commands]
    beside = ratios(verified, cpu[FLASK])
    rows.insert(4, (VERIFIED, spread(verified), "", spread(beside, 2)))
    share = median(beside)
    goal = Goal(
        f"start with a verified list of {LISTED:,}, but for its index: CPU, in `import flask`",
        f"≤ {TARGET:g}",
        f"{share:.2f}",
        share <= TARGET,
    )
    notes = (
        f"{len(cpu[PYTHON])} rounds of the application alone, without granian. Ready: the list is verified and its"
        f" index built; the first message still compiles some patterns. The index of {LISTED:,}"
        f" takes {spread(index)} ms of it.",
        f"`lencana domain {name}`: a whole command, as typed in a shell.",
    )
    return Table(("", "CPU ms", "wall ms", "CPU, in `import flask`"), tuple(rows), notes, (goal,))

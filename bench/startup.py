"""What a start costs: the server's, and that of a command on the command line."""

from statistics import median

from bench import folders, process
from bench.process import Run
from bench.rounds import interleaved, ratios, spread
from bench.table import Goal, Table

QUESTION = "What does a start cost, until the first answer?"
TARGET = 2.0
LISTED = 100_000
PYTHON, FLASK, BUNDLED, LARGE = (
    "python",
    "python, import flask",
    "Lencana, bundled list, one answer",
    f"Lencana, {LISTED:,} listed, one answer",
)
DOMAIN, DOMAIN_LARGE = "lencana domain NAME, bundled list", f"lencana domain NAME, {LISTED:,} listed"


def run(quick: bool) -> Table:
    """Fresh processes in turn; one round more than is counted, for the file cache and the compiled modules."""
    small, large = str(folders.bundled()), str(folders.listing(LISTED))
    name = "example.org"
    commands: dict[str, tuple[list[str], str]] = {
        PYTHON: (["-c", "pass"], small),
        FLASK: (["-c", "import flask"], small),
        BUNDLED: (["-m", "bench.fresh", "app"], small),
        LARGE: (["-m", "bench.fresh", "app"], large),
        DOMAIN: (["-m", "lencana", "--data", small, "domain", name], small),
        DOMAIN_LARGE: (["-m", "lencana", "--data", large, "domain", name], large),
    }
    runs: dict[str, list[Run]] = {key: [] for key in commands}
    for key in interleaved(tuple(commands), 3 if quick else 8):
        arguments, data = commands[key]
        runs[key].append(process.run(arguments, {"LENCANA_DATA": data}))
    cpu = {key: [run.cpu * 1000 for run in taken[1:]] for key, taken in runs.items()}
    wall = {key: [run.wall * 1000 for run in taken[1:]] for key, taken in runs.items()}
    rows = tuple(
        (key, spread(cpu[key]), spread(wall[key]), spread(ratios(cpu[key], cpu[FLASK]), 2)) for key in commands
    )
    share = median(ratios(cpu[LARGE], cpu[FLASK]))
    goal = Goal(
        f"start with a verified list of {LISTED:,}: CPU, in `import flask`",
        f"≤ {TARGET:g}",
        f"{share:.2f}",
        share <= TARGET,
    )
    notes = (
        f"{len(cpu[PYTHON])} rounds. The answer is part of the start, because indexes are made when they are first"
        " asked for. It is the application alone, without granian.",
        f"`lencana domain {name}`: a whole command, as a person types it.",
    )
    return Table(("", "CPU ms", "wall ms", "CPU, in `import flask`"), rows, notes, (goal,))

"""What each way of looking for imitations finds, and what it takes for one: a fast answer must be right, too."""

from bench.inputs import folders, imitations
from bench.questions import peers
from bench.tables.table import Table

QUESTION = "And what does each of them find?"


def run(quick: bool) -> Table:
    """Shares of the names, from the same processes as the costs."""
    taken = {key: some[0] for key, some in peers.results(quick).items() if some[0].found}
    kinds = tuple(imitations.imitations(1))
    rows = tuple(
        (
            f"{count:,} listed, {peers.NAMES[way]}",
            *(f"{result.found[kind]:.0%}" for kind in kinds),
            f"{result.alarms * 1000:,.2f}",
        )
        for (way, count), result in taken.items()
    )
    examples = "; ".join(f"{kind}: `{names[1]}`" for kind, names in imitations.imitations(1).items())
    notes = (
        f"Names that imitate {folders.domains(1)[0]} and 99 others, {examples}.",
        "False alarms: of 1,000 harmless names. One in four is made up by the same rule as the listed ones, because"
        " honest firms' names resemble each other. Nearly all false alarms are among those.",
        f"Of longer lists, {folders.FULLY_GUARDED} names are fully guarded and the others only against homographs,"
        " as an admin would do. The imitations are of the first kind; typos of the others are not looked for. The"
        " other tools make no such difference.",
        "Made-up names, by rules that are published with the benchmark; docs/lookalikes.md has the coverage of real"
        " tools' names.",
    )
    return Table(("", *kinds, "false alarms in 1,000"), rows, notes)

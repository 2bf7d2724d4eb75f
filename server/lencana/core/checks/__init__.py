"""The checks: one module each, one public function `check(facts, directory)` each, and no check knows another."""

from collections.abc import Callable, Iterable, Iterator

from lencana.core.checks import allowlist, claim, hidden, links, lookalike, relay, request, sender, structure
from lencana.core.directory import Directory
from lencana.core.facts import Facts
from lencana.core.finding import Finding

Check = Callable[[Facts, Directory], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    sender.check,
    relay.check,
    structure.check,
    lookalike.check,
    claim.check,
    request.check,
    links.check,
    hidden.check,
    allowlist.check,
)


def run(facts: Facts, directory: Directory) -> Iterator[Finding]:
    """All findings of all checks."""
    for check in CHECKS:
        yield from check(facts, directory)

"""The checks. Each is one module (or folder) with one public function `check(facts, index)`; none imports another."""

from collections.abc import Callable, Iterable, Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.checks import (
    claim,
    hidden,
    links,
    list_expiry,
    lookalike,
    person,
    relay,
    request,
    sender,
    sender_syntax,
    third_party,
)
from lencana.core.facts import Facts
from lencana.core.finding import Finding

Check = Callable[[Facts, AllowlistIndex], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    sender.check,
    relay.check,
    third_party.check,
    sender_syntax.check,
    lookalike.check,
    claim.check,
    person.check,
    request.check,
    links.check,
    hidden.check,
    list_expiry.check,
)


def run(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """Yield the findings of all checks."""
    for check in CHECKS:
        yield from check(facts, index)

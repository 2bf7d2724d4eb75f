"""Does the message ask for a secret: to be sent, replied, entered, confirmed?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`secret_request` with the kinds asked for; `core.verdict` raises it beside a claim."""
    if facts.requested_secrets:
        params = {"kinds": [kind.value for kind in facts.requested_secrets]}
        yield Finding(Code.SECRET_REQUEST, Severity.WARNING, params)

"""Is the list itself still good?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`allowlist_expired`: nothing is verified until it is renewed, and nothing turns red for it."""
    if facts.expired:
        expires = index.allowlist.expires.strftime("%Y-%m-%d")
        yield Finding(Code.ALLOWLIST_EXPIRED, Severity.WARNING, {"expires": expires})

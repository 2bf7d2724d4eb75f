"""Is the signed list past its expiry?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`allowlist_expired`: nothing is verified until the list is renewed; suspicious stays suspicious."""
    if facts.list_expired:
        expires = index.allowlist.expires.strftime("%Y-%m-%d")
        yield Finding(Code.ALLOWLIST_EXPIRED, Severity.WARNING, {"expires": expires})

"""Is the list itself still good?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import Directory
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, directory: Directory) -> Iterator[Finding]:
    """`allowlist_expired`: nothing is verified until it is renewed, and nothing turns red for it."""
    if facts.expired:
        expires = directory.allowlist.expires.strftime("%Y-%m-%d")
        yield Finding(Code.ALLOWLIST_EXPIRED, Severity.WARNING, {"expires": expires})

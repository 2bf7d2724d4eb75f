"""Is the sender on the list, and is its domain authenticated?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`sender_listed`, `authenticated`, `authentication_failed`, `authentication_missing`."""
    if facts.sender is None or facts.sender.domain is None:
        return
    brand = facts.listing.brand if facts.listing else None
    if facts.listing:
        params = {"brand": facts.listing.brand.name, "brand_id": facts.listing.brand.id, "domain": facts.listing.entry}
        yield Finding(Code.SENDER_LISTED, Severity.GOOD, params, brand)
    yield _evidence(facts)


def _evidence(facts: Facts) -> Finding:
    authentication, listed = facts.authentication, facts.listing is not None
    brand = facts.listing.brand if facts.listing else None
    domain = facts.sender.domain.ascii if facts.sender and facts.sender.domain else ""
    params = {"domain": authentication.domain or domain}
    if brand:
        params["brand"] = brand.name
    if authentication.method and authentication.by:
        params |= {"method": authentication.method.value, "by": authentication.by}
    if authentication.policy:
        params["policy"] = authentication.policy.value
    match authentication.result:
        case Result.PASS:
            return Finding(Code.AUTHENTICATED, Severity.GOOD, params, brand)
        case Result.FAIL:
            severity = Severity.DANGER if listed else Severity.WARNING
            return Finding(Code.AUTHENTICATION_FAILED, severity, params, brand)
        case Result.NONE:
            severity = Severity.WARNING if listed else Severity.INFO
            return Finding(Code.AUTHENTICATION_MISSING, severity, params, brand)

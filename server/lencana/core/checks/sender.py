"""Is the sender on the list, is its domain authenticated, has an admin confirmed it as a phish?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex, Relation
from lencana.core.brands.allowlist import Brand
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.origin import Origin

_FIELD_NAMES = {"mime-version": "MIME-Version"}  # as mail programs write them; the others have capitals as titles have


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """Who the sender is, and what the evidence says of him.

    `blocked_sender`, `sender_listed` or `owned_domain`, then `authenticated`, `authentication_failed` or `…_missing`,
    and why there is no evidence for a listed sender: `not_delivered`, `repeated_field`.
    """
    if facts.blocked:
        params = {"entry": facts.blocked.entry, "until": facts.blocked.until.strftime("%Y-%m-%d")}
        yield Finding(Code.BLOCKED_SENDER, Severity.DANGER, params)
    if facts.sender is None or facts.sender.domain is None:
        return
    brand = facts.listing.brand if facts.listing else None
    if facts.listing:
        params = {"brand": facts.listing.brand.name, "brand_id": facts.listing.brand.id, "domain": facts.listing.entry}
        if facts.listing.relation is Relation.OWNED:
            yield Finding(Code.OWNED_DOMAIN, Severity.INFO, params, brand)
        else:
            yield Finding(Code.SENDER_LISTED, Severity.GOOD, params, brand)
        yield from _why_without_evidence(facts, facts.listing.brand)
    yield _evidence(facts)


def _why_without_evidence(facts: Facts, brand: Brand) -> Iterator[Finding]:
    if facts.authentication.result is not Result.NONE:
        return
    repeated = [name for name in facts.message.repeated_fields if name != "from"]  # that one is `malformed_sender`
    if repeated:
        fields = [_FIELD_NAMES.get(name) or name.title() for name in repeated]
        yield Finding(Code.REPEATED_FIELD, Severity.WARNING, {"field": fields, "brand": brand.name}, brand)
    if facts.message.origin is not Origin.DELIVERED:
        params = {"origin": facts.message.origin.value, "brand": brand.name}
        yield Finding(Code.NOT_DELIVERED, Severity.WARNING, params, brand)


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

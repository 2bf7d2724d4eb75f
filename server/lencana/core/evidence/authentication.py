"""Whose word counts, and does it cover the visible From: trust and alignment (RFC 8601 section 5, RFC 7489 section 3).

Evidence that cannot be read, or that nobody vouches for, is `none`: it never turns into a pass or a failure.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum, unique

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication_results import (
    AuthenticationResults,
    MalformedError,
    MethodResult,
    parse_authentication_results,
)
from lencana.core.mail.headers import HeaderField
from lencana.core.mail.received import is_above_receiving_hop, trust_boundary
from lencana.errors import DomainError

MICROSOFT = "microsoft"  # stands for the header without an authserv-id that Exchange Online writes

# The ids that belong to a webmail's own provider. A reader there never needs another provider's.
PROVIDER_IDS = {
    "gmail": frozenset({"mx.google.com"}),
    "outlook": frozenset({MICROSOFT}),
    "proton": frozenset({"mail.protonmail.ch", "mailin.protonmail.ch"}),
}


@unique
class Result(StrEnum):
    """What the evidence says of the From domain."""

    PASS = "pass"  # noqa: S105 (RFC 8601's word)
    FAIL = "fail"
    NONE = "none"  # could not tell


@unique
class Method(StrEnum):
    """How the domain was authenticated."""

    DMARC = "dmarc"
    DKIM = "dkim"
    ARC = "arc"


@unique
class Policy(StrEnum):
    """What a domain asks receivers to do with mail that is not proven to be its own (DMARC's `p=`)."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class Authentication(msgspec.Struct, frozen=True, gc=False):
    """The outcome; `by` is the authserv-id whose word it is, or "lencana" for our own check."""

    result: Result = Result.NONE
    method: Method | None = None
    domain: str | None = None
    by: str | None = None
    policy: Policy | None = None  # only told to the reader; looked up only where our own verification proved nothing


NO_EVIDENCE = Authentication()


def trusted_ids(configured: Iterable[str], webmail: str | None) -> frozenset[str]:
    """The operator's ids, less those of other providers than the webmail's own."""
    ids = frozenset(item.lower() for item in configured)
    if webmail not in PROVIDER_IDS:
        return ids
    others = frozenset[str]().union(*(own for name, own in PROVIDER_IDS.items() if name != webmail))
    return ids - others


def authenticate(
    headers: Sequence[HeaderField], trusted: frozenset[str], sender: Domain, received: tuple[HeaderField, ...] = ()
) -> Authentication:
    """What trusted Authentication-Results (topmost first) say of the sender's domain.

    `received` are the Received fields, topmost first: evidence that stands among a stranger's hops is a stranger's.
    """
    believed, position = _believed(headers, trusted, received)
    if believed is None:
        return NO_EVIDENCE
    ground = trust_boundary(received, believed.authserv_id) if received and believed.authserv_id else None
    if ground is not None and position > ground:
        return NO_EVIDENCE
    by = believed.authserv_id or MICROSOFT
    return _by_dmarc(believed, sender, by) or _by_dkim(believed, sender, by) or NO_EVIDENCE


def _believed(
    headers: Sequence[HeaderField], trusted: frozenset[str], received: tuple[HeaderField, ...]
) -> tuple[AuthenticationResults | None, int]:
    """The newest header of a trusted id, and its position; what stands above must be readable and bear an id."""
    for index, header in enumerate(headers):
        try:
            parsed = parse_authentication_results(header.value)
        except MalformedError:
            break
        if parsed.authserv_id is None:
            return (parsed if MICROSOFT in trusted and index == 0 else None), header.position
        if parsed.authserv_id in trusted - {MICROSOFT}:
            return _with_the_rest(parsed, headers[index:], received), header.position
    return None, -1


def _with_the_rest(
    newest: AuthenticationResults, headers: Sequence[HeaderField], received: tuple[HeaderField, ...]
) -> AuthenticationResults:
    """Headers of one id directly together are one result, where the sender cannot have put one of them there.

    A mail server that does not strip forged headers of its own id may write its real one directly above a forged one.
    So they count together for Proton, which strips and writes a verdict a header, and otherwise only where they stand
    above the field in which that very server says that it received the message.
    """
    authserv_id, last = newest.authserv_id or "", headers[0].position
    if authserv_id not in PROVIDER_IDS["proton"] and not is_above_receiving_hop(last, received, authserv_id):
        return newest
    results = newest.results
    for header in headers[1:]:
        if header.position != last + 1:
            break
        try:
            part = parse_authentication_results(header.value)
        except MalformedError:
            return AuthenticationResults(authserv_id, ())  # the part that cannot be read may be the failure
        if part.authserv_id != authserv_id:
            break
        results, last = results + part.results, header.position
    return AuthenticationResults(authserv_id, results)


def _by_dmarc(believed: AuthenticationResults, sender: Domain, by: str) -> Authentication | None:
    verdicts = _of("dmarc", believed)
    if not verdicts or len({verdict.result for verdict in verdicts}) > 1:
        return NO_EVIDENCE if verdicts else None
    verdict = verdicts[0]
    covered = verdict.get("header.from")
    if verdict.result == "pass":
        return Authentication(Result.PASS, Method.DMARC, sender.ascii, by) if _aligned(covered, sender) else None
    if verdict.result == "fail" and (not covered or _aligned(covered, sender)):
        return Authentication(Result.FAIL, Method.DMARC, sender.ascii, by)
    return None


def _by_dkim(believed: AuthenticationResults, sender: Domain, by: str) -> Authentication | None:
    """An aligned signature that held. One that did not proves nothing (RFC 6376 section 6.1), lists break them."""
    for verdict in _of("dkim", believed):
        if verdict.result == "pass" and _aligned(_signer(verdict), sender):
            return Authentication(Result.PASS, Method.DKIM, _signer(verdict).lower(), by)
    return None


def _of(method: str, believed: AuthenticationResults) -> list[MethodResult]:
    return [verdict for verdict in believed.results if verdict.method == method]


def _signer(verdict: MethodResult) -> str:
    return verdict.get("header.d") or verdict.get("header.i").rpartition("@")[2]


def _aligned(name: str, sender: Domain) -> bool:
    """Relaxed alignment: the same organisational domain (RFC 7489 section 3.1.1)."""
    try:
        other = Domain.parse(name)
    except DomainError:
        return False
    return other == sender or (other.registrable != "" and other.registrable == sender.registrable)

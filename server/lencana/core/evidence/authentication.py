"""What trusted Authentication-Results say of the From domain: they must align with it (RFC 7489 section 3.1).

Unreadable or untrusted results count as `none`, never as pass or fail.
"""

from collections.abc import Sequence
from enum import StrEnum, unique

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication_results import AuthenticationResults, MethodResult
from lencana.core.evidence.trusted_results import MICROSOFT, trusted_results
from lencana.core.mail.header.header_block import HeaderField
from lencana.errors import DomainError


@unique
class Result(StrEnum):
    """What the evidence says of the From domain."""

    PASS = "pass"  # noqa: S105 (RFC 8601's word)
    FAIL = "fail"
    NONE = "none"  # no evidence


@unique
class Method(StrEnum):
    """How the domain was authenticated."""

    DMARC = "dmarc"
    DKIM = "dkim"
    ARC = "arc"


@unique
class Policy(StrEnum):
    """What a domain asks receivers to do with mail that fails DMARC (`p=`, RFC 7489 section 6.3)."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class Authentication(msgspec.Struct, frozen=True, gc=False):
    """The outcome. `by` is the authserv-id of the trusted results, or "lencana" for our own verification."""

    result: Result = Result.NONE
    method: Method | None = None
    domain: str | None = None  # the authenticated domain, as A-labels
    by: str | None = None
    policy: Policy | None = None  # for information; looked up only if our own verification proved nothing


NO_EVIDENCE = Authentication()


def authenticate(
    fields: Sequence[HeaderField], trusted: frozenset[str], sender: Domain, trace: tuple[HeaderField, ...] = ()
) -> Authentication:
    """Return what trusted results say of the sender's domain; never raises.

    `fields` are the Authentication-Results and `trace` the Received fields, both topmost first.
    """
    results = trusted_results(fields, trusted, trace)
    if results is None:
        return NO_EVIDENCE
    by = results.authserv_id or MICROSOFT
    return _by_dmarc(results, sender, by) or _by_dkim(results, sender, by) or NO_EVIDENCE


def is_sent_by_own_host(
    fields: Sequence[HeaderField], trusted: frozenset[str], sender: Domain, trace: tuple[HeaderField, ...]
) -> bool:
    """Return whether the same results say that a host of the sender's own domain sent it (SPF, RFC 7489 section 3.1.2).

    Then nobody else has passed it on. Alone it authenticates nobody.
    """
    results = trusted_results(fields, trusted, trace)
    return results is not None and any(
        each.result == "pass" and _aligned(each.get("smtp.mailfrom").rpartition("@")[2], sender)
        for each in _of_method("spf", results)
    )


def _by_dmarc(results: AuthenticationResults, sender: Domain, by: str) -> Authentication | None:
    """The outcome by DMARC; None if it says nothing, so that DKIM decides.

    A server that read another author (`header.from`) says nothing of the one that we read: no evidence at all.
    """
    method_results = _of_method("dmarc", results)
    if not method_results:
        return None
    result, author = method_results[0].result, method_results[0].get("header.from")
    is_aligned = _aligned(author, sender)
    if not is_aligned and _is_another(author, sender):
        return NO_EVIDENCE
    for each in method_results[1:]:
        if each.result != result or _is_another(each.get("header.from"), sender):
            return NO_EVIDENCE
    if result == "pass":
        return Authentication(Result.PASS, Method.DMARC, sender.ascii, by) if is_aligned else None
    return Authentication(Result.FAIL, Method.DMARC, sender.ascii, by) if result == "fail" else None


def _is_another(author: str, sender: Domain) -> bool:
    """Is what a server gives as the author, which may be a whole address, of another organisation than the sender?"""
    return author != "" and not _aligned(author.rpartition("@")[2], sender)


def _by_dkim(results: AuthenticationResults, sender: Domain, by: str) -> Authentication | None:
    """An aligned signature that was verified. A broken one proves nothing (RFC 6376 section 6.1): lists break them."""
    for method_result in _of_method("dkim", results):
        if method_result.result == "pass" and _aligned(_signing_domain(method_result), sender):
            return Authentication(Result.PASS, Method.DKIM, _signing_domain(method_result).lower(), by)
    return None


def _of_method(method: str, results: AuthenticationResults) -> list[MethodResult]:
    return [method_result for method_result in results.results if method_result.method == method]


def _signing_domain(method_result: MethodResult) -> str:
    """The SDID, or else the domain of the AUID (RFC 8601 section 2.7.1)."""
    return method_result.get("header.d") or method_result.get("header.i").rpartition("@")[2]


def _aligned(name: str, sender: Domain) -> bool:
    """Relaxed alignment: the same organisational domain (RFC 7489 section 3.1.1)."""
    try:
        other = Domain.parse(name)
    except DomainError:
        return False
    if not name.isascii() and "xn--" not in other.ascii:  # the DNS knows no full-width letters
        return False
    return other.is_aligned_with(sender)

"""Selects the Authentication-Results to trust and checks that they align with the From domain.

RFC 8601 section 5 (trust) and RFC 7489 section 3.1 (alignment). Unreadable or untrusted results count as `none`, never
as pass or fail.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, unique
from functools import lru_cache
from typing import NamedTuple

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication_results import (
    AuthenticationResults,
    MalformedError,
    MethodResult,
    parse_authentication_results,
)
from lencana.core.mail.header.header_block import HeaderField
from lencana.core.mail.header.received import (
    is_above_receiving_hop,
    trust_boundary,
    was_received_by,
    was_received_elsewhere,
)
from lencana.errors import DomainError

MICROSOFT = "microsoft"  # in settings: trust the results without an authserv-id that Exchange Online writes

# The authserv-ids of each webmail's own provider. In that webmail, no other provider's results are ever trusted.
PROVIDER_IDS = {
    "gmail": frozenset({"mx.google.com"}),
    "outlook": frozenset({MICROSOFT}),
    "proton": frozenset({"mail.protonmail.ch", "mailin.protonmail.ch"}),
}

# Mail programs read the mailboxes of many providers, and one that is not the trusted server's own does not remove
# results that a sender has written in its name.
MAIL_PROGRAMS = frozenset({"thunderbird"})
# Webmails to which a reader can add a mailbox of another provider. They mostly show that of the trusted server.
MULTI_ACCOUNT_WEBMAILS = frozenset({"cypht", "horde", "nextcloud", "snappymail", "sogo", "zimbra"})
_MICROSOFT_DOMAIN = "outlook.com"  # of the hosts that write Exchange Online's Received fields


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


def trusted_ids(configured: Iterable[str], webmail: str | None) -> frozenset[str]:
    """Return the configured authserv-ids in lower case, without those of providers other than the webmail's own."""
    return _trusted_ids(tuple(configured), webmail if webmail in PROVIDER_IDS else None)


@lru_cache(maxsize=64)  # the settings' and the providers': the same for all messages
def _trusted_ids(configured: tuple[str, ...], provider: str | None) -> frozenset[str]:
    ids = frozenset(item.lower() for item in configured)
    if provider is None:
        return ids
    others = frozenset[str]().union(*(own for name, own in PROVIDER_IDS.items() if name != provider))
    return ids - others


def authenticate(
    fields: Sequence[HeaderField], trusted: frozenset[str], sender: Domain, trace: tuple[HeaderField, ...] = ()
) -> Authentication:
    """Return what trusted results say of the sender's domain; never raises.

    `fields` are the Authentication-Results and `trace` the Received fields, both topmost first. Results below the trust
    boundary were brought by the sender and prove nothing.
    """
    results = _trusted_results(fields, trusted, trace)
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
    results = _trusted_results(fields, trusted, trace)
    return results is not None and any(
        each.result == "pass" and _aligned(each.get("smtp.mailfrom").rpartition("@")[2], sender)
        for each in _of_method("spf", results)
    )


def _trusted_results(
    fields: Sequence[HeaderField], trusted: frozenset[str], trace: tuple[HeaderField, ...]
) -> AuthenticationResults | None:
    """The newest results of a trusted authserv-id, if they stand above the trust boundary."""
    newest = _newest_trusted_results(fields, trusted, trace)
    if newest is None or newest.results is None:
        return None
    authserv_id = newest.results.authserv_id
    boundary = trust_boundary(trace, authserv_id) if trace and authserv_id else None
    return None if boundary is not None and newest.position > boundary else newest.results


def is_own_mailbox(by: str, trace: tuple[HeaderField, ...], webmail: str | None) -> bool:
    """Return whether the server that reports (`Authentication.by`) may be the one that put the message there.

    In a mail program it must be, as far as the trace tells; in a webmail of several accounts it must not be another.
    """
    domain = _MICROSOFT_DOMAIN if by == MICROSOFT else by
    if webmail in MAIL_PROGRAMS:
        return was_received_by(trace, domain)
    return webmail not in MULTI_ACCOUNT_WEBMAILS or not was_received_elsewhere(trace, domain)


class _ParsedField(NamedTuple):
    position: int
    results: AuthenticationResults | None  # None if the field cannot be read


def _parsed(fields: Iterable[HeaderField]) -> Iterator[_ParsedField]:
    """Parse lazily: most messages are decided by the topmost field."""
    for field in fields:
        try:
            yield _ParsedField(field.position, parse_authentication_results(field.value))
        except MalformedError:
            yield _ParsedField(field.position, None)


def _newest_trusted_results(
    fields: Iterable[HeaderField], trusted: frozenset[str], trace: tuple[HeaderField, ...]
) -> _ParsedField | None:
    """The topmost results of a trusted authserv-id, or None.

    - Unreadable above: a field that cannot be read ends the search, for it may be the trusted server's.
    - Without an id: such results are Exchange Online's, but only if they are topmost; elsewhere they end the search.
    - Untrusted above: results of other authserv-ids are skipped, for a server of one's own may add them later.
    """
    named_ids = trusted - {MICROSOFT}
    parsed_fields = _parsed(fields)
    for number, field in enumerate(parsed_fields):
        if field.results is None:
            return None
        if field.results.authserv_id is None:
            return field if number == 0 and MICROSOFT in trusted else None
        if field.results.authserv_id in named_ids:
            return _with_adjacent_results(field, field.results, parsed_fields, trace)
    return None


def _with_adjacent_results(
    newest: _ParsedField, results: AuthenticationResults, older: Iterator[_ParsedField], trace: tuple[HeaderField, ...]
) -> _ParsedField:
    """Join the results of one authserv-id in adjacent fields, if the sender cannot have written one of them.

    A mail server that does not strip forged fields of its own id may write its own directly above a forged one. So they
    are joined only for Proton, which strips them and writes one field a method, and where they stand above the Received
    field of that very server.
    """
    authserv_id = results.authserv_id or ""
    if authserv_id not in PROVIDER_IDS["proton"] and not is_above_receiving_hop(newest.position, trace, authserv_id):
        return newest
    method_results, position = results.results, newest.position
    for field in older:
        if field.position != position + 1:
            break
        if field.results is None:  # it may hold a failure
            return _ParsedField(newest.position, AuthenticationResults(authserv_id, ()))
        if field.results.authserv_id != authserv_id:
            break
        method_results, position = method_results + field.results.results, field.position
    return _ParsedField(newest.position, AuthenticationResults(authserv_id, method_results))


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
    return other == sender or (other.registrable != "" and other.registrable == sender.registrable)

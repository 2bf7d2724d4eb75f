"""Selects the Authentication-Results to trust (RFC 8601 section 5).

Anybody can write such a field. Those of a trusted authserv-id count, the topmost first, and none below the hop that
brought the message in; what cannot be read ends the search.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lencana.core.evidence.authentication_results import (
    AuthenticationResults,
    MalformedError,
    parse_authentication_results,
)
from lencana.core.mail.header.header_block import HeaderField
from lencana.core.mail.header.received import (
    is_above_receiving_hop,
    trust_boundary,
    was_received_by,
    was_received_elsewhere,
)

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


def trusted_results(
    fields: Sequence[HeaderField], trusted: frozenset[str], trace: tuple[HeaderField, ...]
) -> AuthenticationResults | None:
    """Return the newest results of a trusted authserv-id, None where none stand above the trust boundary.

    `fields` are the Authentication-Results and `trace` the Received fields, both topmost first. Results below the trust
    boundary were brought by the sender and prove nothing.
    """
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

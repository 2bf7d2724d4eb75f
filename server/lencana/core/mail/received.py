"""Received fields (RFC 5321 section 4.4): who wrote each, as far as it says."""

import re

from lencana.core.domains.domain import Domain
from lencana.core.mail.headers import HeaderField
from lencana.errors import DomainError

_BY = re.compile(r"\bby\s+([a-z0-9._-]+)", re.IGNORECASE)


def by_host(received: HeaderField) -> Domain | None:
    """The host that says it received the message; None for addresses, `localhost` and other names without a dot."""
    match = _BY.search(received.value.rpartition(";")[0])
    try:
        domain = Domain.parse(match[1]) if match else None
    except DomainError:
        return None
    return domain if domain and "." in domain.ascii else None


def trust_boundary(received: tuple[HeaderField, ...], authserv_id: str) -> int | None:
    """The position from which on downwards the header block is the sender's own: None where the trace does not tell.

    Read from the top, that is the first hop by somebody else after one by the host that `authserv_id` names.
    """
    own = _registrable(authserv_id)
    seen_own = False
    for hop in received:
        host = by_host(hop)
        if host is None:
            continue
        if host.registrable == own:
            seen_own = True
        elif seen_own:
            return hop.position
    return None


def is_above_receiving_hop(position: int, received: tuple[HeaderField, ...], authserv_id: str) -> bool:
    """Does a field stand above every hop, the topmost of which is by the host that `authserv_id` names?"""
    host = by_host(received[0]) if received else None
    return host is not None and position < received[0].position and host.registrable == _registrable(authserv_id)


def _registrable(authserv_id: str) -> str | None:
    try:
        return Domain.parse(authserv_id).registrable or None
    except DomainError:
        return None

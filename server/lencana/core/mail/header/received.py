"""The trace of a message: its Received fields, one a hop (RFC 5321 section 4.4)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lencana.core.domains.domain import Domain
from lencana.core.mail.header.header_block import HeaderField
from lencana.errors import DomainError

# `from` and the word after it, which may itself be `by`; other words; `by` and the host. Nothing is tried twice.
_BY_CLAUSE = re.compile(
    r"[ \t]*+(?:from[ \t]++[^ \t]++[ \t]++)?+(?:(?!by[ \t])[^ \t]++[ \t]++)*+by[ \t]++([a-z0-9._-]++)(?![^ \t])",
    re.IGNORECASE | re.ASCII,
)

# The same with an IP address: Google's topmost hop names no host.
_BY_ADDRESS = re.compile(
    r"[ \t]*+(?:from[ \t]++[^ \t]++[ \t]++)?+(?:(?!by[ \t])[^ \t]++[ \t]++)*+by[ \t]++\[?"
    r"(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-f]*+:[0-9a-f:.]++)\]?(?![^ \t])",
    re.IGNORECASE | re.ASCII,
)

# Top-level names within one network (RFC 6762 appendix G, and the reserved `.internal`).
PRIVATE_ZONES = frozenset({"corp", "home", "internal", "intranet", "lan", "local", "localdomain", "private"})


def by_host(hop: HeaderField) -> Domain | None:
    """Return the host that wrote a Received field, as its `by` clause names it.

    None for IP addresses, `localhost` and other names without a dot. What the sender's host calls itself, after `from`
    and in comments, may be anything, `by mx.example.net` too: it is passed over.
    """
    match = _BY_CLAUSE.match(_without_comments(hop.value.rpartition(";")[0]))
    try:
        domain = Domain.parse(match[1]) if match else None
    except DomainError:
        return None
    return domain if domain and "." in domain.ascii else None


def hop_time(hop: HeaderField) -> datetime | None:
    """Return when a hop took the message in, by the date that ends its Received field; None for what is no date."""
    try:
        moment = parsedate_to_datetime(hop.value.rpartition(";")[2].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _without_comments(value: str) -> str:
    """The value with a blank for each comment; comments nest (RFC 5322 section 3.2.2)."""
    if "(" not in value:
        return value
    kept, depth = [], 0
    for part in re.split(r"([()])", value):
        depth += {"(": 1, ")": -1 if depth else 0}.get(part, 0)
        kept.append(" " if part in ("(", ")") or depth else part)
    return "".join(kept)


def trust_boundary(trace: tuple[HeaderField, ...], authserv_id: str) -> int | None:
    """Return the position of the first Received field from outside the ADMD that `authserv_id` names.

    Everything from there down may be forged (RFC 8601 section 5). `trace` is topmost first, so that is the first hop by
    another host after one by a host of the ADMD. None if the trace does not tell.
    """
    admd = _registrable(authserv_id)
    inside_admd = False
    for hop in trace:
        host = by_host(hop)
        if host is None:
            continue
        if host.registrable == admd:
            inside_admd = True
        elif inside_admd:
            return hop.position
    return None


def was_received_by(trace: tuple[HeaderField, ...], domain: str) -> bool:
    """Return whether the mailbox's own mail server is of that domain's organisation.

    It wrote the topmost hops; of them the first that names a host tells, and before it those that name an IP address
    alone are passed over. Without any hop the message did not come by SMTP, so nobody could forge one: True.
    """
    for hop in trace:
        host = by_host(hop)
        if host is not None:
            return host.registrable == _registrable(domain)
        if not _BY_ADDRESS.match(_without_comments(hop.value.rpartition(";")[0])):
            return False
    return not trace


def was_received_elsewhere(trace: tuple[HeaderField, ...], domain: str) -> bool:
    """Return whether the mailbox's own mail server is certainly of another organisation than that domain's.

    The first hop that names a public host tells: before it, mail servers pass a message on among hosts of their own,
    which they name as they like (`by imap.internal`, `by 4f3b1e0f6f52`).
    """
    admd = _registrable(domain)
    hosts = (host for hop in trace if (host := by_host(hop)) is not None)
    public = next((host for host in hosts if host.ascii.rpartition(".")[2] not in PRIVATE_ZONES), None)
    return admd is not None and public is not None and public.registrable != admd


def is_above_receiving_hop(position: int, trace: tuple[HeaderField, ...], authserv_id: str) -> bool:
    """Return whether a field stands above the whole trace, whose topmost hop is by a host of `authserv_id`'s ADMD."""
    receiving_host = by_host(trace[0]) if trace else None
    if receiving_host is None:
        return False
    return position < trace[0].position and receiving_host.registrable == _registrable(authserv_id)


def _registrable(authserv_id: str) -> str | None:
    try:
        return Domain.parse(authserv_id).registrable or None
    except DomainError:
        return None

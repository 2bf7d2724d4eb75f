"""One entry as an admin writes it, and as a list holds it. Every error names where it stands, and the remedy."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn

from lencana.core.brands.phones import is_phone
from lencana.core.domains.domain import Domain
from lencana.errors import DomainError, ListSourceError
from lencana.trust.client_workflow import MAX_ALLOWLIST_LIFETIME
from lencana.trust.documents import well_formed

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def parse_lifetime(text: str) -> timedelta:
    """A duration such as 12h, 14d or 2w. Raises ListSourceError."""
    number, unit = text[:-1], text[-1:]
    lifetime = _UNITS[unit] * int(number) if unit in _UNITS and re.fullmatch("[0-9]{1,4}", number) else timedelta()
    if not timedelta() < lifetime <= MAX_ALLOWLIST_LIFETIME:
        raise ListSourceError(
            f'expires_in: {text!r} cannot be used; write days, weeks or hours such as "14d" or "2w", at most '
            f'"{MAX_ALLOWLIST_LIFETIME.days}d": only the expiry reveals that a newer list is withheld'
        )
    return lifetime


def read_host(text: str, where: str) -> str:
    """A domain name as the list holds it; `where` is for the message. Raises ListSourceError."""
    if well_formed.is_host(text):
        return text
    if "@" in text:
        fail(where, text, "write the domain alone; whole addresses go into `senders`", "bad_host")
    if "*" in text:
        fail(where, text, "leave out the *: subdomains are included", "bad_host")
    if "/" in text or ":" in text:
        fail(where, text, "write the host alone, without https:// and path", "bad_host")
    try:
        name = Domain.parse(text).ascii
    except DomainError:
        name = ""
    if not well_formed.is_host(name):
        fail(where, text, "write a domain name such as openai.com", "bad_host")
    return name


def read_address(text: str, where: str) -> str:
    """An exact sender as the list holds it. Raises ListSourceError."""
    local, _, domain = text.strip().rpartition("@")
    written = f"{local.lower()}@{read_host(domain, where)}" if local and domain else ""
    if not well_formed.is_address(written):
        fail(where, text, "write one plain address such as billing@stripe.com", "bad_address")
    return written


def read_name(text: str, where: str) -> str:
    """What a brand is called; `where` is for the message. Raises ListSourceError."""
    plain = " ".join(text.split())
    if not well_formed.is_name(plain):
        fail(where, text, f"write 1 to {well_formed.MAX_NAME_CHARS} visible characters", "bad_name")
    return plain


def read_phone(text: str, where: str) -> str:
    """A telephone number as it is written. Raises ListSourceError."""
    plain = " ".join(text.split())
    if not is_phone(plain):
        remedy = "write digits with + and the country code, such as +1 888 221 1161, or a short code"
        fail(where, text, remedy, "bad_phone")
    return plain


def read_authserv_id(text: str, where: str) -> str:
    """The id of one of the organisation's own mail servers. Raises ListSourceError."""
    plain = text.strip().lower()
    if not well_formed.is_authserv_id(plain):
        remedy = "write what stands first in Authentication-Results, mostly a host name: mx.example.org"
        fail(where, text, remedy, "bad_authserv_id")
    return plain


def read_until(value: object, where: str) -> datetime:
    """The moment until which an entry has effect; a day alone means its end, in UTC. Raises ListSourceError."""
    try:
        moment = _moment(value)
        if moment.tzinfo is None:
            remedy = "add the time zone: 2027-01-31T00:00:00Z; or write the day alone"
            fail(where, str(value), remedy, "bad_day")
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        fail(where, str(value), "write a day such as 2027-01-31", "bad_day")


def _moment(value: object) -> datetime:
    if isinstance(value, str):
        value = date.fromisoformat(value) if re.fullmatch(r"[0-9-]{10}", value) else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59), UTC)
    raise ValueError("neither a day nor a moment")


def fail(where: str, value: str, remedy: str, code: str = "unusable") -> NoReturn:
    """Raise ListSourceError; data/lint has a sentence for the code."""
    raise ListSourceError(f"{where}: {value[:100]!r} cannot be used; {remedy}", code=code, entry=value[:100])

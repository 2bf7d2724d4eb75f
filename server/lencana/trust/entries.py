"""One entry as an admin writes it, and as a list holds it. Every error names where it stands, and the remedy."""

import re
from datetime import timedelta
from typing import NoReturn

from lencana.core.domains.domain import Domain
from lencana.errors import DomainError, ListSourceError
from lencana.trust import well_formed
from lencana.trust.client_workflow import MAX_ALLOWLIST_LIFETIME

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
        fail(where, text, "write the domain alone; whole addresses go into `senders`")
    if "*" in text:
        fail(where, text, "leave out the *: subdomains are included")
    if "/" in text or ":" in text:
        fail(where, text, "write the host alone, without https:// and path")
    try:
        name = Domain.parse(text).ascii
    except DomainError:
        name = ""
    if not well_formed.is_host(name):
        fail(where, text, "write a domain name such as openai.com")
    return name


def read_address(text: str, where: str) -> str:
    """An exact sender as the list holds it. Raises ListSourceError."""
    local, _, domain = text.strip().rpartition("@")
    written = f"{local.lower()}@{read_host(domain, where)}" if local and domain else ""
    if not well_formed.is_address(written):
        fail(where, text, "write one plain address such as billing@stripe.com")
    return written


def read_name(text: str, where: str) -> str:
    """What a brand is called; `where` is for the message. Raises ListSourceError."""
    plain = " ".join(text.split())
    if not well_formed.is_name(plain):
        fail(where, text, f"write 1 to {well_formed.MAX_NAME_CHARS} visible characters")
    return plain


def fail(where: str, value: str, remedy: str) -> NoReturn:
    """Raise ListSourceError."""
    raise ListSourceError(f"{where}: {value[:100]!r} cannot be used; {remedy}")

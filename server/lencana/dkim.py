"""Our own DKIM verification (RFC 6376) through a resolver that is passed in, for when nobody we trust has done it.

A signature proves its domain; a missing or broken one proves nothing, for mailing lists and gateways break signatures
every day. So the outcome is `pass` or "could not tell", never `fail`.
"""

import re
from collections.abc import Callable
from datetime import datetime

import dkim as dkimpy
import dns.exception
import dns.resolver

from lencana.core.authentication import NOTHING, Authentication, Method, Result
from lencana.core.domain import Domain
from lencana.core.headers import read_headers, split_message
from lencana.errors import DomainError, SettingsError
from lencana.settings import DkimMode, Settings

MAX_SIGNATURES = 5  # fifty cost 0.2 s
MAX_MESSAGE = 1024 * 1024  # bytes; a larger one is not verified
MIN_KEY = 1024  # bits of an RSA key (RFC 8301 section 3.2)
_ONCE = ("from", "to", "cc", "subject", "date", "reply-to", "content-type", "mime-version")  # RFC 5322 section 3.6
_TAG = re.compile(r"(?:^|;)\s*([a-z]+)\s*=\s*([^;]*)")

TxtLookup = Callable[..., bytes | None]


class Verifier:
    """Verifies the signatures of a message that are aligned with its From domain."""

    def __init__(self, lookup: TxtLookup) -> None:
        self._lookup = lookup

    def verify(self, raw: bytes, sender: Domain, now: datetime) -> Authentication:
        """The first signature of the sender's organisational domain that holds and covers what a reader sees."""
        if len(raw) > MAX_MESSAGE:
            return NOTHING
        head, _ = split_message(raw)
        block = read_headers(head, len(head) + 1)
        names = [field.name for field in block.fields]
        if any(names.count(name) > 1 for name in _ONCE):
            return NOTHING  # a second Subject or From would be shown unsigned
        signatures = block.all("dkim-signature")[:MAX_SIGNATURES]
        for index, field in enumerate(signatures):
            tags = dict(_TAG.findall(field.value.replace("\n", "").replace("\r", "")))
            if _acceptable(tags, sender, names, now) and self._holds(raw, index):
                return Authentication(Result.PASS, Method.DKIM, tags["d"].strip().lower(), "lencana")
        return NOTHING

    def _holds(self, raw: bytes, index: int) -> bool:
        try:
            return bool(dkimpy.DKIM(raw, minkey=MIN_KEY).verify(index, dnsfunc=self._lookup))
        except (dkimpy.DKIMException, dns.exception.DNSException, ValueError, IndexError, KeyError, TypeError):
            return False


def _acceptable(tags: dict[str, str], sender: Domain, names: list[str], now: datetime) -> bool:
    """Aligned, of sound make, in date, and over every header that a reader sees."""
    try:
        signer = Domain.parse(tags.get("d", ""))
    except DomainError:
        return False
    signed = [name.strip().lower() for name in tags.get("h", "").split(":")]
    expiry = tags.get("x", "").strip()
    return (
        signer.registrable == sender.registrable != ""
        and "l" not in tags
        and tags.get("a", "").strip().lower() in {"rsa-sha256", "ed25519-sha256"}
        and (not expiry or (expiry.isdigit() and int(expiry) >= now.timestamp()))
        and all(name in signed for name in ("from", "subject", "content-type") if name in names)
    )


def make_verifier(settings: Settings) -> Verifier | None:
    """The verifier that the settings ask for, None when they switch it off."""
    return None if settings.dkim is DkimMode.OFF else Verifier(dns_lookup(settings))


def dns_lookup(settings: Settings) -> TxtLookup:
    """TXT look-ups in bounded time, answers and refusals cached; a fault is no record."""
    resolver = dns.resolver.Resolver(configure=settings.dns is None)
    if settings.dns is not None:
        address, _, port = settings.dns.rpartition(":")
        if not address or not port.isdigit():
            raise SettingsError(f"dns: {settings.dns!r} is not ADDRESS:PORT, such as 127.0.0.1:5353")
        resolver.nameservers, resolver.port = [address.strip("[]")], int(port)
    resolver.lifetime = settings.dns_timeout
    resolver.cache = dns.resolver.LRUCache()

    def lookup(name: bytes, timeout: float = 0) -> bytes | None:  # noqa: ARG001 (dkimpy passes it)
        try:
            answer = resolver.resolve(name.decode("ascii").rstrip("."), "TXT", search=False)
        except (dns.exception.DNSException, UnicodeError):
            return None
        return b"".join(answer[0].strings)

    return lookup

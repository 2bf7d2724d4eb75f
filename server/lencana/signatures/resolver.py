"""TXT look-ups for keys: bounded in time, and cached by TTL, refusals too."""

import time
from collections.abc import Callable
from contextlib import suppress

import dns.exception
import dns.resolver

TxtLookup = Callable[[str], bytes | None]  # a name → its record, None if there is none

MAX_CACHED_NAMES = 10_000  # names
MAX_NAME_CHARS = 253  # characters (RFC 1035 section 2.3.4): a message may name anything, and names are cached
MAX_RECORD_BYTES = 4096  # bytes; that of a key of 4096 bits has 800
NEGATIVE_TTL = 300.0  # seconds for which there is no such record
ERROR_TTL = 30.0  # seconds; so that a dead server costs its time-out once, not once a message
MAX_TTL = 86_400.0  # seconds for which any record is cached


class Resolver:
    """The look-ups of all messages; `timed_lookup` gives the one for a single message."""

    def __init__(self, server: tuple[str, int] | None, seconds: float) -> None:
        """Ask the DNS server at this address and port, or the system's; `seconds` are all that a message is given."""
        self._resolver = dns.resolver.Resolver(configure=False)
        if server is not None:
            self._resolver.nameservers, self._resolver.port = [server[0]], server[1]
        else:
            with suppress(dns.resolver.NoResolverConfiguration):  # then each look-up fails, and nothing is verified
                self._resolver = dns.resolver.Resolver()
        self._cache: dict[str, tuple[float, bytes | None]] = {}  # until when (monotonic), and what
        self._seconds = seconds

    def timed_lookup(self) -> TxtLookup:
        """A look-up with one deadline for all its calls: the time that the settings give a message."""
        deadline = time.monotonic() + self._seconds

        def lookup(name: str) -> bytes | None:
            return self._txt(name.rstrip(".").lower(), deadline - time.monotonic())

        return lookup

    def _txt(self, name: str, seconds: float) -> bytes | None:
        if len(name) > MAX_NAME_CHARS:
            return None
        now = time.monotonic()
        until, record = self._cache.get(name, (0.0, None))
        if now < until:
            return record
        if seconds <= 0:
            return None
        ttl, record = self._ask(name, seconds)
        if len(self._cache) >= MAX_CACHED_NAMES:
            self._cache.clear()
        self._cache[name] = (now + min(ttl, MAX_TTL), record)
        return record

    def _ask(self, name: str, seconds: float) -> tuple[float, bytes | None]:
        """For how long the answer holds, and the record."""
        try:
            answer = self._resolver.resolve(name, "TXT", search=False, lifetime=seconds)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return NEGATIVE_TTL, None
        except (dns.exception.DNSException, OSError, UnicodeError):
            return ERROR_TTL, None
        record = b"".join(answer[0].strings)
        return answer.expiration - time.time(), record if len(record) <= MAX_RECORD_BYTES else None

"""TXT look-ups for keys: bounded in time, and cached by TTL, refusals too."""

import time
from collections.abc import Callable
from contextlib import suppress

import dns.exception
import dns.resolver

TxtLookup = Callable[..., bytes | None]  # the shape that dkimpy calls: (name, timeout=…) → record or None

_HELD = 10_000  # names
_LONGEST_NAME = 253  # characters (RFC 1035 section 2.3.4): a message may name anything, and what it names is held
_LONGEST_RECORD = 4096  # bytes; that of a key of 4096 bits has 800
_NOTHING_HELD = 300.0  # seconds for which there is no such record
_FAULT_HELD = 30.0  # seconds; so that a dead server costs its time-out once, not once a message
_LONGEST = 86_400.0  # seconds for which any record is held


class Resolver:
    """The look-ups of all messages; `budget` gives the one for a single message."""

    def __init__(self, server: tuple[str, int] | None, seconds: float) -> None:
        """Ask the DNS server at this address and port, or the system's; `seconds` are all that a message is given."""
        self._resolver = dns.resolver.Resolver(configure=False)
        if server is not None:
            self._resolver.nameservers, self._resolver.port = [server[0]], server[1]
        else:
            with suppress(dns.resolver.NoResolverConfiguration):  # then each look-up fails, and nothing is verified
                self._resolver = dns.resolver.Resolver()
        self._held: dict[str, tuple[float, bytes | None]] = {}  # until when (monotonic), and what
        self._seconds = seconds

    def budget(self) -> TxtLookup:
        """A look-up whose calls may together take the time that the settings give a message."""
        deadline = time.monotonic() + self._seconds

        def lookup(name: bytes | str, timeout: float = 0) -> bytes | None:  # noqa: ARG001 (dkimpy passes its own)
            text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
            return self._txt(text.rstrip(".").lower(), deadline - time.monotonic())

        return lookup

    def _txt(self, name: str, seconds: float) -> bytes | None:
        if len(name) > _LONGEST_NAME:
            return None
        now = time.monotonic()
        until, record = self._held.get(name, (0.0, None))
        if now < until:
            return record
        if seconds <= 0:
            return None
        life, record = self._ask(name, seconds)
        if len(self._held) >= _HELD:
            self._held.clear()
        self._held[name] = (now + min(life, _LONGEST), record)
        return record

    def _ask(self, name: str, seconds: float) -> tuple[float, bytes | None]:
        """For how long the answer holds, and the record."""
        try:
            answer = self._resolver.resolve(name, "TXT", search=False, lifetime=seconds)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return _NOTHING_HELD, None
        except (dns.exception.DNSException, OSError, UnicodeError):
            return _FAULT_HELD, None
        record = b"".join(answer[0].strings)
        return answer.expiration - time.time(), record if len(record) <= _LONGEST_RECORD else None

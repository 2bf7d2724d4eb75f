"""TXT look-ups for keys: bounded in time, and cached by TTL, refusals too."""

import time
from collections.abc import Callable
from contextlib import suppress

import dns.exception
import dns.resolver

TxtLookup = Callable[..., bytes | None]  # the shape that dkimpy calls: (name, timeout=…) → record or None

_CACHED = 10_000  # names
_FAULT_REMEMBERED = 30.0  # seconds; so that a dead server costs its time-out once, not once a message


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
        self._resolver.cache = dns.resolver.LRUCache(_CACHED)
        self._faults: dict[str, float] = {}
        self._seconds = seconds

    def budget(self) -> TxtLookup:
        """A look-up whose calls may together take the time that the settings give a message."""
        deadline = time.monotonic() + self._seconds

        def lookup(name: bytes | str, timeout: float = 0) -> bytes | None:  # noqa: ARG001 (dkimpy passes its own)
            text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
            return self._txt(text.rstrip(".").lower(), deadline - time.monotonic())

        return lookup

    def _txt(self, name: str, seconds: float) -> bytes | None:
        if seconds <= 0 or self._faults.get(name, 0.0) > time.monotonic():
            return None
        try:
            answer = self._resolver.resolve(name, "TXT", search=False, lifetime=seconds)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return None
        except (dns.exception.DNSException, OSError, UnicodeError):
            if len(self._faults) >= _CACHED:
                self._faults.clear()
            self._faults[name] = time.monotonic() + _FAULT_REMEMBERED
            return None
        return b"".join(answer[0].strings)

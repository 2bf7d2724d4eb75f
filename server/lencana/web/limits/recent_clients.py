"""How many clients asked within the last day, for /metrics: a number, and nothing that tells who.

An address is kept as a keyed hash of this process for at most a day; the key is nowhere else and ends with the process.
"""

import os
from hashlib import blake2b
from threading import Lock
from time import monotonic

HOURS = 24
MAX_CLIENTS = 65_536  # told apart in a day: some 8 MB; who has a /48 of IPv6 is as many
_HOUR_SECONDS = 3600


class RecentClients:
    """Distinct clients of the last 24 hours. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = os.urandom(16)
        self._hour = 0
        self._hour_seen: dict[bytes, int] = {}  # by client: the last one in which it asked

    def note(self, client: str, now: float | None = None) -> None:
        """Remember that a client asked. `now`: seconds of a clock that never goes back."""
        hour = int((monotonic() if now is None else now) // _HOUR_SECONDS)
        digest = blake2b(client.encode(), digest_size=8, key=self._key).digest()
        with self._lock:
            if hour != self._hour:
                self._hour = hour
                self._hour_seen = {one: seen for one, seen in self._hour_seen.items() if seen > hour - HOURS}
            if digest in self._hour_seen or len(self._hour_seen) < MAX_CLIENTS:
                self._hour_seen[digest] = self._hour

    def count(self, now: float | None = None) -> int:
        """How many asked since this time yesterday, to the hour."""
        hour = int((monotonic() if now is None else now) // _HOUR_SECONDS)
        with self._lock:
            return sum(seen > hour - HOURS for seen in self._hour_seen.values())

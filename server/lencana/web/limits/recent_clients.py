"""How many clients asked within the last day, for /metrics: a number, and nothing that tells who.

An address is kept as a keyed hash of this process for at most a day; the key is nowhere else and ends with the process.
"""

import os
from hashlib import blake2b
from threading import Lock
from time import monotonic

HOURS = 24
MAX_CLIENTS_AN_HOUR = 65_536  # told apart: 8 bytes each
_HOUR_SECONDS = 3600


class RecentClients:
    """Distinct clients of the last 24 hours. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = os.urandom(16)
        self._by_hour: dict[int, set[bytes]] = {}

    def note(self, client: str, now: float | None = None) -> None:
        """Remember that a client asked. `now`: seconds of a clock that never goes back."""
        hour = int((monotonic() if now is None else now) // _HOUR_SECONDS)
        digest = blake2b(client.encode(), digest_size=8, key=self._key).digest()
        with self._lock:
            seen = self._by_hour.get(hour)
            if seen is None:
                seen = self._by_hour[hour] = set()
                for past in [past for past in self._by_hour if past <= hour - HOURS]:
                    del self._by_hour[past]
            if len(seen) < MAX_CLIENTS_AN_HOUR:
                seen.add(digest)

    def count(self, now: float | None = None) -> int:
        """How many asked since this time yesterday, to the hour."""
        hour = int((monotonic() if now is None else now) // _HOUR_SECONDS)
        with self._lock:
            return len(set().union(*(seen for past, seen in self._by_hour.items() if past > hour - HOURS)))

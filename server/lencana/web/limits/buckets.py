"""A token bucket for each client, by the generic cell rate algorithm (GCRA, ITU-T I.371 annex A): one number a client.

That number is the moment, in nanoseconds, at which the client's bucket would be full again. Nanoseconds are whole, so
that the last message that fits is not refused for a rounding.
"""

from threading import Lock

MAX_CLIENTS = 16_384  # clients in debt at once that are told apart: 2 MiB
MINUTE_NS = 60_000_000_000


class Buckets:
    """At most `burst` messages at once, and `a_minute` of them again each minute. Safe to share between threads."""

    def __init__(self, a_minute: int, burst: int, capacity: int = MAX_CLIENTS) -> None:
        self._lock = Lock()
        self._interval = MINUTE_NS // a_minute
        self._burst = burst * self._interval
        self._capacity = capacity
        self._full_at: dict[str, int] = {}  # only who owes something need be here

    def take(self, client: str, messages: int, now: int) -> int:
        """Nanoseconds until so many messages may be asked for; 0 when they have been granted. `now` never goes back."""
        with self._lock:
            full_at = max(self._full_at.get(client, now), now) + messages * self._interval
            wait = full_at - now - self._burst
            if wait > 0:
                return wait
            if len(self._full_at) >= self._capacity and client not in self._full_at:
                self._evict(now)
            self._full_at[client] = full_at
            return 0

    def remaining(self, client: str, now: int) -> int:
        """Messages that would be granted now."""
        owed = max(self._full_at.get(client, now) - now, 0)
        return (self._burst - owed) // self._interval

    @property
    def clients(self) -> int:
        """How many are remembered."""
        return len(self._full_at)

    def _evict(self, now: int) -> None:
        """Evict full buckets first, then the quarter that is nearest to full.

        Whoever fills the table with addresses that asked once pushes those out, neither his own debt nor others'.
        """
        owing = {client: full_at for client, full_at in self._full_at.items() if full_at > now}
        wanted = self._capacity * 3 // 4
        if len(owing) > wanted:
            owing = dict(sorted(owing.items(), key=lambda item: item[1])[len(owing) - wanted :])
        self._full_at = owing

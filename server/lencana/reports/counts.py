"""How many reports there are, for whoever watches the server: numbers alone, asked of the database seldom."""

from pathlib import Path
from threading import Lock
from time import monotonic

import msgspec

from lencana.errors import StoreError
from lencana.reports.inbox import Inbox
from lencana.reports.probe import has_reports
from lencana.settings import Settings

CACHED_SECONDS = 5.0  # /metrics has no rate limit


class ReportCounts(msgspec.Struct, frozen=True):
    """Reports that wait for an admin; deliveries of confirmed phish that wait, and that failed for good."""

    waiting: int = 0
    unsent: int = 0
    failed: int = 0


class Counts:
    """Call it for the counts; None while the database does not answer."""

    def __init__(self, inbox: Inbox, settings: Settings, data: Path) -> None:
        """Asks nothing yet."""
        self._inbox, self._settings, self._data = inbox, settings, data
        self._lock = Lock()
        self._counted: ReportCounts | None = None
        self._ask_after = 0.0

    def __call__(self) -> ReportCounts | None:
        """The counts, at most CACHED_SECONDS old."""
        with self._lock:
            if monotonic() >= self._ask_after:
                self._counted = self._count()
                self._ask_after = monotonic() + CACHED_SECONDS
            return self._counted

    def _count(self) -> ReportCounts | None:
        if not has_reports(self._settings, self._data):
            return ReportCounts()
        from lencana.reports.sending.outbox import Outbox, OutState

        try:
            waiting = self._inbox.store.waiting()
            by_state = dict.fromkeys(OutState, 0)
            for (_, state), number in Outbox(self._inbox.store).counts().items():
                by_state[OutState(state)] += number
        except StoreError:
            return None
        return ReportCounts(waiting, by_state[OutState.WAITING], by_state[OutState.FAILED])

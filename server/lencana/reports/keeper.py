"""The keeper: a thread beside the requests that deletes what is due and sends on what is confirmed."""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lencana.errors import StoreError
from lencana.reports.inbox import Inbox
from lencana.reports.probe import empty_log, has_reports
from lencana.settings import Settings
from lencana.trust.documents.metadata import format_time

if TYPE_CHECKING:
    from lencana.reports.sending.channels import Channel
    from lencana.reports.sending.outbox import Claimed, Outbox

LOG = logging.getLogger(__name__)
CHECK_SECONDS = 20.0  # between two looks
RETRY_SECONDS = 1.0  # while something deleted is still on the disk
SENT_AT_ONCE = 100  # deliveries in one look
SENDING_SECONDS = 10.0  # that a look waits for them: no receiver, however slow, holds up the deleting


def make_keeper(
    inbox: Inbox, settings: Settings, data: Path, environ: Mapping[str, str], clock: Callable[[], datetime]
) -> "Keeper":
    """A keeper with the ways out that the settings name. Raises SettingsError."""
    if settings.reports_forward is None and settings.reports_webhook is None:
        return Keeper(inbox, settings, data, {}, clock)
    from lencana.reports.sending.channels import open_channels  # with it what speaks SMTP and HTTP, which few need

    return Keeper(inbox, settings, data, open_channels(settings, environ), clock)


class Keeper:
    """Keeps the inbox of one process. Several processes may: each delivery is claimed by one of them."""

    def __init__(
        self,
        inbox: Inbox,
        settings: Settings,
        data: Path,
        channels: "Mapping[str, Channel]",
        clock: Callable[[], datetime],
    ) -> None:
        """Starts nothing yet."""
        self._inbox, self._channels, self._clock = inbox, channels, clock
        self._settings, self._data = settings, data
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._started_in = 0  # the process that has the thread
        self._sender: threading.Thread | None = None
        self._problem = self._sending_problem = ""

    def ensure_running(self) -> None:
        """Start the thread unless it runs. Cheap: asked with every request, for threads do not survive a fork."""
        if self._started_in == os.getpid():
            return
        with self._starting:
            if self._started_in != os.getpid():
                threading.Thread(target=self._run, name="lencana-reports", daemon=True).start()
                self._started_in = os.getpid()

    def hurry(self) -> None:
        """There is something to send on, or something deleted to erase: look now."""
        self._wanted.set()

    def look(self) -> bool:
        """Delete, send, erase; false if something deleted is still on the disk.

        Never raises for what the database or the other side does; it is tried again.
        """
        problem, is_erased = "", True
        try:
            if has_reports(self._settings, self._data) or self._inbox.is_in_use:
                store = self._inbox.store
                now = self._clock()
                store.delete_due(format_time(now), format_time(now - self._settings.reports_kept))
                self._send_beside()
                problem = self._sending_problem
                is_erased = store.erase()
        except StoreError as error:
            problem = str(error)
        if problem and problem != self._problem:
            LOG.error("readers' reports are neither deleted nor sent on: %s", problem)
        self._problem = problem
        return is_erased

    def _send_beside(self) -> None:
        """Send in a thread of its own, one at a time: who answers a byte a second keeps it for as long as he likes."""
        if not self._channels:
            return
        if self._sender is None or not self._sender.is_alive():
            self._sender = threading.Thread(target=self._send, name="lencana-sending", daemon=True)
            self._sender.start()
        self._sender.join(SENDING_SECONDS)

    def _send(self) -> None:
        self._sending_problem = ""
        try:
            self._send_due()
        except StoreError as error:
            self._sending_problem = str(error)
        except Exception as error:  # as in `_run`
            LOG.error("%s while a confirmed phish was sent on", type(error).__name__)

    def _send_due(self) -> None:
        from lencana.reports.sending.outbox import Outbox

        outbox = Outbox(self._inbox.store)
        for _ in range(SENT_AT_ONCE):
            claimed = outbox.claim(frozenset(self._channels), self._clock())
            if claimed is None:
                return
            self._deliver(outbox, claimed)

    def _deliver(self, outbox: "Outbox", claimed: "Claimed") -> None:
        from lencana.mailbox.handling import Delivery

        outcome = self._channels[claimed.channel](claimed.report, claimed.raw, self._clock())
        if outcome is Delivery.ACCEPTED:
            outbox.sent(claimed)
        elif outcome is Delivery.REFUSED:
            outbox.failed(claimed)
            LOG.error("a confirmed phish was refused for good (%s)", claimed.channel)
        elif not outbox.postpone(claimed, self._clock()):
            LOG.error("a confirmed phish could not be sent on (%s); it is given up", claimed.channel)

    def _run(self) -> None:
        empty_log(self._settings, self._data)
        is_erased = True
        while True:
            self._wanted.wait(CHECK_SECONDS if is_erased else RETRY_SECONDS)
            self._wanted.clear()
            try:
                is_erased = self.look()
            except Exception as error:  # a slip of ours must not end the deleting
                LOG.error("%s in the keeper of readers' reports", type(error).__name__)
                time.sleep(CHECK_SECONDS)

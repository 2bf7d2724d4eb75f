"""Looks for something newer at a fixed interval: the thread and the lock, and nothing of what is looked for."""

import threading
import time
from collections.abc import Callable

POLL_SECONDS = 0.5  # between two looks


class Poller:
    """Calls `look` from a thread of its own, and never twice at once. `look` must not raise."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look
        self._looking = threading.Lock()
        self._opened = time.monotonic()
        self._thread: threading.Thread | None = None

    def look_now(self) -> None:
        """Look at once, in the caller's thread; waits for a look that is under way."""
        with self._looking:  # or the slower of two would put an older state back
            self._look()

    def ensure_running(self) -> None:
        """Start the thread unless it runs. Cheap: asked with every request.

        Not when the process starts, because threads do not survive a fork (gunicorn --preload); and not within the
        first interval, in which a short command has ended.
        """
        if self._thread and self._thread.is_alive():
            return
        if time.monotonic() - self._opened > POLL_SECONDS and self._looking.acquire(blocking=False):
            try:  # whoever does not get the lock need not start a second thread
                self._thread = threading.Thread(target=self._run, name="lencana-list", daemon=True)
                self._thread.start()
            finally:
                self._looking.release()

    def _run(self) -> None:
        while True:
            time.sleep(POLL_SECONDS)
            self.look_now()

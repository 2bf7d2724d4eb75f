"""`lencana serve` ends when it is told to, however often, and at whatever moment."""

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from lencana.cli.workers import SignalSafeEvent
from web.serving import serving


def test_a_signal_may_come_while_the_event_is_being_set() -> None:
    """What `Event.set` holds while it runs is held here; the handler of the second signal runs in the same thread."""
    event = SignalSafeEvent()
    done = []

    def interrupted() -> None:
        with event._cond:
            event.set()
        done.append(True)

    thread = Thread(target=interrupted, daemon=True)
    thread.start()
    thread.join(5)
    assert done, "the handler waits for itself"
    assert event.wait(5)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_many_signals_at_once(tmp_path: Path, how: signal.Signals) -> None:
    with serving(tmp_path / "data") as server:
        for _ in range(50):
            os.kill(server.process.pid, how)
            time.sleep(0.0002)
        # Python gives its handlers up at its very end; a signal that comes then ends what has nothing left to do.
        assert server.process.wait(30) in (0, -how)

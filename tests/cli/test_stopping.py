"""`lencana serve` ends when it is told to, however often, and at whatever moment."""

import os
import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from lencana.cli.server.workers import SignalSafeEvent
from web.serving import FOREVER, serving

pytestmark = pytest.mark.slow


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


def test_a_worker_that_ends_before_the_server_tells_it_to(tmp_path: Path) -> None:
    """As systemd stops a service: it signals all its processes, and the worker may be the first to obey."""
    with serving(tmp_path / "data") as server:
        parent = server.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        (worker,) = [pid for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]
        os.kill(parent, signal.SIGSTOP)
        try:
            os.kill(int(worker), signal.SIGTERM)
            until = time.monotonic() + FOREVER
            while "State:\tZ" not in Path(f"/proc/{worker}/status").read_text():
                assert time.monotonic() < until, "the worker goes on"
                time.sleep(0.05)
            os.kill(parent, signal.SIGTERM)
        finally:
            os.kill(parent, signal.SIGCONT)
        assert server.process.wait(30) == 0

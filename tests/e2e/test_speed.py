"""From a message that is shown to its badge, and what five hundred messages leave behind."""

import json
import os
import time
from pathlib import Path

import pytest

from .browser import wait_for
from .conftest import PROGRAMS
from .inbox import Inbox
from .process import require
from .roundcube import Roundcube
from .server import Server
from .test_lifecycle import CLICK

pytestmark = pytest.mark.e2e

MESSAGES = 40
SOAK, ENOUGH = 500, 60  # messages: as many as fit into the time, but enough to tell
SOAK_SECONDS = int(os.environ.get("SOAK_SECONDS", "90"))
# Each frame of the screen: is there a new message, and has its badge got a height? The page sees no more of it.
WATCH = """
const times = [];
let last = null, shown = 0;
(function look() {
    const inside = document.querySelector('#messagecontframe')?.contentDocument;
    const header = inside?.querySelector('#message-header');
    if (header && header !== last) { last = header; shown = performance.now(); }
    const host = header?.nextElementSibling;
    if (shown && host?.dataset.lencana === 'badge' && host.offsetHeight > 0) {
        times.push(performance.now() - shown);
        document.documentElement.dataset.times = JSON.stringify(times); // Firefox's driver keeps no variables
        shown = 0;
    }
    requestAnimationFrame(look);
})();"""


def _list(inbox: Inbox) -> None:
    inbox.log_in()
    inbox.browser.until("return document.querySelectorAll('#messagelist tr.message').length > 5")


def _through(inbox: Inbox, count: int) -> list[float]:
    """Click through the list, each time until the badge is there; the times, in milliseconds."""
    for number in range(count):
        inbox.browser.run(CLICK, number)
        wait_for(lambda done=number + 1: len(_times(inbox)) >= done, "a badge")
    return sorted(_times(inbox))


def _times(inbox: Inbox) -> list[float]:
    times: list[float] = json.loads(inbox.browser.run("return document.documentElement.dataset.times ?? '[]'"))
    return times


def test_message_shown_to_badge(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Every message gets its badge, and the run says how fast (to reach: 250 ms for 95 of 100, on a quiet machine).

    The time is told and not asserted: a test that fails on a busy machine teaches people to overlook failures.
    """
    _list(inbox)
    inbox.browser.run(WATCH)
    times = _through(inbox, MESSAGES)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    with capsys.disabled():
        print(f"\n{inbox.browser.name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, load {busy:.1f} a core")
    assert len(times) >= MESSAGES


def test_five_hundred_messages_leave_nothing(tmp_path: Path, server: Server, webmail: Roundcube) -> None:
    """Heap, listeners, nodes and documents of the webmail's page, and what the extension keeps in memory."""
    from .chromium import chromium
    from .options import connect

    require(PROGRAMS["chromium"])
    with chromium(tmp_path) as browser:
        connect(browser, server, webmail.url)
        inbox = Inbox(browser, webmail.url)
        _list(inbox)
        browser.run(WATCH)
        _through(inbox, 20)
        before = browser.metrics()
        count = _soak(inbox, 20, SOAK)
        after = browser.metrics()
    print(count, before, after)
    assert after["kept"] <= before["kept"] * 2 + 10_000, "bytes of session storage"
    assert after["JSEventListeners"] <= before["JSEventListeners"] * 1.5 + 50
    assert after["Documents"] <= before["Documents"] + 5
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] * 1.5 + 2_000_000


def _soak(inbox: Inbox, done: int, count: int) -> int:
    """As `_through`, but not for longer than SOAK_SECONDS once it is ENOUGH; how many there were."""
    deadline = time.monotonic() + SOAK_SECONDS
    number = done
    while number < ENOUGH or (number < count and time.monotonic() < deadline):
        inbox.browser.run(CLICK, number)
        number += 1
        wait_for(lambda seen=number: len(_times(inbox)) >= seen, "a badge")
    return number

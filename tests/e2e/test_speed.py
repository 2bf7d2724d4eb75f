"""From a message that is shown to its badge, and what the extension costs a page.

Times are told, not asserted: a test that fails on a busy machine teaches people to overlook failures.
"""

import os
import time
from pathlib import Path
from statistics import median

import pytest

from .clicking import CLICK, SHOWS, click, listed, times, watched
from .conftest import PROGRAMS
from .inbox import PREVIEW, Inbox
from .options import connect
from .process import require
from .roundcube import Roundcube
from .server import Server

pytestmark = pytest.mark.e2e

MESSAGES = int(os.environ.get("SPEED_MESSAGES", "16"))  # 40 for figures to publish
ENDS_WATCHING = 4.0  # seconds: the last look whether the page covers the badge comes 2.5 s after it was drawn
# The page's own record of what changes in it, ours excepted: only then may the extension look at it.
CHANGES = """
let changes = 0;
new MutationObserver((records) => {
    if (records.some(({ target }) => !target.closest?.('[data-lencana]'))) changes += 1;
    document.documentElement.dataset.changes = changes; // an attribute, which the extension does not watch
}).observe(document.documentElement, { childList: true, subtree: true });"""


def tell(capsys: pytest.CaptureFixture[str], what: str, figures: list[float]) -> None:
    """Print middle and end of what was measured, in milliseconds."""
    ordered = sorted(figures)
    p50, p95 = median(ordered), ordered[int(len(ordered) * 0.95)]
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    with capsys.disabled():
        print(f"\n{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms, load {busy:.1f} a core")


def test_message_shown_to_badge(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Every message gets its badge (to reach: 250 ms for 95 of 100, on a quiet machine)."""
    watched(inbox)
    for number in range(MESSAGES):
        click(inbox, number)
    tell(capsys, f"{inbox.browser.name}, message to badge", times(inbox))
    assert len(times(inbox)) >= MESSAGES


def test_main_thread_of_chromium(
    tmp_path: Path, server: Server, webmail: Roundcube, capsys: pytest.CaptureFixture[str]
) -> None:
    """The extension's work on the page's own thread (to reach: 30 ms a message, 50 ms at once); none when idle."""
    require(PROGRAMS["chromium"])
    from .chromium import chromium

    with chromium(tmp_path) as browser:
        connect(browser, server, webmail.url)
        inbox = Inbox(browser, webmail.url)
        watched(inbox)
        messages: list[float] = []
        turns: list[float] = []
        for number in range(MESSAGES):
            with browser.profiled() as ours:
                click(inbox, number)
                time.sleep(0.2)  # what comes after the badge counts, too
            if number >= 5:  # the first ones compile
                messages.append(sum(ours))
                turns += ours
        tell(capsys, "chromium, main thread for one message", messages)
        tell(capsys, "chromium, main thread at once", turns)
        assert all(messages), "every message costs something: the profile sees the extension"

        time.sleep(ENDS_WATCHING)
        browser.run(CHANGES)
        with browser.profiled() as ours:
            time.sleep(5)
        assert not ours or browser.run("return document.documentElement.dataset.changes"), "idle costs nothing"


def test_main_thread_of_firefox(
    tmp_path: Path, server: Server, webmail: Roundcube, capsys: pytest.CaptureFixture[str]
) -> None:
    """The thread's time for the same messages in turns with the extension and without it; layout and style included."""
    require(PROGRAMS["firefox"])
    from .firefox import firefox

    def through(count: int) -> float:
        """Thread time for one message, each from the click to half a second after it is shown."""
        before = browser.thread_time()
        for number in range(count):
            browser.enter(None)
            subject = browser.run(CLICK, number)
            browser.until(SHOWS, subject, frame=PREVIEW)
            time.sleep(0.5)
        return (browser.thread_time() - before) / count

    with firefox(tmp_path) as browser:
        connect(browser, server, webmail.url)
        inbox = Inbox(browser, webmail.url)
        spent: dict[bool, list[float]] = {True: [], False: []}
        for on in (True, False, True, False):
            browser.enable_extension(on)
            listed(inbox)
            through(2)
            spent[on].append(through(MESSAGES // 3))
    tell(capsys, "firefox, main thread for one message and its page, with the extension", spent[True])
    tell(capsys, "firefox, the same without it", spent[False])

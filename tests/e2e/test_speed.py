"""What the extension costs a page.

Times are told, not asserted: a test that fails on a busy machine teaches people to overlook failures.
"""

import os
import time
from typing import Any

import pytest

from .webmails.clicking import CLICK, SHOWS, click, listed, tell, watched
from .webmails.inbox import PREVIEW, Inbox

pytestmark = pytest.mark.e2e

MESSAGES = int(os.environ.get("SPEED_MESSAGES", "6"))  # 40 for figures to publish
ENDS_WATCHING = 4.0  # seconds: the last look whether the page covers the badge comes 2.5 s after it was drawn
# The page's own record of what changes in it, ours excepted: only then may the extension look at it.
CHANGES = """
let changes = 0;
new MutationObserver((records) => {
    if (records.some(({ target }) => !target.closest?.('[data-lencana]'))) changes += 1;
    document.documentElement.dataset.changes = changes; // an attribute, which the extension does not watch
}).observe(document.documentElement, { childList: true, subtree: true });"""


def test_main_thread(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """What the extension costs the page's own thread, as far as each browser tells."""
    {"chromium": _by_profile, "firefox": _by_turns}[inbox.browser.name](inbox, capsys)


def _by_profile(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The extension's work (to reach: 30 ms a message, 50 ms at once); none when idle."""
    browser: Any = inbox.browser
    watched(inbox)
    messages: list[float] = []
    turns: list[float] = []
    for number in range(MESSAGES):
        with browser.profiled() as ours:
            click(inbox, number)
            time.sleep(0.2)  # what comes after the badge counts, too
        if number >= MESSAGES // 3:  # the first ones compile
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


def _by_turns(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The thread's time for the same messages in turns with the extension and without it; layout and style included."""
    browser: Any = inbox.browser

    def through(count: int) -> float:
        """Thread time for one message, each from the click to half a second after it is shown."""
        before = browser.thread_time()
        for number in range(count):
            browser.enter(None)
            subject = browser.run(CLICK, number)
            browser.until(SHOWS, subject, frame=PREVIEW)
            time.sleep(0.5)
        return float(browser.thread_time() - before) / count

    spent: dict[bool, list[float]] = {True: [], False: []}
    try:
        for on in (True, False) * max(1, MESSAGES // 20):
            browser.enable_extension(on)
            listed(inbox)
            through(2)
            spent[on].append(through(MESSAGES // 3))
    finally:
        browser.enable_extension(True)
        listed(inbox)
    tell(capsys, "firefox, main thread for one message and its page, with the extension", spent[True])
    tell(capsys, "firefox, the same without it", spent[False])

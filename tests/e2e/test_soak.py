"""What five hundred messages leave behind."""

import os
import time

import pytest

from .browser import Browser, wait_for
from .clicking import click, watched
from .inbox import Inbox
from .options import kept, visit_options

pytestmark = pytest.mark.e2e

MESSAGES, ENOUGH = 500, 30  # as many as fit into the time, but enough to tell
SECONDS = int(os.environ.get("SOAK_SECONDS", "8"))
WARM = 10  # messages until caches are as full as they get


def test_five_hundred_messages_leave_nothing(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Heap, listeners and documents of the webmail's page, and what the extension keeps in memory."""
    browser = inbox.browser
    watched(inbox)
    for number in range(WARM):
        click(inbox, number)
    before = _at_rest(browser)
    count = _soak(inbox)
    after = wait_for(lambda: _within(before, browser.memory()), f"no more memory than {before} and a little")
    visit_options(browser)
    size = len(kept(browser, "session"))
    with capsys.disabled():
        print(f"\n{browser.name}: {count} messages; before {before}, after {after}, session storage {size} bytes")
    assert size < 20_000


def _at_rest(browser: Browser) -> dict[str, int]:
    """What the page holds once nothing more is freed: a browser frees documents some time after it has left them."""
    last = browser.memory()

    def rests() -> dict[str, int] | None:
        nonlocal last
        before, last = last, browser.memory()
        return last if last["documents"] >= before["documents"] else None

    found: dict[str, int] = wait_for(rests, "memory at rest")
    return found


def _within(before: dict[str, int], after: dict[str, int]) -> dict[str, int] | None:
    """`after`, when no more is held than before and a little. Raises AssertionError otherwise: look again."""
    assert after["listeners"] <= before["listeners"] * 1.1 + 20, after
    assert after["documents"] <= before["documents"] + 5, after
    assert after["heap"] <= before["heap"] * 1.5 + 2_000_000, after
    assert after.get("worlds", 0) <= before.get("worlds", 0) + 3, after
    assert not after.get("ghosts"), f"windows that nobody shows any more are held: {after}"
    return after


def _soak(inbox: Inbox) -> int:
    deadline = time.monotonic() + SECONDS
    number = WARM
    while number < ENOUGH or (number < MESSAGES and time.monotonic() < deadline):
        click(inbox, number)
        number += 1
    return number

"""Many messages, one after the other: how long each waits for its badge, and what they leave behind.

Times are told, not asserted: a test that fails on a busy machine teaches people to overlook failures.
"""

import os
import time
from dataclasses import dataclass

import pytest

from .browsers.browser import Browser, wait_for
from .pages.options import kept, visit_options
from .webmails.clicking import click, tell, times, watched
from .webmails.inbox import Inbox

pytestmark = pytest.mark.e2e

# As many as fit into the time, but enough to tell: two listeners or a document kept for each are more than is allowed.
MESSAGES, ENOUGH = 500, 45
SECONDS = int(os.environ.get("SOAK_SECONDS", "0"))
WARM = 10  # messages until caches are as full as they get


@dataclass(frozen=True, slots=True)
class Soaked:
    """A browser after many messages: its memory after the first of them, and from message to badge in milliseconds."""

    browser: Browser
    before: dict[str, int]
    times: list[float]


@pytest.fixture(scope="module")
def soaked(inbox: Inbox) -> Soaked:
    """Each browser after as many messages, with the last of them open."""
    watched(inbox)
    for number in range(WARM):
        click(inbox, number)
    before = _at_rest(inbox.browser)
    _soak(inbox)
    return Soaked(inbox.browser, before, times(inbox))


def test_message_shown_to_badge(soaked: Soaked, capsys: pytest.CaptureFixture[str]) -> None:
    """Every message gets its badge (to reach: 250 ms for 95 of 100, on a quiet machine)."""
    tell(capsys, f"{soaked.browser.name}, message to badge", soaked.times)
    assert len(soaked.times) >= ENOUGH


def test_many_messages_leave_nothing(soaked: Soaked, capsys: pytest.CaptureFixture[str]) -> None:
    """Heap, listeners and documents of the webmail's page, and what the extension keeps in memory."""
    browser, before, count = soaked.browser, soaked.before, len(soaked.times)
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


def _soak(inbox: Inbox) -> None:
    deadline = time.monotonic() + SECONDS
    number = WARM
    while number < ENOUGH or (number < MESSAGES and time.monotonic() < deadline):
        click(inbox, number)
        number += 1

"""What five hundred messages leave behind."""

import os
import time
from pathlib import Path

import pytest

from .clicking import click, watched
from .conftest import PROGRAMS, starter
from .inbox import Inbox
from .options import connect, kept, visit_options
from .process import require
from .roundcube import Roundcube
from .server import Server

pytestmark = pytest.mark.e2e

MESSAGES, ENOUGH = 500, 60  # as many as fit into the time, but enough to tell
SECONDS = int(os.environ.get("SOAK_SECONDS", "30"))
WARM = 20  # messages until caches are as full as they get


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_five_hundred_messages_leave_nothing(
    name: str, tmp_path: Path, server: Server, webmail: Roundcube, capsys: pytest.CaptureFixture[str]
) -> None:
    """Heap, listeners and documents of the webmail's page, and what the extension keeps in memory."""
    require(PROGRAMS[name])
    with starter(name)(tmp_path) as browser:
        connect(browser, server, webmail.url)
        inbox = Inbox(browser, webmail.url)
        watched(inbox)
        for number in range(WARM):
            click(inbox, number)
        before = browser.memory()
        count = _soak(inbox)
        after = browser.memory()
        visit_options(browser)
        size = len(kept(browser, "session"))
    with capsys.disabled():
        print(f"\n{name}: {count} messages; before {before}, after {after}, session storage {size} bytes")
    assert size < 20_000
    assert after["listeners"] <= before["listeners"] * 1.5 + 50
    assert after["documents"] <= before["documents"] + 5
    assert after["heap"] <= before["heap"] * 1.5 + 2_000_000
    assert after.get("worlds", 0) <= before.get("worlds", 0) + 3
    assert not after.get("ghosts"), "windows that nobody shows any more are not held"


def _soak(inbox: Inbox) -> int:
    deadline = time.monotonic() + SECONDS
    number = WARM
    while number < ENOUGH or (number < MESSAGES and time.monotonic() < deadline):
        click(inbox, number)
        number += 1
    return number

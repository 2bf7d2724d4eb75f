"""Roundcube's older skin, which some still run: a badge in the preview, and marks that no name pushes out of sight."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .account import Account
from .browsers.browser import Browser, wait_for
from .mail.mailbox import Mailbox
from .pages.badge import Colour, badge, toolbar_shows
from .pages.options import connect
from .process import require, skip
from .servers.server import Server
from .test_list import SEEN
from .test_verdicts import MESSAGES
from .webmails import roundcube as roundcube_of_debian
from .webmails.inbox import PREVIEW, Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e

HOST = '#messageheader + div[data-lencana="badge"]'
# The name stays, and is longer: another one would claim nothing, and its mark would go.
NARROW = """
for (const part of document.querySelectorAll('#mailview-left, #mailview-top, #messagelistcontainer, #messagelist'))
    part.style.cssText += '; width: 220px !important; min-width: 0';
for (const name of document.querySelectorAll('#messagelist .rcmContactAddress')) name.lastChild.data += arguments[0];"""
CLICK = """
const rows = [...document.querySelectorAll('#messagelist tr.message')];
const row = rows.find((row) => row.textContent.includes(arguments[0]));
return row ? `[id='${row.id}']` : null;"""


@pytest.fixture(scope="module")
def webmail(folder: Path, account: Account, mailbox: Mailbox) -> Iterator[Roundcube]:
    """Roundcube as it looked up to 1.3, in front of the same mailbox."""
    require("php")
    if not roundcube_of_debian.installed() or not roundcube_of_debian.has_larry():
        skip("not installed: roundcube-skin-larry (tests/e2e/install.sh installs it)")
    (folder / "larry").mkdir()
    with roundcube_of_debian.roundcube(folder / "larry", account, mailbox.port, skin="larry") as running:
        yield running


@pytest.fixture(scope="module")
def inbox(browser: Browser, server: Server, webmail: Roundcube) -> Inbox:
    """Alice logged in."""
    connect(browser, server, webmail.url)
    inbox = Inbox(browser, webmail.url)
    inbox.log_in()
    return inbox


def test_badges(inbox: Inbox, picture: Callable[[str], None]) -> None:
    """A click shows the message below the list, with its badge behind the header."""
    browser = inbox.browser
    for name in ("verified", "spoofed"):
        subject, kind, word, colour = MESSAGES[name]
        inbox.log_in()
        browser.click(browser.until(CLICK, subject))
        shown = badge(browser, PREVIEW, HOST, kind)
        picture(f"larry-{name}")
        assert (shown.word, shown.colour) == (word, colour), shown.text
        toolbar_shows(browser, colour)


def test_marks_are_seen(inbox: Inbox, picture: Callable[[str], None]) -> None:
    """However long a sender makes his name, and however narrow the list is."""
    browser = inbox.browser
    inbox.log_in()
    marks = "return document.querySelectorAll('#messagelist [data-lencana=mark]').length >= 3"
    browser.until(marks)
    browser.run(NARROW, " " + "M" * 200)
    wait_for(lambda: browser.run(SEEN), "every mark where a reader sees it")
    picture("larry-marks")
    toolbar_shows(browser, Colour.RED)

"""Horde's basic view, which loads a page for each message: a badge in each, and none for what is attached."""

from collections.abc import Callable

import pytest

from .browsers.browser import Browser
from .mail.mailbox import Mailbox
from .pages.badge import Colour, badge, toolbar_shows
from .test_attached import BESIDE, NOTICE, carrier
from .test_verdicts import MESSAGES
from .webmails.horde import Horde
from .webmails.horde_inbox import BasicInbox

pytestmark = pytest.mark.e2e

HOST = '#msgheaders + div[data-lencana="badge"]'
BADGES = "return document.querySelectorAll('[data-lencana=badge]').length"
ATTACHED = "#messageBody .mimePartInfo:has(img[title='message/rfc822']) .mimePartInfoDescrip a"
OPENED = """
return document.readyState === 'complete' && location.pathname.endsWith('/view.php') && document.body?.innerText"""


@pytest.fixture(scope="module")
def inbox(browser: Browser, horde_allowed: Horde, mailbox: Mailbox) -> BasicInbox:
    """Alice logged in, with the extension connected to the organisation's server."""
    notice = NOTICE.replace(b"account notice", b"basic notice")
    mailbox.deliver(carrier(BESIDE, notice).replace(BESIDE.encode(), b"Basic carrier"))
    inbox = BasicInbox(browser, horde_allowed.url)
    horde_allowed.end_sessions()
    inbox.log_in()
    return inbox


@pytest.mark.parametrize("name", ["verified", "spoofed", "verified", "drawn-badge"])
def test_message(inbox: BasicInbox, picture: Callable[[str], None], name: str) -> None:
    """Each message has a page of its own, with its badge below the header."""
    subject, kind, word, colour = MESSAGES[name]
    inbox.open(subject)
    shown = badge(inbox.browser, None, HOST, kind)
    picture(f"horde-basic-{name}")
    assert (shown.word, shown.colour) == (word, colour), shown.text
    assert not shown.covered
    toolbar_shows(inbox.browser, colour)
    assert inbox.browser.run(BADGES) == 1


def test_attached(inbox: BasicInbox, picture: Callable[[str], None]) -> None:
    """What came with another is drawn inside it, and has no badge, neither there nor opened in a window of its own."""
    browser = inbox.browser
    inbox.open("Basic carrier")
    shown = badge(browser, None, HOST, "unknown")
    assert browser.run(BADGES) == 1, shown.text
    with browser.opened(lambda: browser.click(ATTACHED)):
        text = browser.until(OPENED)
        picture("horde-basic-attached")
        assert "basic notice" in text
        assert browser.run(BADGES) == 0
    toolbar_shows(browser, Colour.GREY)

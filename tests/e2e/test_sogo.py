"""Every verdict on a real SOGo, where one page shows one message after another."""

from collections.abc import Callable

import pytest

from .browsers.browser import Browser, wait_for
from .mail import MESSAGES_FOLDER
from .mail.mailbox import Mailbox
from .pages.badge import Colour, badge, toolbar_shows
from .pages.options import connect
from .servers.server import Server
from .test_attached import BADGES, BESIDE, GENUINE, NOTICE, WHOLE, deliver_once
from .test_verdicts import MESSAGES
from .webmails.sogo import Sogo, SogoInbox

pytestmark = pytest.mark.e2e

ONE_BADGE_THERE = """
const found = document.querySelectorAll(arguments[0]);
return found.length === 1 && !!found[0].closest('md-card');
"""
MARKED = """
return [...document.querySelectorAll('md-list-item')].filter((row) => row.querySelector('[data-lencana="mark"]'))
    .map((row) => row.querySelector('.sg-tile-subject').textContent.trim());"""
HOST = 'div[data-lencana="badge"]:not(.msg-body *)'  # the message draws some, too


@pytest.fixture(scope="module")
def inbox(browser: Browser, server: Server, mailbox: Mailbox, sogo_webmail: Sogo) -> SogoInbox:
    """Alice logged in, with the extension connected to the organisation's server; Budi has sent attached messages."""
    for subject in (BESIDE, WHOLE):
        deliver_once(mailbox, subject, NOTICE)
    connect(browser, server, sogo_webmail.url)
    inbox = SogoInbox(browser, sogo_webmail.url)
    inbox.log_in()
    return inbox


@pytest.mark.parametrize("name", MESSAGES)
def test_message(inbox: SogoInbox, picture: Callable[[str], None], name: str) -> None:
    """A click in the list shows the message and its own badge, not that of the message before."""
    subject, kind, word, colour = MESSAGES[name]
    inbox.open(subject)
    inbox.browser.until(ONE_BADGE_THERE, HOST)
    shown = badge(inbox.browser, None, HOST, kind)
    picture(f"sogo-{name}")
    assert (shown.word, shown.colour) == (word, colour), shown.text
    wait_for(lambda: not badge(inbox.browser, None, HOST).covered, "nothing over the badge")  # SOGo's own pages move


def test_one_badge(inbox: SogoInbox) -> None:
    """After many messages in the same elements there is one badge."""
    for name in ("verified", "spoofed", "unknown", "verified"):
        inbox.open(MESSAGES[name][0])
    assert badge(inbox.browser, None, HOST, "verified").colour is Colour.GREEN
    assert inbox.browser.run(f"return document.querySelectorAll('{HOST}').length") == 1


def test_attached_within_the_message(inbox: SogoInbox, picture: Callable[[str], None]) -> None:
    """SOGo draws it below the text of the one that brought it, whose badge is the only one."""
    browser = inbox.browser
    for subject, kind in [(GENUINE, "verified"), (BESIDE, "unknown"), (WHOLE, "unknown"), (GENUINE, "verified")]:
        inbox.open(subject)
        browser.until("return document.querySelector('#detailView').innerText.includes(arguments[0])", _inside(kind))
        shown = badge(browser, None, HOST, kind)
        picture(f"attached-sogo-{subject.split()[0].lower()}")
        expected = Colour.GREEN if kind == "verified" else Colour.GREY
        assert shown.colour is expected, shown.text
        toolbar_shows(browser, expected)
        wait_for(lambda: browser.run(BADGES) == 1, "one badge")


def _inside(kind: str) -> str:
    """A line of the text that the page must show: the attached message's is there, too."""
    return "your receipt for November" if kind == "verified" else "there is news in your account"


def test_folder_in_a_folder(inbox: SogoInbox, mailbox: Mailbox) -> None:
    """The source is found below the folder's path."""
    if not (mailbox.maildir / ".News.Old").exists():
        mailbox.deliver((MESSAGES_FOLDER / "verified.eml").read_bytes(), ".News.Old")
    inbox.visit("News/Old", 1)
    inbox.browser.until(ONE_BADGE_THERE, HOST)
    assert badge(inbox.browser, None, HOST).word == "Verified"


def test_rows_that_show_an_address(inbox: SogoInbox, mailbox: Mailbox, picture: Callable[[str], None]) -> None:
    """SOGo's list shows names; who has none is shown by address, and that can be judged."""
    if not (mailbox.maildir / ".Rows").exists():
        for sender in ("billing@openai-support.com", "OpenAI Support <desk@desk-7.example>", "budi@example.org"):
            mailbox.deliver(f"From: {sender}\r\nSubject: Of {sender}\r\n\r\nHello\r\n".encode(), ".Rows")
    inbox.list("Rows")
    marked = wait_for(lambda: inbox.browser.run(MARKED), "a mark in the list")
    picture("sogo-rows")
    assert marked == ["Of billing@openai-support.com"]


def test_window_of_its_own(inbox: SogoInbox, picture: Callable[[str], None]) -> None:
    """The button "Open in new window" leads to another page, which shows one message."""
    inbox.visit("News/Old", 1, "UIxMailPopupView")
    inbox.browser.until(ONE_BADGE_THERE, HOST)
    assert badge(inbox.browser, None, HOST).word == "Verified"
    picture("sogo-window")

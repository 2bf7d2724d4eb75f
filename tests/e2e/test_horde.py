"""Every verdict on a real Horde, whose preview shows one message after another."""

from collections.abc import Callable, Iterable

import pytest

from .browsers.browser import Browser, wait_for
from .mail import MESSAGES_FOLDER
from .mail.mailbox import Mailbox
from .mail.signed import Signer
from .pages.badge import Colour, badge
from .test_verdicts import MESSAGES
from .webmails.horde import Horde
from .webmails.horde_inbox import HordeInbox

pytestmark = pytest.mark.e2e

HOST = '#previewMsg div[data-lencana="badge"]:not(.messageBody *)'  # a message draws one, too
ONE_BADGE = "return document.querySelectorAll(arguments[0]).length === 1"
MARKED = """
return [...document.querySelectorAll('.vpRow')].filter((row) => row.querySelector('[data-lencana="mark"]'))
    .map((row) => row.querySelector('.msgSubject').textContent.trim()).sort();"""
SENDER = """
const sender = document.querySelector('#previewMsg .from a.address');
return `${sender.textContent.trim()} ${sender.title}`;"""
GENUINE = (MESSAGES_FOLDER / "verified.eml").read_bytes()
FORGED = GENUINE.replace(b"=pass", b"=fail").replace(b"receipt for November", b"receipt for December")
SENDERS = ("billing@openai-support.com", "OpenAI Support <desk@desk-7.example>", "budi@example.org")


@pytest.fixture(scope="module")
def inbox(browser: Browser, horde_allowed: Horde) -> HordeInbox:
    """Alice logged in, with the extension connected to the organisation's server."""
    inbox = HordeInbox(browser, horde_allowed.url)
    horde_allowed.end_sessions()
    inbox.log_in()
    return inbox


@pytest.mark.parametrize("name", MESSAGES)
def test_message(inbox: HordeInbox, picture: Callable[[str], None], name: str) -> None:
    """A click in the list shows the message and its own badge, not that of the message before."""
    subject, kind, word, colour = MESSAGES[name]
    inbox.open(subject)
    shown = badge(inbox.browser, None, HOST, kind)
    picture(f"horde-{name}")
    assert (shown.word, shown.colour) == (word, colour), shown.text
    assert inbox.browser.run(ONE_BADGE, HOST)
    wait_for(lambda: not badge(inbox.browser, None, HOST).covered, "nothing over the badge")


def test_same_sender_again(inbox: HordeInbox, mailbox: Mailbox, picture: Callable[[str], None]) -> None:
    """Genuine, forged with the same visible sender, and genuine again: each has its own badge, and only that."""
    _fill(mailbox, "Pair", (GENUINE, FORGED))
    inbox.list("Pair")
    for subject, kind, colour in 2 * (("November", "verified", Colour.GREEN), ("December", "suspicious", Colour.RED)):
        inbox.open(f"Your receipt for {subject}")
        shown = badge(inbox.browser, None, HOST, kind)
        picture(f"horde-{subject}")
        assert shown.colour is colour
        assert inbox.browser.run(ONE_BADGE, HOST)
        assert inbox.browser.run(SENDER) == "OpenAI noreply@tm.openai.com"


def test_whole_message(inbox: HordeInbox, mailbox: Mailbox, signing: Signer) -> None:
    """Where the mail server says nothing, a signature counts, as Horde gives the message byte for byte."""
    genuine = signing.sign(GENUINE[GENUINE.index(b"From:") :].replace(b"November", b"October"))
    tampered = genuine.replace(b"for October", b"for August")
    _fill(mailbox, "Signed", (genuine, tampered))
    inbox.list("Signed")
    for month, kind in (("October", "verified"), ("August", "unknown"), ("October", "verified")):
        inbox.open(f"Your receipt for {month}")
        assert badge(inbox.browser, None, HOST, kind).kind == kind


def test_marks(inbox: HordeInbox, mailbox: Mailbox, picture: Callable[[str], None]) -> None:
    """A row holds the sender's address even where it shows his name, and that can be judged."""
    _fill(mailbox, "Marks", [f"From: {sender}\r\nSubject: Of {sender}\r\n\r\nHello\r\n".encode() for sender in SENDERS])
    inbox.list("Marks")
    marked = wait_for(lambda: len(found := inbox.browser.run(MARKED)) > 1 and found, "two marks in the list")
    picture("horde-marks")
    assert marked == sorted(f"Of {sender}" for sender in SENDERS[:2])


def _fill(mailbox: Mailbox, folder: str, messages: Iterable[bytes]) -> None:
    """Deliver into a folder what the other browser's turn has not put there."""
    if not (mailbox.maildir / f".{folder}").exists():
        for message in messages:
            mailbox.deliver(message, f".{folder}")

"""An attached message is not one that the mail server has received: whoever attached it may have written all of it."""

from collections.abc import Callable

import pytest

from .mail.mailbox import MAIL_SERVER, Mailbox
from .mail.signed import Signer
from .pages.badge import Colour, badge, toolbar_shows
from .webmails.inbox import PREVIEW, Inbox

pytestmark = pytest.mark.e2e

GENUINE = "Your receipt for November"
BESIDE, WHOLE, SIGNED = "Is this notice real", "Notice and nothing else", "A notice to keep"
# What the badge in the window says. Of a message that is nothing but an attachment, Roundcube gives the whole source.
SAID = {
    BESIDE: (Colour.GREY, "It was opened from an attachment"),
    WHOLE: (Colour.GREY, "The source that the webmail gave is another message's"),
    SIGNED: (Colour.GREEN, "Verified"),
}
# All that makes `verified.eml` green, written by whoever attached it.
NOTICE = f"""\
Authentication-Results: {MAIL_SERVER}; dmarc=pass (p=reject) header.from=tm.openai.com;
 dkim=pass header.d=tm.openai.com header.s=s1; spf=pass smtp.mailfrom=bounce.tm.openai.com
From: OpenAI <noreply@tm.openai.com>
To: Alice <alice@example.test>
Subject: Your account notice
Date: Sun, 22 Nov 2026 10:02:00 +0000
Message-ID: <notice@synthetic.test>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello Alice, there is news in your account's settings.
(Synthetic message, written for a test. Nobody sent it.)
""".replace("\n", "\r\n").encode()
CARRIER = """\
From: Budi <budi@example.org>
To: Alice <alice@example.test>
Subject: {subject}
Date: Sun, 22 Nov 2026 10:05:00 +0000
Message-ID: <carrier-{part}@synthetic.test>
MIME-Version: 1.0
"""
TEXT = """\
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Hello Alice, see the attached notice.
(Synthetic message, written for a test. Nobody sent it.)
--b
"""
ATTACHED = "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=notice.eml\n\n"
ATTACHMENT = "#attachment-list li.rfc822 a.filename"
PART = "#messagepartframe"  # of the window that Roundcube opens
BADGES = "return document.querySelectorAll('[data-lencana=badge]').length"


@pytest.fixture(scope="module", autouse=True)
def _carriers(mailbox: Mailbox, signing: Signer) -> None:
    """What Budi sends is in the inbox; nothing shows that it is Budi's."""
    for subject, notice in {BESIDE: NOTICE, WHOLE: NOTICE, SIGNED: signing.sign(NOTICE)}.items():
        deliver_once(mailbox, subject, notice)


def deliver_once(mailbox: Mailbox, subject: str, notice: bytes) -> None:
    """For tests of several webmails, which show the same inbox."""
    if not mailbox.has(subject):
        mailbox.deliver(carrier(subject, notice))


def carrier(subject: str, notice: bytes) -> bytes:
    """What Budi sends: a text beside the notice, or the notice alone."""
    header = CARRIER.format(subject=subject, part=len(subject))
    before, after = ("", "") if subject == WHOLE else (TEXT, "\r\n--b--\r\n")
    return (header + before + ATTACHED).replace("\n", "\r\n").encode() + notice + after.encode()


@pytest.mark.parametrize("subject", SAID)
def test_in_a_window(inbox: Inbox, picture: Callable[[str], None], subject: str) -> None:
    """Roundcube shows it as it shows a message of the mailbox: green only by a signature that the server verified."""
    browser, (expected, words) = inbox.browser, SAID[subject]
    preview_is(inbox, GENUINE, Colour.GREEN)
    preview_is(inbox, subject, Colour.GREY)
    with browser.opened(lambda: browser.click(ATTACHMENT)):
        shown = badge(browser, PART)
        picture(f"attached-{subject.split()[0].lower()}")
        assert shown.colour is expected, shown.text
        assert words in shown.text
        toolbar_shows(browser, expected)
        for frame, count in {PART: 1, None: 0}.items():
            browser.enter(frame)
            assert browser.run(BADGES) == count, frame
    assert badge(browser, PREVIEW).colour is Colour.GREY
    preview_is(inbox, GENUINE, Colour.GREEN)


def preview_is(inbox: Inbox, subject: str, expected: Colour) -> None:
    """Click it in the list; its badge and the toolbar have that colour."""
    shown = badge(inbox.browser, inbox.preview(subject))
    assert shown.colour is expected, shown.text
    toolbar_shows(inbox.browser, expected)

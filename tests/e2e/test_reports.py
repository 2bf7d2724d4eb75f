"""A reader reports a message; an admin sees to it; the next badge shows that."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .badge import Colour, badge
from .browser import Browser, wait_for
from .conftest import PICTURES, PROGRAMS, starter
from .inbox import Inbox
from .mailbox import Mailbox
from .options import connect, kept
from .process import require
from .reporting import Desk, fill_in, report_form, send
from .roundcube import Roundcube
from .server import Server, command

pytestmark = pytest.mark.e2e

FALSE_ALARM, PHISH, STRANGER = "Your OpenAI invoice", "New sign-in from Surabaya", "Good news about your plan"
OWN_DOMAIN = """Authentication-Results: mx.example.test; dmarc=pass header.from=openai-invoices.example;
 dkim=pass header.d=openai-invoices.example header.s=k1
From: OpenAI Billing <billing@openai-invoices.example>\r\nTo: alice@example.test\r\nSubject: Your OpenAI invoice\r
Date: Sun, 22 Nov 2026 09:40:00 +0000\r\nMessage-ID: <invoice@synthetic.test>\r\n\r
Your invoice is ready.\r\n\r\n(Synthetic message, written for a test. Nobody sent it.)\r\n"""


@dataclass
class Organisation:
    """A reader's browser and her inbox, and the server that takes her reports."""

    inbox: Inbox
    browser: Browser
    server: Server
    desk: Desk

    def reports(self) -> list[dict[str, object]]:
        """What the server keeps, as its admin sees it."""
        found: list[dict[str, object]] = json.loads(command(self.server.data, "reports", "list", "--json"))["reports"]
        return found

    def picture(self, name: str) -> None:
        """Keep a picture of the window that we look into."""
        PICTURES.mkdir(exist_ok=True)
        self.browser.screenshot(PICTURES / f"{self.browser.name}-{name}.png")


@pytest.fixture(params=sorted(PROGRAMS))
def organisation(
    request: pytest.FixtureRequest, tmp_path: Path, webmail: Roundcube, mailbox: Mailbox
) -> Iterator[Organisation]:
    """A server of its own that takes whole messages, and a fresh browser."""
    require(PROGRAMS[request.param])
    data = tmp_path / "organisation"
    command(data, "init", "--no-passphrase")
    server = Server(data, LENCANA_REPORTS="messages")
    server.start()
    mailbox.deliver(OWN_DOMAIN.encode())
    profile = tmp_path / "profile"
    profile.mkdir()
    try:
        with starter(request.param)(profile) as browser:
            connect(browser, server, webmail.url)
            inbox = Inbox(browser, webmail.url)
            inbox.log_in()
            yield Organisation(inbox, browser, server, Desk(browser, server, tmp_path))
    finally:
        server.stop()


def test_what_the_form_says_is_what_is_sent(organisation: Organisation) -> None:
    """Every field, for a grey badge too; sent once, and nothing of the message stays in the browser."""
    inbox, server = organisation.inbox, organisation.server
    with report_form(inbox, STRANGER, "unknown") as browser:
        fields = fill_in(browser, "phish", "It asks for my card.")
        assert fields["You say"] == "This is a phish"
        assert fields["Sender"] == "Accounts <hello@stranger.example>"
        assert fields["Subject"] == STRANGER
        organisation.picture("report-form")
        with browser.dark(True):
            organisation.picture("report-form-dark")
        assert send(browser).startswith("Thank you")
        organisation.picture("report-thanks")
        stored = kept(browser, "local")
        assert "stranger.example" in stored
        for secret in (STRANGER, "hello@", "my card"):
            assert secret not in stored
        assert "my card" not in kept(browser, "session")
    assert badge(inbox.browser, inbox.preview(STRANGER)).colour is Colour.GREY
    [report] = organisation.reports()
    assert server


def test_a_false_alarm_turns_green(organisation: Organisation) -> None:
    """Reported, added at the desk, signed with a key made there: the badge is green, and the reader is answered."""
    inbox, browser, desk = organisation.inbox, organisation.browser, organisation.desk
    with report_form(inbox, FALSE_ALARM, "suspicious"):
        fill_in(browser, "genuine", "Our accountant says that it is real.")
        assert send(browser).startswith("Thank you")
    desk.make_key()
    desk.open("inbox")
    browser.until("return document.querySelector('.campaigns a')")
    organisation.picture("inbox")
    desk.report(FALSE_ALARM)
    organisation.picture("inbox-report")
    browser.click("#genuine .offer[data-field=domains]")
    desk.publish()
    inbox.log_in()
    assert badge(browser, inbox.preview(FALSE_ALARM), kind="verified").colour is Colour.GREEN
    browser.visit_extension("pages/popup/popup.html")
    browser.until("return document.querySelector('#answers [data-answer=genuine]')")
    organisation.picture("answer")

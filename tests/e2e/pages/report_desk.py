"""An organisation whose readers report: its server, a reader's browser with her inbox, and the admin's desk."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from lencana.reports.report import Report
from lencana.reports.store import ReportStore
from lencana.settings import load_settings

from ..browsers.browser import Browser, wait_for
from ..pictures import keep
from ..servers.server import Server, command
from ..test_accessible import found
from ..webmails.inbox import Inbox
from ..webmails.roundcube import Roundcube
from .desk import make_key, sign_with_made_key, visit_desk
from .options import connect, connect_anew, kept


class Desk:
    """The admin's page, in the browser that the reader uses, too: one extension is enough for both."""

    def __init__(self, browser: Browser, server: Server, folder: Path) -> None:
        self.browser = browser
        self._server = server
        self._folder = folder

    def open(self, view: str) -> None:
        """Load the desk, and go to a view of it."""
        visit_desk(self.browser, view)

    def make_key(self) -> None:
        """Make a key here, and have whoever holds the root let it sign lists."""
        visit_desk(self.browser)
        file = self._folder / "desk.pub"
        file.write_text(make_key(self.browser))
        self._server.let_sign(file)

    def report(self, subject: str) -> None:
        """Open the inbox, and the newest report of a message."""
        self.open("inbox")
        shown = (
            "return [...document.querySelectorAll('.campaigns a')].find((link) => link.textContent === arguments[0])"
        )
        self.browser.until(shown, subject)
        self.browser.run(f"(() => {{ {shown} }}).apply(null, arguments).id = 'wanted'", subject)
        self.browser.click("#wanted")
        self.browser.until("return document.querySelector('#answer-now')")

    def publish(self) -> None:
        """From the draft, with the key that was made here."""
        self.browser.until("return document.querySelector('#to-sign')")
        self.browser.click("#to-sign")
        self.browser.until("return document.querySelector('#what[data-state=good]')")
        sign_with_made_key(self.browser)
        self.browser.until("return document.querySelector('.notice:not([hidden]) #see-list')")
        waiting = "the answers that waited for the list"  # the page sends them now, or when the inbox is opened again
        wait_for(lambda: not json.loads(kept(self.browser, "local")).get("desk_answers"), waiting)


@dataclass
class Organisation:
    """A reader's browser and her inbox, the server that takes her reports, and the desk."""

    inbox: Inbox
    browser: Browser
    server: Server
    desk: Desk
    webmail: Roundcube
    other: Browser  # of somebody whose organisation has another server
    others_server: Server

    @contextmanager
    def next_reader(self) -> Iterator[Inbox]:
        """Somebody else's browser, with a profile of its own, that knows the server and nothing of any report."""
        connect_anew(self.other, self.server, self.webmail.url)
        inbox = Inbox(self.other, self.webmail.url)
        inbox.log_in()
        try:
            yield inbox
        finally:
            connect_anew(self.other, self.others_server, self.webmail.url)

    def reports(self) -> dict[str, Report]:
        """What the server keeps, by subject."""
        store = ReportStore(load_settings(self.server.data, {}), self.server.data)
        try:
            return {report.content.subject: report for report in store.page(None, 100, None)}
        finally:
            store.close()

    def looks(self, name: str) -> None:
        """Keep pictures of the window that we look into, in light and dark; axe-core finds nothing in it."""
        for shade in ("light", "dark"):
            with self.browser.dark(shade == "dark"):
                keep(self.browser.screenshot, f"{self.browser.name}-{name}-{shade}")
                if self.browser.name == "chromium":  # Firefox ESR's process ends when axe-core runs twice in a document
                    objections = found(self.browser)
                    assert objections == [], (name, shade, objections)

    def post(self, **fields: object) -> None:
        """Report as a program would that speaks the server's language, and no browser."""
        report = {"id": str(uuid4()), "kind": "other", "reader": str(uuid4()), **fields}
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.server.url}/v1/reports", json.dumps(report).encode(), headers)  # noqa: S310
        with urllib.request.urlopen(request) as reply:  # noqa: S310 (always http to loopback)
            assert reply.status == 201


@contextmanager
def reporting_organisation(
    browser: Browser, folder: Path, webmail: Roundcube, other: Browser, others_server: Server
) -> Iterator[Organisation]:
    """A server of its own that takes whole messages, and a newcomer's browser whose desk may sign."""
    data = folder / "organisation"
    command(data, "init", "--no-passphrase")
    server = Server(data, LENCANA_REPORTS="messages")
    server.start()
    try:
        connect(browser, server, webmail.url)
        desk = Desk(browser, server, folder)
        desk.make_key()
        inbox = Inbox(browser, webmail.url)
        inbox.log_in()
        yield Organisation(inbox, browser, server, desk, webmail, other, others_server)
    finally:
        server.stop()

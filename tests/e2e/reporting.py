"""Reports as a reader makes them, in a window of the extension, and as an admin sees to them, at the desk."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .badge import badge, details
from .browser import Browser, wait_for
from .inbox import Inbox
from .server import Server, command

BADGE = '#message-header + div[data-lencana="badge"]'
_FIELDS = """
return Object.fromEntries([...document.querySelectorAll('#fields dt')]
    .map((label) => [label.textContent, label.nextElementSibling.textContent]));"""
_THANKS = "return document.querySelector('#done:not([hidden]) #thanks')?.textContent"
_TAKEN = """
const page = window.wrappedJSObject ?? window; // what Firefox's driver calls the page's own world
delete document.body.dataset.asked;
(page.browser ?? page.chrome).runtime.sendMessage(page.JSON.parse(arguments[0]))
    .then((reply) => { document.body.dataset.asked = page.JSON.stringify(reply ?? null); });"""


@contextmanager
def report_form(inbox: Inbox, subject: str, kind: str) -> Iterator[Browser]:
    """The form of a message whose badge is of that kind, in a browser that looks into it until the block ends."""
    browser, frame = inbox.browser, inbox.preview(subject)
    badge(browser, frame, kind=kind)
    if kind != "suspicious":
        details(browser, frame)
    with browser.opened(lambda: press_report(browser, frame)):
        ready(browser)
        yield browser


def press_report(browser: Browser, frame: str | None) -> None:
    """Press "Report…" in the badge."""
    browser.enter(frame)
    browser.click_in_shadow(BADGE, "button.report")


def ready(browser: Browser) -> None:
    """Wait until the form knows what it is about."""
    browser.until("return document.body.dataset.ready === 'yes'")


def fill_in(browser: Browser, kind: str, comment: str = "", *, whole: bool = False) -> dict[str, str]:
    """Choose and write; what the form then says will be sent, by its labels."""
    browser.click(f"input[value={kind}]")
    browser.type("#comment", comment)
    if whole:
        browser.click("#whole")
    fields: dict[str, str] = browser.run(_FIELDS)
    return fields


def send(browser: Browser) -> str:
    """Press "Send"; the thanks."""
    browser.click("#send")
    return str(browser.until(_THANKS))


def ask_background(browser: Browser, message: dict[str, Any]) -> Any:
    """What the background answers to a message of a page of the extension, which we look into."""
    browser.run(_TAKEN, json.dumps(message))
    return json.loads(wait_for(lambda: browser.run("return document.body.dataset.asked"), "an answer"))


_KEY = """
delete document.body.dataset.publicKey;
const opening = indexedDB.open('desk', 1);
opening.onsuccess = () => {
    const asked = opening.result.transaction('keys').objectStore('keys').get('list');
    asked.onsuccess = () => {
        opening.result.close();
        const { result } = asked.wrappedJSObject ?? asked; // what Firefox's driver calls the page's own
        document.body.dataset.publicKey = result.publicKey.join(',');
    };
};"""


class Desk:
    """The admin's page, in the browser that the reader uses, too: one extension is enough for both."""

    def __init__(self, browser: Browser, server: Server, folder: Path) -> None:
        self.browser = browser
        self._server = server
        self._folder = folder

    def open(self, view: str) -> None:
        """Load the desk, and go to a view of it."""
        self.browser.visit_extension("desk/desk.html")
        self.browser.until("return document.body.dataset.ready === 'yes'")
        self.browser.click(f"#views a[href='#{view}']")
        self.browser.until("return document.querySelector('#view').dataset.view === arguments[0]", view)

    def make_key(self) -> None:
        """Make a key here, and have whoever holds the root let it sign lists."""
        self.open("keys")
        self.browser.click("#make-key")
        self.browser.until("return document.querySelector('#save-public')")
        self.browser.run(_KEY)
        numbers = str(self.browser.until("return document.body.dataset.publicKey"))
        public = bytes.fromhex("302a300506032b6570032100") + bytes(map(int, numbers.split(",")))  # RFC 8410
        file = self._folder / "desk.pub"
        pem = base64.b64encode(public).decode()
        file.write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n")
        command(self._server.data, "root", "rotate", "--add", file, "--yes")

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
        self.browser.click("#key .key-form button[type=submit]")
        self.browser.until("return document.querySelector('.notice:not([hidden]) #see-list')")

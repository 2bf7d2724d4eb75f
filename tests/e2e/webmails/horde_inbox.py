"""Horde in a browser, logged in: its dynamic view, and its basic one."""

from base64 import urlsafe_b64encode

from ..browsers.browser import Browser, insist
from ..mail.mailbox import ADDRESS, PASSWORD

INBOX = "INBOX"
_ROW = """
document.querySelectorAll('[data-e2e-row]').forEach((row) => row.removeAttribute('data-e2e-row'));
const row = [...document.querySelectorAll('.vpRow .msgSubject')].find((row) => row.textContent.includes(arguments[0]));
row?.setAttribute('data-e2e-row', '');
return !!row;
"""
_BASIC_ROW = """
document.querySelectorAll('[data-e2e-row]').forEach((row) => row.removeAttribute('data-e2e-row'));
const link = [...document.querySelectorAll('a.mboxSubject')].find((link) => link.textContent.includes(arguments[0]));
link?.setAttribute('data-e2e-row', '');
return !!link;
"""
_SHOWS = """
const pane = document.querySelector('#previewMsg');
return !!pane?.offsetHeight && pane.querySelector('.subject').textContent.includes(arguments[0]);
"""


class HordeInbox:
    """Horde's dynamic view in a browser, logged in."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self._url = url

    def log_in(self) -> None:
        """Log in as Alice, and wait for her messages."""
        self._log_in("dynamic")
        self.list(INBOX)

    def _log_in(self, view: str) -> None:
        self.browser.visit(f"{self._url}/login.php")
        self.browser.until("return !!document.querySelector('#horde_select_view')")
        self.browser.type("#horde_user", ADDRESS)
        self.browser.type("#horde_pass", PASSWORD)
        self.browser.run("document.querySelector('#horde_select_view').value = arguments[0]", view)
        self.browser.click("#login-button")
        self.browser.until("return location.pathname !== '/login.php'")

    def list(self, mailbox: str) -> None:
        """Load the page anew at a mailbox, until its messages are listed."""
        self.browser.visit("about:blank")
        self.browser.visit(f"{self._url}/imp/dynamic.php?page=mailbox#mbox:{_encoded(mailbox)}")
        self.browser.until("return !!document.querySelector('.vpRow .msgSubject')")

    def open(self, subject: str) -> None:
        """Click the message in the list; the preview shows it, in elements that it uses again."""

        def click() -> None:
            self.browser.until(_ROW, subject)
            self.browser.click("[data-e2e-row]")

        insist(click, lambda: self.browser.run(_SHOWS, subject), f"{subject} below the list")


class BasicInbox(HordeInbox):
    """Horde's basic view, which loads a page for each message."""

    def log_in(self) -> None:
        """Log in as Alice, and wait for her messages."""
        self._log_in("basic")
        self.list(INBOX)

    def list(self, mailbox: str) -> None:
        """Load the page of a mailbox."""
        self.browser.visit(f"{self._url}/imp/basic.php?page=mailbox&mailbox={_encoded(mailbox)}")
        self.browser.until("return !!document.querySelector('a.mboxSubject')")

    def open(self, subject: str) -> None:
        """Go back to the mailbox, and click the message's subject."""
        self.list(INBOX)
        self.browser.until(_BASIC_ROW, subject)
        self.browser.click("[data-e2e-row]")
        self.browser.until("return new URLSearchParams(location.search).get('page') === 'message'")


def _encoded(mailbox: str) -> str:
    """Horde names a mailbox in base64url without padding."""
    return urlsafe_b64encode(mailbox.encode()).decode().rstrip("=")

"""Alice at her webmail: Roundcube's list, preview pane and full view, driven by what can be seen of them."""

from typing import Final

from ..browsers.browser import Browser, insist
from ..mail.mailbox import ADDRESS, PASSWORD

PREVIEW: Final = "#messagecontframe"
_ROW = """
const row = [...document.querySelectorAll('#messagelist tr.message')]
    .find((row) => row.querySelector('td.subject a[href]')?.textContent.trim() === arguments[0]);
return row && row.id;
"""
_LINKS = """
const links = [...document.querySelectorAll('#messagelist tr.message td.subject a[href]')];
return links.length > 5 && Object.fromEntries(links.map((link) => [link.textContent.trim(), link.href]));"""
# A list that is on the screen, and another message than this one open beside it.
_AT_THE_LIST = """
return location.href.startsWith(arguments[0]) && !!document.querySelector('#messagecontframe')
    && [...document.querySelectorAll('#messagelist tr.message:not(.selected)')]
        .some((row) => row.querySelector('td.subject a[href]')?.textContent.trim() === arguments[1]);
"""
_SHOWS = """
const subject = document.querySelector('#message-header h2.subject, h2.subject');
return document.readyState === 'complete' && !!subject && subject.textContent.includes(arguments[0]);
"""


class Inbox:
    """Roundcube in a browser, logged in."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self._url = url
        self._links: dict[str, str] = {}  # of each message to its own page, by subject

    def log_in(self) -> None:
        """Show the list; log in as Alice first, unless she is.

        Another webmail on this machine may have ended the session: browsers keep one set of cookies for all ports.
        """
        self.browser.visit(f"{self._url}/?_task=mail&_mbox=INBOX")
        if self.browser.run("return !!document.querySelector('#rcmloginuser')"):
            self.browser.type("#rcmloginuser", ADDRESS)
            self.browser.type("#rcmloginpwd", PASSWORD)
            self.browser.click("#rcmloginsubmit")
        self.browser.until("return !!document.querySelector('#messagelist')")

    def preview(self, subject: str) -> str:
        """Click the message in the list; the frame that shows it."""
        row = self._row(subject)

        def click() -> None:
            self.browser.enter(None)
            self.browser.click(row)

        insist(click, lambda: self._shows(subject, PREVIEW), f"{subject} beside the list")
        return PREVIEW

    def open(self, subject: str) -> None:
        """Double-click the message in the list; it takes the whole window."""
        row = self._row(subject)
        opened = "return location.search.includes('_action=show')"
        insist(  # two clicks that a busy page handles half a second apart are none
            lambda: self.browser.run(opened) or self.browser.click(row, times=2),
            lambda: self.browser.run(opened) and self._shows(subject, None),
            f"{subject} in the whole window",
        )

    def show(self, subject: str) -> None:
        """Follow the message's link, without the list before: it takes the whole window as after a double click."""
        if subject not in self._links:
            self.log_in()
            self._links = self.browser.until(_LINKS)
        self.browser.visit(self._links[subject])
        self.browser.until(_SHOWS, subject)

    def _shows(self, subject: str, frame: str | None) -> bool:
        self.browser.enter(frame)
        return bool(self.browser.run(_SHOWS, subject))

    def _row(self, subject: str) -> str:
        """A click on the row that is selected already would do nothing."""
        self.browser.enter(None)
        if not self.browser.run(_AT_THE_LIST, self._url, subject):
            self.log_in()
        return f"[id='{self.browser.until(_ROW, subject)}']"

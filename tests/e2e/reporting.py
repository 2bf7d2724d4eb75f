"""The form of a report as a reader uses it, in a window of the extension."""

from collections.abc import Iterator
from contextlib import contextmanager

from .badge import badge, details
from .browser import Browser
from .inbox import Inbox

BADGE = '#message-header + div[data-lencana="badge"]'
_FIELDS = """
return Object.fromEntries([...document.querySelectorAll('#fields dt')]
    .map((label) => [label.textContent, label.nextElementSibling.textContent]));"""
_THANKS = "return document.querySelector('#done:not([hidden]) #thanks')?.textContent"


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

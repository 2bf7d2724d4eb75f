"""What a reader does with a report: the form in a window of the extension, and the answer in the popup."""

from collections.abc import Iterator
from contextlib import contextmanager

from ..browsers.browser import Browser, wait_for
from ..webmails.inbox import Inbox
from .badge import badge, details

BADGE = '#message-header + div[data-lencana="badge"]'
_FIELDS = """
return Object.fromEntries([...document.querySelectorAll('#fields dt')]
    .map((label) => [label.textContent, label.nextElementSibling.textContent]));"""
# As if the minute had passed within which the extension does not ask again.
_LATER = """
const page = window.wrappedJSObject ?? window, { local } = (page.browser ?? page.chrome).storage;
local.get('reports').then(({ reports }) => {
    for (const report of reports) report.asked = 0;
    return local.set(page.JSON.parse(JSON.stringify({ reports })));
}).then(() => { document.body.dataset.later = 'yes'; });"""
_SAYS = """
return document.body.dataset.ready === 'yes' &&
    [...document.querySelectorAll('#answers li')].some((item) => item.textContent.includes(arguments[0]));"""
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


def answered(browser: Browser, text: str) -> None:
    """Wait for an answer in the popup that says so; the reader opens it once a minute."""

    browser.visit_extension("pages/popup/popup.html")

    def looked() -> object:
        browser.run(_LATER)
        browser.until("return document.body.dataset.later")
        browser.visit_extension("pages/popup/popup.html")
        return browser.until(_SAYS, text, patience=5)

    wait_for(looked, f"the answer {text}", patience=60)

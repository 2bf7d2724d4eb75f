"""Marks in the list of messages, what toolbar and popup say of it, and messages that no webmail shows."""

import json

import pytest

from .browsers.browser import Browser, wait_for
from .mail import MESSAGES_FOLDER
from .mail.signed import Signer
from .pages.badge import Colour, toolbar_shows
from .pages.options import kept, visit_options
from .pages.reporting import report_form
from .test_accessible import found
from .webmails.inbox import Inbox

pytestmark = pytest.mark.e2e

SUSPICIOUS = {"Your workspace will be closed today", "New sign-in from Surabaya", "Invoice 4711 is ready"}
MARKED = """
return [...document.querySelectorAll('#messagelist tr.message')]
    .filter((row) => row.querySelector('[data-lencana="mark"]'))
    .map((row) => row.querySelector('td.subject a[href]').textContent.trim());"""
# The name stays, and is longer: another one would claim nothing, and its mark would go.
NARROW = """
for (const part of document.querySelectorAll('#layout-list, #messagelist'))
    part.style.cssText += '; width: 220px !important; min-width: 0';
for (const name of document.querySelectorAll('#messagelist .rcmContactAddress')) name.lastChild.data += arguments[0];"""
SEEN = """
const marks = [...document.querySelectorAll('[data-lencana="mark"]')];
return marks.length >= 3 && marks.every((mark) => {
    mark.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = mark.getBoundingClientRect();
    return width >= 16 && document.elementFromPoint(left + width / 2, top + height / 2) === mark;
});"""
SEND = """
const page = window.wrappedJSObject ?? window; // what Firefox's driver calls the page's own world
delete document.body.dataset.answer;
(page.browser ?? page.chrome).runtime.sendMessage(page.JSON.parse(arguments[0]))
    .then((answer) => { document.body.dataset.answer = answer; });"""
PASTE = """
const clipboard = new DataTransfer();
clipboard.setData('text/plain', arguments[0]);
const filled = 'wrappedJSObject' in window // Firefox takes an event's text in a way of its own
    ? { dataType: 'text/plain', data: arguments[0] }
    : { clipboardData: clipboard };
document.dispatchEvent(new ClipboardEvent('paste', { ...filled, cancelable: true }));"""
KINDS = """
return ['messages', 'list-marks'].map((id) =>
    [...document.querySelectorAll(`#${id} .badge`)].map((badge) => badge.offsetHeight > 0 && badge.dataset.kind));"""
ABOVE = """
const [open, list] = ['#messages .badge', '#list'].map((part) => document.querySelector(part).getBoundingClientRect());
return open.bottom <= list.top;"""
POPUP = "return document.querySelector('.badge[data-kind]:not([data-kind=checking])')?.innerText"


def test_suspicious_rows_are_marked(inbox: Inbox) -> None:
    """Those and no others, before any is opened; the toolbar says so, and the mark says why."""
    inbox.log_in()
    marked = wait_for(lambda: _all_marked(inbox), "marks in the list")
    assert not {"Your receipt for November", "Five essays about ChatGPT", "A note without evidence"} & set(marked)
    read = "return arguments[0].querySelector('svg').getAttribute('aria-label')"
    host = 'span[data-lencana="mark"]'
    wait_for(lambda: "Suspicious: " in inbox.browser.run_in_shadow(host, read), "why")
    toolbar_shows(inbox.browser, Colour.RED)
    wait_for(lambda: inbox.browser.toolbar()["title"] == "Lencana: Suspicious", "the title beside the colour")


def test_marks_come_back(inbox: Inbox) -> None:
    """A page that takes a mark away gets it back at its next change."""
    inbox.log_in()
    wait_for(lambda: _all_marked(inbox), "marks in the list")
    inbox.browser.run("document.querySelectorAll('[data-lencana=mark]').forEach((mark) => mark.remove())")
    wait_for(lambda: _all_marked(inbox), "the marks again")


def test_marks_are_seen(inbox: Inbox) -> None:
    """However long a sender makes his name, and however narrow the list is: a mark is not pushed out of sight."""
    inbox.log_in()
    wait_for(lambda: _all_marked(inbox), "marks in the list")
    inbox.browser.run(NARROW, " " + "M" * 200)
    wait_for(lambda: _all_marked(inbox), "marks in the narrow list")
    wait_for(lambda: inbox.browser.run(SEEN), "every mark where a reader sees it")


def test_popup_tells_the_open_message_from_the_list(inbox: Inbox) -> None:
    """Three rows are marked and the open message is green: so is the toolbar; in the popup, red stands below."""
    browser = inbox.browser
    inbox.log_in()
    with report_form(inbox, "Your receipt for November", "verified"):  # a window of the extension beside the webmail
        tab = wait_for(lambda: _tab_with_list(browser), "a tab with an open message and a list")
        browser.run("location.href = arguments[0]", f"../popup/popup.html?tab={tab}")
        browser.until("return location.pathname.endsWith('popup.html') && document.body.dataset.ready === 'yes'")
        assert browser.run(KINDS) == [["verified"], ["suspicious"]]
        assert browser.run(ABOVE)
        assert found(browser) == [], "each badge has a name of its own"
        assert browser.run("return document.querySelector('#list h2').innerText") == "In the list of messages"
    toolbar_shows(browser, Colour.GREEN)


def _tab_with_list(browser: Browser) -> str | None:
    """Of which more is known than one open message; looked up in a page of the extension."""
    kept_by_key = json.loads(kept(browser, "session")).items()
    return next((key[4:] for key, shown in kept_by_key if key.startswith("tab:") and len(shown) > 1), None)


def _all_marked(inbox: Inbox) -> set[str]:
    """The subjects of the rows with a mark, once every suspicious one has it: rows come one after the other."""
    marked = set(inbox.browser.run(MARKED))
    return marked if marked >= SUSPICIOUS else set()


@pytest.mark.usefixtures("inbox")
def test_a_pasted_source(browser: Browser) -> None:
    """The way for a webmail that is not known: its source is judged as a file; what is no source is refused."""
    browser.visit_extension("pages/popup/popup.html?tab=0")  # a tab in which nothing may be looked at
    browser.until("return document.body.dataset.ready === 'yes'")
    browser.until("return document.querySelector('#unknown').offsetHeight > 0")
    browser.run(PASTE, "Dear Alice,\nthis is no source.")
    browser.until("return document.querySelector('#no-source').offsetHeight > 0")
    browser.run(PASTE, (MESSAGES_FOLDER / "claimed-name.eml").read_text())
    wait_for(lambda: "Suspicious" in (browser.run(POPUP) or ""), "the verdict on what was pasted")
    assert browser.run("return document.querySelector('#no-source').hidden")


@pytest.mark.usefixtures("inbox")
def test_a_saved_message(browser: Browser, signing: Signer) -> None:
    """Dropped on the popup, a file is judged without what it says of its own authentication: a signature counts."""
    browser.visit_extension("pages/popup/popup.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    unsigned = {name: (MESSAGES_FOLDER / f"{name}.eml").read_text() for name in ("claimed-name", "verified")}
    signed = signing.signed("verified").decode()
    tampered = signed.replace("receipt for November is", "receipt for December is")
    judged = zip((*unsigned.values(), signed, tampered), ("Suspicious", "Unknown", "Verified", "Unknown"), strict=True)
    for raw, expected in judged:
        browser.run(
            """
            const data = new DataTransfer();
            data.items.add(new File([arguments[0]], 'saved.eml', { type: 'message/rfc822' }));
            document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));""",
            raw,
        )
        browser.until("return document.querySelector('.badge .word')?.textContent === arguments[0]", expected)


@pytest.mark.usefixtures("inbox")
def test_selected_text_and_links(browser: Browser) -> None:
    """No headless browser opens a context menu, so the click is told to the background as the browser tells it."""
    visit_options(browser)
    browser.choose_from_menu("OpenAI: your account is closed today. Reply with your password and the code we sent.", "")
    browser.visit_extension("pages/popup/popup.html?tab=checked")
    assert "Suspicious" in browser.until(POPUP)
    visit_options(browser)
    browser.choose_from_menu("", "https://openai-login.com/x")
    browser.visit_extension("pages/popup/popup.html?tab=checked")
    assert "openai-login.com" in browser.until(POPUP)


@pytest.mark.usefixtures("inbox")
def test_who_may_say_what(browser: Browser) -> None:
    """The background refuses a page of the extension what is a webmail's to say, and anything in no known shape."""
    visit_options(browser)
    refused = [
        {"type": "rows", "page": "p", "rows": []},
        {"type": "gone", "page": "p", "id": None},
        {"type": "file", "raw": 5},
        {"type": "eval", "code": "1"},
        "check",
    ]
    for message in refused:
        browser.run(SEND, json.dumps(message))
        assert browser.until("return document.body.dataset.answer") == "refused", message

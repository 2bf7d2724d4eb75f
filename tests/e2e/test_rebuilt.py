"""Every webmail that is not installed here, on its rebuilt page: as people read, one message after another."""

import json
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from .browsers.browser import Browser
from .conftest import PROGRAMS, Newcomer
from .pages.badge import badge, toolbar_shows
from .pages.options import add_webmail, connect
from .servers.server import Server
from .webmails.pretend import Pretence
from .webmails.rebuilt import Page, Rebuilt

pytestmark = pytest.mark.e2e

KEYS = (
    *("gmail", "outlook", "proton", "yahoo", "horde", "cypht", "nextcloud", "nextcloud58"),
    *("snappymail", "openxchange", "zimbra"),
)
WORDS = {"verified": "Verified", "forged": "Suspicious", "unknown": "Unknown", "spoofed": "Suspicious"}
_TEST = ".example.test"  # one permission for all that have no name of their own
_BADGE = 'div[data-lencana="badge"]'
# What cuts off in a row of Nextcloud's (nextcloud/mail src/components/EnvelopeSkeleton.vue, read 2026-11).
_NARROW = """
document.querySelector('.app-content-list').style.cssText = 'width: 220px; overflow: hidden';
document.head.append(Object.assign(document.createElement('style'), { textContent: `
    .app-content-list ul { margin: 0; padding: 0; }
    .list-item, .list-item__anchor { display: flex; min-width: 0; width: 100%; }
    .list-item-content { flex: 1 0; min-width: 0; padding-left: 8px; }
    .list-item-content__name { min-width: 100px; max-width: 78%; }
    .list-item-content__name { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }`
}));
document.querySelector('.list-item-content__name span').textContent = arguments[0];"""
_SEEN = """
const marks = [...document.querySelectorAll('[data-lencana="mark"]')];
return marks.length === 1 && marks.every((mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return width >= 16 && document.elementFromPoint(left + width / 2, top + height / 2) === mark;
});"""


@pytest.fixture(scope="module")
def rebuilt() -> Rebuilt:
    """All of them, and what their servers answer."""
    return Rebuilt()


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def browser(
    request: pytest.FixtureRequest, newcomer: Newcomer, server: Server, pretence: Pretence, rebuilt: Rebuilt
) -> Browser:
    """Each browser in turn, with the extension allowed on every webmail."""
    started = newcomer(request.param)
    pretence.answer = rebuilt.answer
    first, *others = (f"https://{rebuilt.pages[key].host}" for key in KEYS)
    origins = {origin if _TEST not in origin else f"https://*{_TEST}" for origin in others}
    started.allow("https://apis.mail.yahoo.com", *origins)
    connect(started, server, first)
    for origin in others:
        add_webmail(started, origin)
    return started


class Reader:
    """Somebody who reads in one of them."""

    def __init__(self, browser: Browser, rebuilt: Rebuilt, page: Page) -> None:
        self._browser = browser
        self._numbers = rebuilt.numbers
        self._page = page
        browser.visit(page.url)
        browser.until("return document.body?.dataset.ready === 'yes'")

    def open(self, *opened: str, thread: Sequence[str] = ()) -> None:
        """Open a conversation with these of its messages expanded; look at all badges."""
        self.do("show", list(thread or opened), list(opened))
        for title in opened:
            fetched = WORDS[title] if self._page.is_fetched else "Unknown"
            self.sees(title, fetched)
        self.sees_no_more_than(len(opened))

    def sees(self, title: str, word: str) -> None:
        """Wait for that verdict beside that message."""
        host = f'[data-mail="{self._numbers[title]}"] {_BADGE}'
        self._browser.until("return document.querySelectorAll(arguments[0]).length === 1", host)
        self._browser.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", host)
        found = badge(self._browser, None, host, word.lower())
        assert not found.covered, title

    def sees_no_more_than(self, count: int) -> None:
        """Nothing is left over."""
        visible = f"return [...document.querySelectorAll('{_BADGE}')].length === arguments[0]"
        self._browser.until(visible, count)

    def do(self, *action: object) -> None:
        """Have the page do something (tests/webmails/start.js)."""
        event = "document.dispatchEvent(new CustomEvent('webmail', { detail: arguments[0] }))"
        self._browser.run(event, json.dumps(action))


@pytest.mark.parametrize("key", KEYS)
def test_reading(browser: Browser, rebuilt: Rebuilt, picture: Callable[[str], None], key: str) -> None:
    """A, B, A, where B has the same visible sender; a thread; a source that the reader opens; back to the list."""
    page = rebuilt.pages[key]
    reader = Reader(browser, rebuilt, page)
    for title in ("verified", "forged", "verified"):
        reader.open(title)
    if not page.is_fetched:
        reader.do("showSource", "verified")
        reader.sees("verified", "Verified")
    if page.is_threaded:
        thread = ("verified", "forged", "unknown", "spoofed")
        if page.is_fetched:
            reader.open(*thread, thread=thread)
            reader.open("forged", "spoofed", thread=thread)
            reader.open("verified", thread=thread)
    picture(f"rebuilt-{key}")
    reader.do("close")
    reader.sees_no_more_than(0)


def test_a_window_without_an_address(browser: Browser, rebuilt: Rebuilt, picture: Callable[[str], None]) -> None:
    """SnappyMail writes a message into a window that it opens at about:blank; a forged one is seen for what it is."""
    reader = Reader(browser, rebuilt, rebuilt.pages["snappymail"])
    for title in ("verified", "forged"):
        reader.open(title)
        with browser.opened(partial(reader.do, "openWindow", title)):
            found = badge(browser, None, f"header + {_BADGE}", WORDS[title].lower())
            picture(f"rebuilt-snappymail-window-{title}")
            assert not found.covered
            reader.sees_no_more_than(1)
            toolbar_shows(browser, found.colour)
        reader.sees(title, WORDS[title])


def test_a_narrow_list(browser: Browser, rebuilt: Rebuilt, picture: Callable[[str], None]) -> None:
    """Nextcloud's list shows the address of who has no name: however long it is, the mark stays in sight."""
    Reader(browser, rebuilt, rebuilt.pages["nextcloud"])
    browser.run(_NARROW, f"{'billing-' * 8}@openai-support.com")
    browser.until(_SEEN)
    picture("rebuilt-nextcloud-narrow")

"""For everybody: axe-core finds nothing on popup, badge and settings; three steps by keyboard; right to left; dark."""

import time
from collections.abc import Callable
from typing import Any, Final

import pytest

from .browsers.browser import EXTENSION, PAUSE, Browser
from .mail.signed import Signer
from .pages.options import visit_options
from .process import skip
from .servers.server import Server
from .webmails.inbox import Inbox

pytestmark = pytest.mark.e2e

AXE: Final = EXTENSION.parent / "node_modules/axe-core/axe.min.js"  # https://github.com/dequelabs/axe-core
LOOK: Final = """
return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`));"""
DROP: Final = """
const data = new DataTransfer();
data.items.add(new File([arguments[0]], 'saved.eml', { type: 'message/rfc822' }));
document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));"""
UNFOLDED: Final = "return !document.querySelector('.panel').hidden"
FOCUSED: Final = """
const element = document.activeElement;
return element.matches(arguments[0]) && getComputedStyle(element).outlineStyle !== 'none';"""
WIDE: Final = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
TABS: Final = 300  # far more than any page has places for the focus
KINDS: Final = {"claimed-name": "suspicious", "verified": "verified", "unknown": "unknown"}


def found(browser: Browser) -> Any:
    """What axe-core objects to in the page that is shown."""
    if not AXE.exists():
        skip("not installed: axe-core (tools/node.sh installs it)")
    is_there = browser.run_kept("return typeof window.axe === 'object'")
    return browser.run_kept(("" if is_there else f"{AXE.read_text()}\nwindow.axe = axe;") + LOOK)


def drop(browser: Browser, signing: Signer, name: str) -> None:
    """Show the badge of a saved message in the popup, in its own document; all of them are signed by tm.openai.com."""
    browser.visit_extension("pages/popup/popup.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    browser.run(DROP, signing.signed(name).decode())
    browser.until("return document.querySelector('.badge')?.dataset.kind === arguments[0]", KINDS[name])


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(browser: Browser, signing: Signer, picture: Callable[[str], None], dark: bool) -> None:
    """On every badge unfolded, on the popup and on the settings page, by day and by night, from left and from right."""
    with browser.dark(dark):
        for name in KINDS:
            drop(browser, signing, name)
            browser.click("button.details")
            browser.until(UNFOLDED)
            picture(f"popup-{name}-{'dark' if dark else 'light'}")
            assert found(browser) == [], name
        visit_options(browser)
        browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
        picture(f"settings-{'dark' if dark else 'light'}")
        assert found(browser) == []


@pytest.mark.usefixtures("inbox")
def test_right_to_left(browser: Browser, signing: Signer, picture: Callable[[str], None]) -> None:
    """In a page written from the right our words keep their own direction, and nothing sticks out."""
    drop(browser, signing, "claimed-name")
    browser.click("button.details")
    browser.until(UNFOLDED)
    browser.run("document.documentElement.dir = 'rtl'")
    assert browser.run(WIDE)
    picture("popup-rtl")
    style = "getComputedStyle(document.querySelector('.badge'))"
    assert browser.run(f"return [{style}.direction, {style}.borderLeftWidth]") == ["ltr", "5px"]
    browser.run("document.querySelector('.badge').dir = 'rtl'")  # as it will be for a language of that kind
    assert browser.run(f"return [{style}.direction, {style}.borderRightWidth]") == ["rtl", "5px"]
    assert browser.run(WIDE)
    visit_options(browser)
    browser.run("document.documentElement.dir = 'rtl'")
    assert browser.run(WIDE)
    picture("settings-rtl")


def test_three_steps_by_keyboard(browser: Browser, inbox: Inbox, server: Server, signing: Signer) -> None:
    """A newcomer needs no mouse: address, fingerprint and webmail by Tab, typing and Enter; Details by Enter."""
    browser.visit_extension("pages/options/options.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    tab_to(browser, "#server")
    browser.type("#server", server.url)
    browser.press("Enter")
    browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
    tab_to(browser, "#webmail")
    address = browser.run("return document.querySelector('#webmails li').dataset.origin")
    browser.type("#webmail", address)
    browser.press("Enter")
    browser.until("return document.querySelector('#webmail').value === ''")
    assert inbox.browser is browser
    drop(browser, signing, "claimed-name")
    tab_to(browser, "button.details")
    browser.press("Enter")
    browser.until(UNFOLDED)


def tab_to(browser: Browser, selector: str) -> None:
    """Press Tab until the element has the focus, and can be seen to have it."""
    for _ in range(TABS):
        browser.press("Tab")
        if browser.run(FOCUSED, selector):
            return
        time.sleep(PAUSE)
    raise AssertionError(f"{selector} is not reached by {TABS} Tabs")

"""The extension's settings page, gone through as a reader does: server, fingerprint, webmail."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from ..browsers.browser import Browser, wait_for
from ..servers.server import Server

SETTINGS: Final = "/pages/options/options.html"
_KEPT = """
const page = window.wrappedJSObject ?? window; // what Firefox's driver calls the page's own world
delete document.body.dataset[`kept${arguments[0]}`];
(page.browser ?? page.chrome).storage[arguments[0]].get()
    .then((kept) => { document.body.dataset[`kept${arguments[0]}`] = page.JSON.stringify(kept); });"""

_FORGET = """
const page = window.wrappedJSObject ?? window, api = page.browser ?? page.chrome;
const deleted = new Promise((resolve, reject) => {
    const keys = page.indexedDB.deleteDatabase('desk');
    keys.onsuccess = resolve;
    keys.onerror = reject;
});
const removed = api.permissions.getAll()
    .then(({ origins }) => api.permissions.remove(page.JSON.parse(JSON.stringify({ origins: [...origins] }))));
const cleared = [api.storage.local.clear(), api.storage.session.clear(), api.alarms.clearAll()];
const tell = (outcome) => { document.body.dataset.forgotten = outcome ?? 'yes'; };
Promise.all([deleted, removed, ...cleared]).then(() => tell(), tell);"""
_SCRIPTS = """
const page = window.wrappedJSObject ?? window;
(page.browser ?? page.chrome).scripting.getRegisteredContentScripts()
    .then((scripts) => { document.body.dataset.scripts = scripts.length; });
return document.body.dataset.scripts === '0';"""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What a browser shows by itself as soon as the extension is installed."""

    left: str  # the page that the reader was at ...
    stays: str  # ... and is still at
    tabs: list[str]
    front: str


def first_sight(browser: Browser) -> FirstSight:
    """Wait for the settings in front, and tell what is there; whether they came is for a test to say."""
    left = browser.run("return location.href")
    with suppress(AssertionError):
        wait_for(lambda: browser.front().endswith(SETTINGS), "the settings in front")
    return FirstSight(left, browser.run("return location.href"), browser.tabs(), browser.front())


def forget(browser: Browser) -> None:
    """What the extension stores, may see and runs is as after its installation."""
    visit_options(browser)
    browser.run(_FORGET)
    forgotten = browser.until("return document.body.dataset.forgotten")
    assert forgotten == "yes", forgotten
    browser.until(_SCRIPTS)
    browser.stop_background()
    browser.visit("about:blank")


def connect(browser: Browser, server: Server, webmail: str) -> None:
    """Bind a fresh extension to the organisation's server, and let it see the webmail."""
    browser.allow(server.url, webmail)
    visit_options(browser)
    browser.type("#server", server.url)
    browser.click("#connect")
    browser.until("return document.querySelector('#trust').dataset.state !== 'none'")
    if browser.run("return document.querySelector('#trust').dataset.state") == "offered":
        offered = _wait_for_trust(browser, "offered")
        assert offered == server.fingerprint, "the settings page must show the fingerprint that the server printed"
        browser.click("#accept")
    _wait_for_trust(browser, "pinned")
    add_webmail(browser, webmail)


def connect_anew(browser: Browser, server: Server, webmail: str) -> None:
    """Bind it to another organisation's server as if it had never known one."""
    forget(browser)
    connect(browser, server, webmail)


def add_webmail(browser: Browser, webmail: str) -> None:
    """Let the extension see one more, on the settings page that is open, where the browser allows it already."""
    browser.type("#webmail", webmail)
    browser.click("#allow")
    listed = "[...document.querySelectorAll('#webmails li')].some((item) => item.dataset.origin === arguments[0])"
    browser.until(f"return {listed}", webmail)


def visit_options(browser: Browser) -> None:
    """The settings page, once it has everything that it shows."""
    browser.visit_extension("pages/options/options.html")
    browser.until("return document.body.dataset.ready === 'yes'")


def kept(browser: Browser, area: str) -> str:
    """What the extension stores, as JSON; only in a page of the extension."""
    browser.run(_KEPT, area)
    return str(browser.until(f"return document.body.dataset.kept{area}"))


def _wait_for_trust(browser: Browser, state: str) -> str:
    """The fingerprint, without its spaces, once the page is in that state."""
    browser.until("return document.querySelector('#trust').dataset.state === arguments[0]", state)
    return "".join(str(browser.run("return document.querySelector('#fingerprint').textContent")).split())

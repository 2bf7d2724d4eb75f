"""The extension's settings page, gone through as a reader does: server, fingerprint, webmail."""

from .browser import Browser
from .server import Server


def connect(browser: Browser, server: Server, webmail: str) -> None:
    """Bind a fresh extension to the organisation's server, and let it see the webmail."""
    browser.allow(server.url)
    browser.allow(webmail)
    browser.visit_extension("options/options.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    browser.type("#server", server.url)
    browser.click("#connect")
    browser.until("return document.querySelector('#trust').dataset.state !== 'none'")
    if browser.run("return document.querySelector('#trust').dataset.state") == "offered":
        offered = _wait_for_trust(browser, "offered")
        assert offered == server.fingerprint, "the settings page must show the fingerprint that the server printed"
        browser.click("#accept")
    _wait_for_trust(browser, "pinned")
    browser.type("#webmail", webmail)
    browser.click("#allow")
    listed = "[...document.querySelectorAll('#webmails li')].some((item) => item.dataset.origin === arguments[0])"
    browser.until(f"return {listed}", webmail)


def _wait_for_trust(browser: Browser, state: str) -> str:
    """The fingerprint, without its spaces, once the page is in that state."""
    browser.until("return document.querySelector('#trust').dataset.state === arguments[0]", state)
    return "".join(str(browser.run("return document.querySelector('#fingerprint').textContent")).split())

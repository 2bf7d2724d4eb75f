"""A page that fights the badge, and a webmail that is not allowed any more."""

import time

import pytest

from .browsers.browser import Browser, wait_for
from .pages.badge import Colour, badge, toolbar_shows
from .pages.options import connect, visit_options
from .servers.server import Server
from .webmails.inbox import PREVIEW, Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e

VERIFIED, SUSPICIOUS = "Your receipt for November", "Your workspace will be closed today"
# In the page's own world, as a script of the page: breaks what scripts use, takes the badge away, and never rests.
FIGHT = """
const script = document.createElement('script');
script.textContent = `
    const refuse = { configurable: true, get() { throw new Error('no'); } };
    const used = { querySelectorAll: Document, closest: Element, attachShadow: Element, isConnected: Node };
    for (const [name, { prototype }] of Object.entries(used)) Object.defineProperty(prototype, name, refuse);
    window.Lencana = { get drawn() { throw new Error('no'); } };
    document.querySelector('[data-lencana=badge]').remove();
    document.documentElement.dataset.fights = 'yes';
    setInterval(() => { const line = document.createElement('i'); document.body.append(line); line.remove(); }, 1);`;
document.body.append(script);"""
COVER = """
const cover = document.createElement('div');
cover.style = 'position: fixed; inset: 0; z-index: 2147483647; background: white';
document.body.append(cover);"""


def test_a_page_that_fights(inbox: Inbox) -> None:
    """The badge comes back, once, while the page breaks its own world, removes it and floods us with changes."""
    frame = inbox.preview(SUSPICIOUS)
    assert badge(inbox.browser, frame).colour is Colour.RED
    inbox.browser.enter(frame)
    inbox.browser.run(FIGHT)
    assert inbox.browser.run("return document.documentElement.dataset.fights") == "yes"
    assert badge(inbox.browser, frame, kind="suspicious").colour is Colour.RED
    assert inbox.browser.run(f"return {_count('badge')}") == 1
    assert badge(inbox.browser, inbox.preview(VERIFIED)).colour is Colour.GREEN


def _count(kind: str) -> str:
    """In words that the page above has left alone."""
    return f"[...document.getElementsByTagName('div')].filter((one) => one.dataset.lencana === '{kind}').length"


def test_a_page_that_covers_the_badge(inbox: Inbox) -> None:
    """Nobody sees it then, but the toolbar still tells; of a webmail that covers nothing it says nothing."""
    frame = inbox.preview(SUSPICIOUS)
    assert not badge(inbox.browser, frame).covered
    time.sleep(3)  # for what must not come there is nothing to wait for
    assert "covers" not in inbox.browser.toolbar()["title"]
    inbox.browser.enter(frame)
    inbox.browser.run(COVER)
    assert badge(inbox.browser, frame).covered
    toolbar_shows(inbox.browser, Colour.RED)
    wait_for(lambda: "covers" in inbox.browser.toolbar()["title"], "the cover in the toolbar")


def test_a_webmail_that_is_taken_back(browser: Browser, inbox: Inbox, server: Server, webmail: Roundcube) -> None:
    """After "Remove" on the settings page nothing of ours is in its pages; allowed again, it is."""
    visit_options(browser)
    browser.click(f"#webmails li[data-origin='{webmail.url}'] button.remove")
    browser.until("return !document.querySelector(`#webmails li[data-origin='${arguments[0]}']`)", webmail.url)
    try:
        inbox.preview(SUSPICIOUS)
        time.sleep(2)  # for what must not come there is nothing to wait for
        browser.enter(PREVIEW)
        assert browser.run("return document.querySelector('[data-lencana]')") is None
        browser.enter(None)
        assert browser.run("return document.querySelector('[data-lencana]')") is None
    finally:
        connect(browser, server, webmail.url)
    wait_for(lambda: badge(browser, inbox.preview(SUSPICIOUS)).colour is Colour.RED, "the badge again")

"""What the rebuilt webmails (test_rebuilt.py) do not do: reuse elements, change their structure, hide the address."""

from collections.abc import Callable

import pytest

from .browsers.browser import Browser
from .conftest import PROGRAMS, Newcomer
from .pages.badge import Badge, badge, details
from .pages.options import add_webmail, connect
from .servers.server import Server
from .webmails.pretend import Pretence
from .webmails.pretend_pages import ALL, answer

pytestmark = pytest.mark.e2e

HOSTS = ("mail.google.com", "outlook.office.com", "exchange.example.test")
THREAD = "https://mail.google.com/mail/u/0/#inbox/FMfcgzGtwVbnKlMwqXyZFMfcgzGtwVbn"
OUTLOOK = "https://outlook.office.com/mail/"
VERIFIED, SPOOFED, _ = ALL


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def browser(request: pytest.FixtureRequest, newcomer: Newcomer, server: Server, pretence: Pretence) -> Browser:
    """Each browser in turn, with the extension allowed on every webmail."""
    started = newcomer(request.param)
    pretence.answer = answer
    first, *others = (f"https://{host}" for host in HOSTS)
    started.allow(*others)
    connect(started, server, first)
    for webmail in others:
        add_webmail(started, webmail)
    return started


def look(browser: Browser, name: str = "verified") -> Badge:
    """The badge of that message, which must be alone."""
    host = f'#m-{name} div[data-lencana="badge"]'
    browser.until("return document.querySelectorAll(arguments[0]).length === 1", host)
    return badge(browser, None, host)


def becomes(browser: Browser, name: str, word: str) -> None:
    """Wait until the badge says that."""
    badge(browser, None, f'#m-{name} div[data-lencana="badge"]', word.lower())


def test_gmail_recycled(browser: Browser) -> None:
    """The same elements show another message: the badge is that message's, too."""
    browser.visit(THREAD)
    assert look(browser).word == "Verified"
    browser.run(
        """
        const node = document.querySelector('#m-verified .adn');
        node.dataset.messageId = `#msg-f:${arguments[0]}`;
        node.dataset.legacyMessageId = BigInt(arguments[0]).toString(16);
        const sender = node.querySelector('.gD');
        sender.setAttribute('email', arguments[1]);
        document.querySelector('#m-spoofed').remove();
        node.append('');
        """,
        str(SPOOFED.number),
        SPOOFED.address,
    )
    becomes(browser, "verified", "Suspicious")


def test_gmail_with_names(browser: Browser) -> None:
    """A message names elements after what scripts use (DOM clobbering); that breaks scripts of the page, not ours."""
    browser.visit(THREAD.replace("#", "?names#"))
    assert look(browser, "spoofed").word == "Suspicious"
    clobbered = browser.run(
        """
        const forms = ['body', 'cookie', 'createElement', 'createElementNS', 'querySelectorAll'];
        const fields = ['closest', 'innerText', 'matches', 'checkVisibility', 'clientWidth'];
        // Whoever climbs from the link by `parentElement` comes from the form back to the field, for ever.
        const link = '<a href="https://openai.com/" style="display: contents">OpenAI</a>';
        document.querySelector('#m-spoofed .a3s').innerHTML =
            forms.map((name) => `<form name="${name}"></form>`).join('') +
            `<form style="display: contents">${fields.map((name) => `<input name="${name}">`).join('')}
            <output name="parentElement" style="display: contents">${link}</output></form>`;
        const node = document.querySelector('#m-spoofed .adn');
        node.dataset.messageId = `#msg-f:${arguments[0]}`;
        node.dataset.legacyMessageId = BigInt(arguments[0]).toString(16);
        document.querySelector('#m-verified').remove();
        document.querySelector('#m-spoofed .gD').setAttribute('email', arguments[1]);
        node.setAttribute('onclick', 'this.title = typeof document.createElement'); // in the page's own world
        node.click();
        return node.title;
        """,
        str(VERIFIED.number),
        VERIFIED.address,
    )
    assert clobbered == "object"
    becomes(browser, "spoofed", "Verified")


def test_gmail_changed(browser: Browser, picture: Callable[[str], None]) -> None:
    """A page that is not as we know it says so, with a text for the administrator."""
    browser.visit("https://mail.google.com/mail/u/0/?changed#inbox/FMfcgzGtwVbnKlMwqXyZFMfcgzGtwVbn")
    host = 'body > div[data-lencana="badge"]'
    shown = badge(browser, None, host)
    picture("pretend-unreadable")
    assert (shown.kind, shown.word) == ("unchecked", "Could not check")
    assert "div.adn[data-message-id] 0" in details(browser, None, host)


def test_outlook_without_address(browser: Browser, picture: Callable[[str], None]) -> None:
    """Without evidence nothing is verified, with or without an address; with the source that the reader opens it is."""
    for address in ("", "?address"):
        browser.visit(OUTLOOK + address)
        assert look(browser).word == "Unknown", look(browser).text
    browser.click("#source")
    becomes(browser, "verified", "Verified")
    picture("pretend-outlook")


def test_outlook_on_premises(browser: Browser) -> None:
    """A server of the organisation's own gives the source for the cookie that it has set."""
    browser.visit("https://exchange.example.test/owa/")
    assert look(browser).word == "Verified", look(browser).text

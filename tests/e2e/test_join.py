"""A browser that nobody manages: what it shows first; then everything from the server's address alone, one comparison,
one permission."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .browsers.browser import Browser, wait_for
from .conftest import PROGRAMS, Newcomer
from .pages.badge import Colour, badge
from .pages.options import SETTINGS, FirstSight, kept, visit_options
from .pictures import keep
from .process import free_port
from .servers.server import command, serving
from .webmails.inbox import Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e

TOKEN = "a-token-of-readers"
_ERROR = (
    "const error = document.querySelector('#error'); return !error.hidden && error.textContent.includes(arguments[0])"
)


@contextmanager
def organisation(data: Path, webmail: str) -> Iterator[tuple[str, str]]:
    """The address of a server that tells of its webmail and asks for a token, and its fingerprint."""
    command(data, "init", "--no-passphrase")
    port = free_port()
    with serving(data, port, LENCANA_WEBMAILS=webmail, LENCANA_TOKENS=TOKEN):
        yield f"http://127.0.0.1:{port}", (data / "root.sha256").read_text().strip()


def look_up(browser: Browser, address: str) -> None:
    """Type it and press the button."""
    browser.type("#join-address", address)
    browser.click("#join-look")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_the_settings_come_by_themselves(name: str, newcomer: Newcomer, first_sights: dict[str, FirstSight]) -> None:
    """In front, once, in a tab of their own: the page that was read is still there."""
    newcomer(name)
    seen = first_sights[name]
    assert seen.front.endswith(SETTINGS)
    assert seen.left == seen.stays
    assert len(seen.tabs) == 2, seen.tabs


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_taking_over(name: str, tmp_path: Path, webmail: Roundcube, newcomer: Newcomer) -> None:
    """What goes wrong is told and changes nothing; then two clicks, and the first message carries its badge."""
    browser = newcomer(name)
    with organisation(tmp_path / "organisation", webmail.url) as (server, fingerprint):
        visit_options(browser)
        for address, told in (
            ("lencana", "not an address"),
            ("http://lencana.example.org", "must begin with https://"),
            (f"http://127.0.0.1:{free_port()}", "Nothing answers"),
            (webmail.url, "is not a Lencana server"),
            (f"{server}/join#{'ab' * 32}", "is not that of"),
        ):
            look_up(browser, address)
            browser.until(_ERROR, told)
            assert browser.run("return document.querySelector('#join-offer').hidden")
        look_up(browser, f"{server}/join#{fingerprint}")
        browser.until("return !document.querySelector('#join-offer').hidden")
        shown = browser.run("return document.querySelector('#join-fingerprint').textContent")
        assert "".join(shown.split()) == fingerprint
        assert browser.run("return !document.querySelector('#join-agrees').hidden")
        allowed = "return [...document.querySelectorAll('#join-allowed li')].map((item) => item.dataset.origin)"
        assert browser.run(allowed) == [server, webmail.url]
        keep(browser.screenshot, f"{name}-join")
        browser.click("#take-over")
        browser.until(_ERROR, "asks for a token")
        browser.allow(server, webmail.url)
        browser.type("#join-token", "another")
        browser.click("#take-over")
        browser.until(_ERROR, "does not accept this token")
        assert fingerprint not in kept(browser, "local"), "nothing half-done"
        browser.type("#join-token", TOKEN)
        browser.click("#take-over")
        browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
        keep(browser.screenshot, f"{name}-joined")
        inbox = Inbox(browser, webmail.url)
        inbox.log_in()
        shown_badge = badge(browser, inbox.preview("Your receipt for November"))
        assert (shown_badge.kind, shown_badge.colour) == ("verified", Colour.GREEN), shown_badge.text
        if name == "chromium":
            open_messages_are_asked_again(inbox)
        wrong_token_is_told_at_once(browser, server)


def open_messages_are_asked_again(inbox: Inbox) -> None:
    """Once what was wrong in the settings is mended: nobody reloads a page for it."""
    inbox.browser.change_settings({"token": "another"})  # type: ignore[attr-defined]
    frame = inbox.preview("Your receipt for November")
    assert badge(inbox.browser, frame).kind == "unchecked"
    inbox.browser.change_settings({"token": TOKEN})  # type: ignore[attr-defined]
    wait_for(lambda: badge(inbox.browser, frame).kind == "verified", "the open message is asked again")


def wrong_token_is_told_at_once(browser: Browser, server: str) -> None:
    """By "Connect", which then changes nothing."""
    visit_options(browser)
    browser.type("#server", server)
    browser.type("#token", "another")
    browser.click("#connect")
    browser.until(_ERROR, "does not accept this token")
    assert TOKEN in kept(browser, "local")

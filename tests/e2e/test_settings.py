"""What the settings page says of an address that is none, and of a list that ends soon."""

import json

import pytest

from .browsers.browser import Browser, wait_for
from .pages.badge import Colour, colour_of
from .pages.options import kept, visit_options
from .servers.server import Server, command

pytestmark = pytest.mark.e2e

TOLD = (
    "const error = document.querySelector('#error'); return !error.hidden && error.textContent.includes(arguments[0])"
)
TRUST = """
const trust = document.querySelector('#trust');
return trust.dataset.state === 'pinned' && document.querySelector('#trust-text').textContent;"""


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize(("field", "button"), [("#server", "#connect"), ("#webmail", "#allow")])
def test_an_address_that_is_none_is_told(browser: Browser, field: str, button: str) -> None:
    """In words; what was typed stays, to be mended, and nothing is stored."""
    visit_options(browser)
    before = json.loads(kept(browser, "local"))["settings"]
    insecure = {"http://example.org": "must begin with https://"} if field == "#server" else {}
    wrong = dict.fromkeys(("gmail", "not an address", "rina@example.org", "mail..example.org"), "not an address")
    for typed, told in {**wrong, **insecure}.items():
        browser.type(field, typed)
        browser.run("document.querySelector('#error').textContent = ''")  # what the one before left
        browser.click(button)
        browser.until(TOLD, told)
        assert browser.run("return document.querySelector(arguments[0]).value", field) == typed
    assert json.loads(kept(browser, "local"))["settings"] == before


@pytest.mark.usefixtures("inbox")
def test_nothing_moves_when_the_server_answers(browser: Browser, server: Server) -> None:
    """Or a reader who is about to press "Remove" presses beside it."""
    state = "return document.querySelector('#trust').dataset.state"
    place = "return document.querySelector('#webmails button.remove').getBoundingClientRect().top"
    with server.frozen():
        visit_options(browser)
        assert browser.run(state) == "waiting"
        before = browser.run(place)
    browser.until(f"{state} === 'pinned'")
    assert browser.run(place) == before


@pytest.mark.usefixtures("inbox")
def test_a_list_that_ends_soon_is_no_success(browser: Browser, server: Server) -> None:
    """Green while the list has its two weeks, and no green beside the sentence that it ends, by day and by night."""
    command(server.data, "allowlist", "renew", "--expires-in", "3d", "--yes")
    try:
        _reads(browser, server, ending=True)
        for night in (False, True):
            with browser.dark(night):
                assert colour_of(browser, "#trust-text") is not Colour.GREEN, night
    finally:
        command(server.data, "allowlist", "renew", "--expires-in", "14d", "--yes")
    _reads(browser, server, ending=False)
    for night in (False, True):
        with browser.dark(night):
            assert colour_of(browser, "#trust-text") is Colour.GREEN, night


def _reads(browser: Browser, server: Server, *, ending: bool) -> None:
    """Open the page until it has the newest list, which a server hears of within two seconds."""
    version = command(server.data, "allowlist", "show").split("version ", 1)[1].split(",", 1)[0]

    def shown() -> bool:
        visit_options(browser)
        text = str(browser.until(TRUST))
        return f"version {version}," in text and ("ends soon" in text) is ending

    wait_for(shown, f"version {version}, {ending=}")

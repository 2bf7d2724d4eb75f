"""The desk for everybody: readable, usable by keyboard alone, and safe from what stands in a list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .browsers.browser import Browser, wait_for
from .conftest import PROGRAMS, Newcomer
from .pages.admin_browser import HOSTILE, in_force, organisation_with_passphrase
from .pages.desk import bind, changes, go, visit_desk
from .servers.server import Server, command
from .test_accessible import WIDE, found, tab_to

pytestmark = pytest.mark.e2e

VIEWS = ("list", "change", "change/brand/openai", "change/beside/persons", "change/packs", "sign", "history", "keys")


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of an organisation whose keys have a passphrase."""
    with organisation_with_passphrase(tmp_path / "organisation", monkeypatch) as server:
        yield server


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_for_everybody(name: str, tmp_path: Path, organisation: Server, newcomer: Newcomer) -> None:
    """axe-core finds nothing in any view; nothing sticks out; by keyboard alone; a script in the list stays a text."""
    source = tmp_path / "list.toml"
    command(organisation.data, "allowlist", "export", source)
    person = f"\n[[person]]\nname = '{HOSTILE[:90]}'\naddresses = ['rina@kantor.example']\n"
    source.write_text(source.read_text() + person)
    command(organisation.data, "allowlist", "sign", source, "-o", tmp_path / "next.json", "--yes")
    command(organisation.data, "allowlist", "publish", tmp_path / "next.json")
    wait_for(lambda: in_force(organisation)["version"] == 2, "the list with that person")
    browser = newcomer(name)
    bind(browser, organisation.url)
    visit_desk(browser)
    for dark in (False, True):
        with browser.dark(dark):
            for route in VIEWS:
                go(browser, route)
                browser.until("return document.querySelector('#view .card, #view .form') !== null")
                assert found(browser) == [], (route, dark)
                assert browser.run(WIDE), route
    go(browser, "list")
    assert HOSTILE[:90] in browser.run("return document.querySelector('[data-beside=persons]').textContent")
    browser.run("document.documentElement.dir = 'rtl'")
    for route in VIEWS:
        go(browser, route)
        assert browser.run(WIDE), route
    assert browser.run("return document.body.dataset.run ?? null") is None
    _by_keyboard(browser)


def _by_keyboard(browser: Browser) -> None:
    """Remove a domain and undo it; the focus stays where the work is."""
    browser.visit_extension("desk/desk.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    tab_to(browser, "#views a[href='#change']")
    browser.press("Enter")
    browser.until("return document.activeElement.id === 'heading'")
    tab_to(browser, "#view button")
    go(browser, "change/brand/openai")
    tab_to(browser, "[data-field=domains] .remove")
    browser.press("Enter")
    removed = ["removed", "domains", "openai.com"]
    browser.until("return document.querySelector('#undo:enabled') !== null")
    assert changes(browser, "#draft") == [removed]
    assert browser.run("return document.activeElement.matches('[data-field=domains] .remove')"), "the focus is kept"
    tab_to(browser, "#undo")
    browser.press("Enter")
    browser.until("return document.querySelector('#undo:disabled') !== null")
    assert browser.run("return document.activeElement.id") == "draft", "the focus is kept"
    assert changes(browser, "#draft") == []

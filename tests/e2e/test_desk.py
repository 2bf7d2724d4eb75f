"""The desk end to end: an admin changes the list, signs it with a key made there or with a file, and publishes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lencana.trust.keys import pkcs8

from .browsers.browser import wait_for
from .conftest import PROGRAMS, Newcomer
from .pages.admin_browser import PASSPHRASE, in_force, organisation_with_passphrase
from .pages.desk import (
    add_entry,
    bind,
    changes,
    error,
    go,
    make_key,
    published,
    put_file,
    sign_with_file,
    sign_with_made_key,
    to_sign,
    visit_desk,
)
from .servers.server import Server, command

pytestmark = pytest.mark.e2e


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of an organisation whose keys have a passphrase."""
    with organisation_with_passphrase(tmp_path / "organisation", monkeypatch) as server:
        yield server


@pytest.fixture
def organisation_of_an_admin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The same; its keys are encrypted as everybody's."""
    with organisation_with_passphrase(tmp_path / "organisation", monkeypatch, pkcs8.SCRYPT_COST) as server:
        yield server


def list_key(server: Server) -> str:
    """The file of the list key."""
    return (server.data / "keys" / "list.pem").read_text()


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_change_sign_publish(name: str, tmp_path: Path, organisation: Server, newcomer: Newcomer) -> None:
    """With a key made there that the root names since; what is published is what stood there."""
    browser = newcomer(name)
    bind(browser, organisation.url)
    visit_desk(browser)
    cards = "return [...document.querySelectorAll('.brand h2')].map((name) => name.textContent)"
    assert browser.run(cards) == ["OpenAI"]
    (tmp_path / "desk.pub").write_text(make_key(browser))
    organisation.let_sign(tmp_path / "desk.pub")
    visit_desk(browser, "keys")
    browser.until("return document.querySelector('#key-state').dataset.state === 'good'")
    go(browser, "change/brand/openai")
    add_entry(browser, "domains", "Mail.OpenAI.example")
    add_entry(browser, "senders", "OpenAI <billing@stripe.example>")
    browser.until("return document.querySelector('[data-field=domains] .remarks li') !== null")
    browser.type(".try textarea", "mail.openai.example")
    browser.click("#try")
    verdicts = "return [...document.querySelectorAll('.tried > div')].map((side) => side.dataset.verdict).join(' ')"
    assert browser.until(verdicts) == "suspicious verified"
    visit_desk(browser)  # as after a closed tab
    assert to_sign(browser) == [
        ["added", "domains", "mail.openai.example"],
        ["added", "senders", "billing@stripe.example"],
    ]
    sign_with_made_key(browser)
    assert "2" in published(browser)
    document = in_force(organisation)
    assert document["version"] == 2
    assert document["brands"][0]["domains"][-1] == "mail.openai.example"
    assert document["brands"][0]["senders"][-1] == "billing@stripe.example"
    go(browser, "history")
    browser.until("return document.querySelectorAll('.history > li').length === 2")
    assert changes(browser, "[data-version='2']")[0] == ["added", "domains", "mail.openai.example"]


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_key_file(name: str, organisation_of_an_admin: Server, newcomer: Newcomer) -> None:
    """A wrong passphrase and another key sign nothing; nothing of the file is kept; a renewal changes nothing else."""
    organisation = organisation_of_an_admin
    before = in_force(organisation)
    browser = newcomer(name)
    bind(browser, organisation.url)
    browser.click("#desk a")  # of the settings page
    browser.until("return document.body.dataset.ready === 'yes' && location.pathname.endsWith('/desk/desk.html')")
    assert to_sign(browser) == []
    sign_with_file(browser, list_key(organisation), "wrong")
    assert "passphrase" in error(browser)
    command(organisation.data, "key", "new", "stranger")
    sign_with_file(browser, (organisation.data / "keys" / "stranger.pem").read_text(), PASSPHRASE)
    browser.until("return document.querySelector('#error').textContent.includes('root')")
    assert in_force(organisation) == before
    sign_with_file(browser, list_key(organisation), PASSPHRASE)
    published(browser)
    after = in_force(organisation)
    assert (after["version"], after["brands"]) == (2, before["brands"])
    kept = browser.run("return document.documentElement.outerHTML")
    assert "PRIVATE KEY" not in kept
    assert PASSPHRASE not in kept


@pytest.mark.parametrize("name", ["chromium"])
def test_two_signers(name: str, organisation: Server, newcomer: Newcomer) -> None:
    """The first hands on a file, the second sees what it says, signs and publishes."""
    command(organisation.data, "key", "new", "siti")
    command(organisation.data, "root", "rotate", "--add", "siti", "--threshold", "list=2", "--yes")
    command(organisation.data, "allowlist", "renew", "--yes")
    wait_for(lambda: in_force(organisation)["version"] == 2, "the list that both have signed")
    siti = (organisation.data / "keys" / "siti.pem").read_text()
    browser = newcomer(name)
    bind(browser, organisation.url)
    visit_desk(browser, "change/brand/openai")
    add_entry(browser, "owned", "openai.example")
    assert to_sign(browser) == [["added", "owned", "openai.example"]]
    sign_with_file(browser, list_key(organisation), PASSPHRASE)
    browser.until("return document.querySelector('#save-signed') !== null")
    assert browser.run("return document.querySelector('#publish')") is None
    envelope = saved(browser, "#save-signed")
    assert in_force(organisation)["version"] == 2
    browser = newcomer(name)  # the second's, who knows nothing of the first
    bind(browser, organisation.url)
    visit_desk(browser)
    to_sign(browser)
    put_file(browser, ".signed-file", envelope, "list-3.json")
    browser.until("return document.querySelector('#what .signers') !== null")
    assert changes(browser, "#what") == [["added", "owned", "openai.example"]]
    sign_with_file(browser, siti, PASSPHRASE)
    published(browser)
    assert in_force(organisation)["brands"][0]["owned"][-1] == "openai.example"


def saved(browser: Any, selector: str) -> str:
    """The text of the file that a click saves; Chromium alone."""
    with browser._page.expect_download() as download:
        browser.click(selector)
    return str(Path(download.value.path()).read_text())


@pytest.mark.parametrize("name", ["chromium"])
def test_somebody_else_was_faster(name: str, organisation: Server, newcomer: Newcomer) -> None:
    """The newer list is fetched, the draft stands on it, both are shown, and signing again publishes both."""
    browser = newcomer(name)
    bind(browser, organisation.url)
    visit_desk(browser, "change/brand/openai")
    add_entry(browser, "owned", "ours.example")
    to_sign(browser)
    command(organisation.data, "allowlist", "add-domain", "openai", "theirs.example", "--yes")
    sign_with_file(browser, list_key(organisation), PASSPHRASE)
    browser.until("return document.querySelector('.notice:not([hidden])') !== null")
    assert changes(browser, ".notice") == [["added", "domains", "theirs.example"]]
    browser.until("return !document.querySelector('#key').hidden && !document.querySelector('#save-signed')")
    assert changes(browser, "#what") == [["added", "owned", "ours.example"]]
    sign_with_file(browser, list_key(organisation), PASSPHRASE)
    published(browser)
    brand = in_force(organisation)["brands"][0]
    assert (brand["domains"][-1], brand["owned"][-1]) == ("theirs.example", "ours.example")

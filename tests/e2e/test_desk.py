"""The desk end to end: an admin changes the list, signs it with a key made there or with a file, and publishes it."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from .browser import Browser
from .conftest import PICTURES, PROGRAMS, starter
from .desk import (
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
from .liar import lying
from .process import free_port, require
from .quiet import listening
from .server import Server, command
from .test_accessible import WIDE, found, tab_to

pytestmark = pytest.mark.e2e

VIEWS = ("list", "change", "change/brand/openai", "change/beside/persons", "change/packs", "sign", "history", "keys")
LATER = 1.0  # seconds after which the desk would have opened; it takes a few hundredths
PASSPHRASE = "kunci rahasia é"
HOSTILE = '<img src=x onerror="document.body.dataset.run = 1"><script>document.body.dataset.run = 1</script>'


@pytest.fixture
def organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of an organisation whose keys have a passphrase."""
    monkeypatch.setenv("LENCANA_PASSPHRASE", PASSPHRASE)
    command(tmp_path / "organisation", "init")
    server = Server(tmp_path / "organisation")
    server.start()
    yield server
    server.stop()


@contextmanager
def admin(name: str, folder: Path, url: str) -> Iterator[Browser]:
    """A browser that has accepted the server's fingerprint."""
    require(PROGRAMS[name])
    folder.mkdir()
    with starter(name)(folder) as browser:
        bind(browser, url)
        yield browser


def in_force(server: Server) -> Any:
    """The document that the server gives out."""
    with urlopen(f"{server.url}/v1/allowlist") as reply:  # noqa: S310 (always http to loopback)
        return json.loads(base64.b64decode(json.load(reply)["payload"]))


def list_key(server: Server) -> str:
    """The file of the list key."""
    return (server.data / "keys" / "list.pem").read_text()


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_change_sign_publish(name: str, tmp_path: Path, organisation: Server) -> None:
    """With a key made there that the root names since; what is published is what stood there."""
    with admin(name, tmp_path / "profile", organisation.url) as browser:
        visit_desk(browser)
        cards = "return [...document.querySelectorAll('.brand h2')].map((name) => name.textContent)"
        assert browser.run(cards) == ["OpenAI"]
        (tmp_path / "desk.pub").write_text(make_key(browser))
        command(organisation.data, "root", "rotate", "--add", tmp_path / "desk.pub", "--yes")
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
def test_the_servers_page_becomes_the_desk(name: str, tmp_path: Path, organisation: Server) -> None:
    """Once the extension is connected to that very server; before, on the way back, and elsewhere it stays a page."""
    require(PROGRAMS[name])
    (tmp_path / "profile").mkdir()
    page, is_desk = f"{organisation.url}/desk", "return location.pathname === '/desk/desk.html'"
    with starter(name)(tmp_path / "profile") as browser, another_desk_page() as elsewhere:
        browser.visit(page)
        heading = browser.run("return document.querySelector('h1').textContent")
        bind(browser, organisation.url)
        browser.visit(elsewhere)  # another port, which no match pattern can tell
        time.sleep(LATER)
        assert browser.run("return document.querySelector('h1')?.textContent") == "not the desk"
        browser.visit(f"{page}?lang=id")
        assert browser.run("return document.querySelector('h1').textContent") != heading
        browser.run("location.assign(arguments[0])", page)
        browser.until(f"return document.body?.dataset.ready === 'yes' && {is_desk.removeprefix('return ')}")
        browser.until("return document.querySelector('.brand h2')?.textContent === 'OpenAI'")
        browser.run("history.back()")
        browser.until("return document.querySelector('h1') !== null && location.pathname === '/desk'")
        time.sleep(LATER)
        assert browser.run("return document.querySelector('h1').textContent") == heading


@contextmanager
def another_desk_page() -> Iterator[str]:
    """The page /desk of somebody else's server at another port."""
    body = b"<!doctype html><h1>not the desk</h1>"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    port = free_port()
    with listening(port, Handler):
        yield f"http://127.0.0.1:{port}/desk"


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_key_file(name: str, tmp_path: Path, organisation: Server) -> None:
    """A wrong passphrase and another key sign nothing; nothing of the file is kept; a renewal changes nothing else."""
    before = in_force(organisation)
    with admin(name, tmp_path / "profile", organisation.url) as browser:
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


def test_two_signers(tmp_path: Path, organisation: Server) -> None:
    """The first hands on a file, the second sees what it says, signs and publishes."""
    command(organisation.data, "key", "new", "siti")
    command(organisation.data, "root", "rotate", "--add", "siti", "--threshold", "list=2", "--yes")
    command(organisation.data, "allowlist", "renew", "--yes")
    siti = (organisation.data / "keys" / "siti.pem").read_text()
    with admin("chromium", tmp_path / "first", organisation.url) as browser:
        visit_desk(browser, "change/brand/openai")
        add_entry(browser, "owned", "openai.example")
        assert to_sign(browser) == [["added", "owned", "openai.example"]]
        sign_with_file(browser, list_key(organisation), PASSPHRASE)
        browser.until("return document.querySelector('#save-signed') !== null")
        assert browser.run("return document.querySelector('#publish')") is None
        envelope = saved(browser, "#save-signed")
        assert in_force(organisation)["version"] == 2
    with admin("chromium", tmp_path / "second", organisation.url) as browser:
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


def test_somebody_else_was_faster(tmp_path: Path, organisation: Server) -> None:
    """The newer list is fetched, the draft stands on it, both are shown, and signing again publishes both."""
    with admin("chromium", tmp_path / "profile", organisation.url) as browser:
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


def falsify(path: str, answer: dict[str, Any]) -> dict[str, Any]:
    """One domain more in the bytes to sign, and a script in what is said of them."""
    if path != "/v1/allowlist/draft" or answer["payload"] is None:
        return answer
    document = json.loads(base64.b64decode(answer["payload"]))
    document["brands"][0]["domains"].append("evil.example")
    remark = {"level": "warning", "where": "brand.openai.domains", "text": HOSTILE}
    return {
        **answer,
        "payload": base64.b64encode(json.dumps(document).encode()).decode(),
        "changes": [],
        "lint": [remark, {**remark, "where": "brand.openai"}],
    }


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_server_that_lies(name: str, tmp_path: Path, organisation: Server) -> None:
    """Other bytes than the draft are refused with what is different; nothing can be signed, and no script runs."""
    port = free_port()
    with (
        lying(port, organisation.url, falsify) as told,
        admin(name, tmp_path / "profile", f"http://127.0.0.1:{port}") as browser,
    ):
        visit_desk(browser, "change/brand/openai")
        add_entry(browser, "aliases", HOSTILE[:60])
        browser.until("return document.querySelector('[data-field=domains] .remarks li') !== null")
        go(browser, "sign")
        browser.until("return document.querySelector('#what [data-reason]')?.dataset.reason === 'content'")
        assert changes(browser, "#what") == [["added", "domains", "evil.example"]]
        assert browser.run("return document.querySelector('#key').hidden")
        PICTURES.mkdir(exist_ok=True)
        browser.screenshot(PICTURES / f"{name}-desk-refused.png")
        assert browser.run("return document.body.dataset.run ?? null") is None
        assert browser.run("return document.querySelectorAll('#view :is(img, script)').length") == 0
        assert told
    assert in_force(organisation)["version"] == 1


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_for_everybody(name: str, tmp_path: Path, organisation: Server) -> None:
    """axe-core finds nothing in any view; nothing sticks out; by keyboard alone; a script in the list stays a text."""
    source = tmp_path / "list.toml"
    command(organisation.data, "allowlist", "export", source)
    person = f"\n[[person]]\nname = '{HOSTILE[:90]}'\naddresses = ['rina@kantor.example']\n"
    source.write_text(source.read_text() + person)
    command(organisation.data, "allowlist", "sign", source, "-o", tmp_path / "next.json", "--yes")
    command(organisation.data, "allowlist", "publish", tmp_path / "next.json")
    with admin(name, tmp_path / "profile", organisation.url) as browser:
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

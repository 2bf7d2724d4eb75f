"""The desk and servers that it must not believe: another one's page, and one that lies."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from .conftest import PROGRAMS, Newcomer
from .pages.admin_browser import HOSTILE, in_force, organisation_with_passphrase
from .pages.desk import add_entry, bind, changes, go, visit_desk
from .pictures import keep
from .process import free_port
from .servers.liar import lying
from .servers.quiet import listening
from .servers.server import Server

pytestmark = pytest.mark.e2e

LATER = 1.0  # seconds after which the desk would have opened; it takes a few hundredths


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of an organisation whose keys have a passphrase; no test here changes its list."""
    folder = tmp_path_factory.mktemp("desk") / "organisation"
    with pytest.MonkeyPatch.context() as patch, organisation_with_passphrase(folder, patch) as server:
        yield server


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_the_servers_page_becomes_the_desk(name: str, organisation: Server, newcomer: Newcomer) -> None:
    """Once the extension is connected to that very server; before, on the way back, and elsewhere it stays a page."""
    browser = newcomer(name)
    page, is_desk = f"{organisation.url}/desk", "return location.pathname === '/desk/desk.html'"
    with another_desk_page() as elsewhere:
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
def test_a_server_that_lies(name: str, organisation: Server, newcomer: Newcomer) -> None:
    """Other bytes than the draft are refused with what is different; nothing can be signed, and no script runs."""
    browser, port = newcomer(name), free_port()
    with lying(port, organisation.url, falsify) as told:
        bind(browser, f"http://127.0.0.1:{port}")
        visit_desk(browser, "change/brand/openai")
        add_entry(browser, "aliases", HOSTILE[:60])
        browser.until("return document.querySelector('[data-field=domains] .remarks li') !== null")
        go(browser, "sign")
        browser.until("return document.querySelector('#what [data-reason]')?.dataset.reason === 'content'")
        assert changes(browser, "#what") == [["added", "domains", "evil.example"]]
        assert browser.run("return document.querySelector('#key').hidden")
        keep(browser.screenshot, f"{name}-desk-refused")
        assert browser.run("return document.body.dataset.run ?? null") is None
        assert browser.run("return document.querySelectorAll('#view :is(img, script)').length") == 0
        assert told
    assert in_force(organisation)["version"] == 1

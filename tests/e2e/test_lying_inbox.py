"""A server that was broken into lies to the inbox: nothing runs, nobody else is answered, nothing else is signed."""

import base64
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from .browsers.browser import Browser
from .conftest import PROGRAMS, Newcomer
from .pages.desk import bind, changes, error, go, make_key, visit_desk
from .pictures import keep
from .process import free_port
from .servers.liar import lying
from .servers.server import Server, command

pytestmark = pytest.mark.e2e

SCRIPT = """<img src=x onerror="document.body.dataset.ran = 1"><script>document.body.dataset.ran = 1</script>"""
LINKS = "return [...document.querySelectorAll('.campaigns a')].map((link) => link.hash.slice('#inbox/'.length))"
ACTIVE = "return document.querySelectorAll('#view :is(img, script, iframe, object, svg, [onerror])').length"


@dataclass
class Liar:
    """What the server makes of its answers; a lie can be switched on."""

    lie: str = ""
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)  # those that were asked for singly

    def falsify(self, path: str, answer: dict[str, Any]) -> dict[str, Any]:
        """Another answer than the true one, as the lie wants it."""
        if path == "/v1/allowlist/draft":
            return _with_another_domain(answer) if self.lie == "draft" else answer
        if not path.startswith("/v1/reports"):
            return answer
        if "id" in answer:
            self.reports[answer["id"]] = answer
        if self.lie == "another report" and "id" in answer:
            return {**answer, "id": next(one for one in self.reports if one != answer["id"])}
        return {"script": _with_script, "types": _with_other_types}.get(self.lie, dict)(answer)


def _with_script(answer: dict[str, Any]) -> dict[str, Any]:
    if "reports" in answer:
        groups = [{**group, "domain": SCRIPT, "subject": SCRIPT} for group in answer["groups"]]
        return {**answer, "groups": groups, "reports": [_with_script(report) for report in answer["reports"]]}
    texts = dict.fromkeys(("subject", "comment", "diagnosis", "webmail"), SCRIPT)
    found = {"verdict": "unknown", "codes": [SCRIPT[:100]]}
    said = {"kind": "other", "text": SCRIPT, "at": answer["at"]}
    return {**answer, **texts, "sender": {"address": SCRIPT, "name": SCRIPT}, "now": found, "answer": said}


def _with_other_types(answer: dict[str, Any]) -> dict[str, Any]:
    if "reports" in answer:
        return {**answer, "reports": [_with_other_types(report) for report in answer["reports"]]}
    return {**answer, "comment": {"toString": SCRIPT}, "at": "soon"}


def _with_another_domain(answer: dict[str, Any]) -> dict[str, Any]:

    if answer["payload"] is None:
        return answer
    document = json.loads(base64.b64decode(answer["payload"]))
    document["brands"][0]["domains"].append("evil.example")
    return {**answer, "payload": base64.b64encode(json.dumps(document).encode()).decode()}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with two reports of different senders."""
    command(tmp_path / "organisation", "init", "--no-passphrase")
    server = Server(tmp_path / "organisation", LENCANA_REPORTS="messages")
    server.start()
    try:
        for domain in ("openai-invoices.example", "another.example"):
            sender = {"address": f"billing@{domain}", "name": "OpenAI Billing"}
            report = {
                "id": str(uuid4()),
                "kind": "genuine",
                "reader": str(uuid4()),
                "sender": sender,
                "subject": domain,
            }
            headers = {"Content-Type": "application/json"}
            request = urllib.request.Request(f"{server.url}/v1/reports", json.dumps(report).encode(), headers)  # noqa: S310
            with urllib.request.urlopen(request) as reply:  # noqa: S310 (always http to loopback)
                assert reply.status == 201
        yield server
    finally:
        server.stop()


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_nothing_runs_and_nothing_else_is_signed(name: str, tmp_path: Path, server: Server, newcomer: Newcomer) -> None:
    browser, port, liar = newcomer(name), free_port(), Liar()
    with lying(port, server.url, liar.falsify, ("GET", "POST")):
        bind(browser, f"http://127.0.0.1:{port}")
        visit_desk(browser)
        (tmp_path / "desk.pub").write_text(make_key(browser))
        server.let_sign(tmp_path / "desk.pub")
        visit_desk(browser, "inbox")
        one, other = browser.until(f"return (() => {{ {LINKS} }})().length === 2 && (() => {{ {LINKS} }})()")
        _scripts_stay_text(browser, liar, one)
        _another_report_is_none(browser, liar, one, other)
        liar.lie = "types"
        for route in ("inbox", f"inbox/{one}"):
            visit_desk(browser, route)
            assert error(browser)
            assert browser.run("return document.querySelector('.campaigns, .report')") is None
        _another_draft_is_not_signed(browser, liar, one)
    with urllib.request.urlopen(f"{server.url}/v1/allowlist") as reply:  # noqa: S310 (always http to loopback)
        assert json.loads(base64.b64decode(json.load(reply)["payload"]))["version"] == 1


def _scripts_stay_text(browser: Browser, liar: Liar, report: str) -> None:
    """In the list, on the report's page, and in what is said of the message now."""
    liar.lie = "script"
    for route, times in (("inbox", 3), (f"inbox/{report}", 5)):
        visit_desk(browser, route)
        shown = "document.querySelector('#view').textContent.split(arguments[0]).length - 1"
        browser.until(f"return {shown} >= arguments[1]", SCRIPT, times)
        assert browser.run(ACTIVE) == 0
        assert browser.run("return document.body.dataset.ran ?? null") is None
        keep(browser.screenshot, f"{browser.name}-lying-inbox-{times}")
    assert browser.run("return document.querySelector('#genuine, #phish')") is None, "a script is no address to list"


def _another_report_is_none(browser: Browser, liar: Liar, one: str, other: str) -> None:
    """Whose reader would be answered, in place of the one whose report stands there."""
    liar.lie = ""
    visit_desk(browser, f"inbox/{other}")
    browser.until("return document.querySelector('#answer-now') !== null")
    liar.lie = "another report"
    visit_desk(browser, f"inbox/{one}")
    assert error(browser)
    assert browser.run("return document.querySelector('#answer-now')") is None


def _another_draft_is_not_signed(browser: Browser, liar: Liar, report: str) -> None:
    """One click puts the sender's domain into the draft; the bytes that come back have one more."""
    liar.lie = "draft"
    visit_desk(browser, f"inbox/{report}")
    browser.click("#genuine .offer[data-field=domains]")
    browser.until("return document.querySelector('#to-sign') !== null")  # the click opens the changed list
    go(browser, "sign")
    browser.until("return document.querySelector('#what [data-reason]')?.dataset.reason === 'content'")
    assert changes(browser, "#what") == [["added", "domains", "evil.example"]]
    assert browser.run("return document.querySelector('#key').hidden")

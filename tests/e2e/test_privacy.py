"""Every request that a browser makes, read: what leaves it, where to, and what is kept."""

import json
import re
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from .browsers.browser import Browser, wait_for
from .browsers.recording import Request, recorded
from .conftest import PROGRAMS
from .mail.mailbox import Mailbox
from .pages.badge import Colour, badge
from .pages.options import connect, kept, visit_options
from .pages.restart import an_older_list_is_refused, copy_of, extension_to_stay, look, newer_list, version
from .process import require
from .servers.server import Server, serving
from .webmails.inbox import Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e

# What the browsers themselves ask for at their start; the proxy answers none of it.
THEIR_OWN = re.compile(r"(^|\.)(google|googleapis|gvt1|gstatic|mozilla|firefox|mozgcp|mozaws)\.(com|org|net)(:\d+)?$")
ROUTES = re.compile(r"/v1/(check|check/batch|allowlist|root|root/\d+)|/join")  # which tells what may be reported
LONG = """From: Budi <budi@example.org>\r\nTo: alice@example.test\r\nSubject: A very long letter\r
Date: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID: <long@example.org>\r\n\r\n"""


def questions(seen: list[Request], server: Server) -> list[dict[str, Any]]:
    """What `/v1/check` was asked of messages; what else it was asked is empty, to learn whether the token is right."""
    host = urlsplit(server.url).netloc
    asked = [json.loads(one.body) for one in seen if one.host == host and one.path == "/v1/check"]
    of_messages = [question for question in asked if question.get("webmail")]
    assert not [question for question in asked if question not in of_messages and any(question.values())]
    return of_messages


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_every_request(name: str, tmp_path: Path, server: Server, webmail: Roundcube, mailbox: Mailbox) -> None:
    """All that a new profile sends, until it is started again; then it knows the newest list that it has seen.

    The browser ends; the server comes back with a list from before; the browser starts with the same profile.
    """
    require(PROGRAMS[name])
    mailbox.deliver((LONG + "The quick brown fox. " * 4000 + "\r\n").encode())
    (tmp_path / "profile").mkdir()
    start = partial(recorded, name, tmp_path / "profile", extension_to_stay(tmp_path, name))
    older = copy_of(server, tmp_path / "older")
    with start() as (browser, seen):
        connect(browser, server, webmail.url)
        _no_more_than_needed(browser, seen, server, webmail)
        newest = newer_list(browser, server)
        assert look(browser, webmail).colour is Colour.GREEN
    with ExitStack() as stack:
        with server.down(), serving(older, server.port):
            browser, seen_later = stack.enter_context(start())
            an_older_list_is_refused(browser, webmail)
        assert {version(browser)} == newest, "what it remembered is still in force when the server has the newest again"
        assert look(browser, webmail).colour is Colour.GREEN
    _only_where_it_belongs([*seen, *seen_later], server, webmail)


def _no_more_than_needed(browser: Browser, seen: list[Request], server: Server, webmail: Roundcube) -> None:
    """Header block, links and 16 KB of text to the organisation's server; headers alone when so set; nothing else."""
    inbox = Inbox(browser, webmail.url)
    inbox.log_in()
    for subject in ("Your receipt for November", "Your workspace will be closed today", "A very long letter"):
        badge(browser, inbox.preview(subject))
    everything = questions(seen, server)
    fields = {"webmail", "origin", "headers", "text", "links"}
    assert fields == set().union(*everything), "no whole message was asked for"
    sizes = [len(question["text"].encode()) for question in everything]
    assert max(sizes) == 16 * 1024

    visit_options(browser)
    browser.click("#headers-only")
    wait_for(lambda: '"headersOnly":true' in kept(browser, "local"), "the switch is kept")
    before = len(everything)
    badge(browser, inbox.preview("Your receipt for November"))
    after = questions(seen, server)[before:]
    assert [set(question) for question in after] == [{"webmail", "origin", "headers"}]

    visit_options(browser)
    stored = kept(browser, "local")
    assert set(json.loads(stored)) == {"settings", "policy", "trust"}
    for secret in ("quick brown fox", "desk-7.example", "alice@example.test"):
        assert secret not in stored
    inbox.log_in()
    wait_for(lambda: [one for one in seen if one.path == "/v1/check/batch"], "rows are asked about")


def _only_where_it_belongs(seen: list[Request], server: Server, webmail: Roundcube) -> None:
    ours, mail = urlsplit(server.url).netloc, urlsplit(webmail.url).netloc
    elsewhere = {one.host for one in seen} - {ours, mail}
    assert not [host for host in elsewhere if not THEIR_OWN.search(host)], elsewhere
    for one in seen:
        if one.host == ours:
            assert ROUTES.fullmatch(one.path), one
            assert not {"cookie", "referer"} & set(one.headers), one
    sources = [one for one in seen if one.host == mail and "viewsource" in one.path]
    assert sources, "the proxy sees what content scripts fetch"
    assert {one.method for one in sources} == {"GET"}
    batches = [one for one in seen if one.path == "/v1/check/batch"]
    assert batches, "rows are asked about together"
    rows = [row for one in batches for row in json.loads(one.body)["messages"]]
    assert {frozenset(row) for row in rows} == {frozenset({"webmail", "from", "subject"})}

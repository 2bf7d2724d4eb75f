"""What happens to the extension's parts while mail is read: stopped, reloaded, slow, hurried, and with an old list."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest

from .browsers.browser import PATIENCE, insist, wait_for
from .pages.badge import Colour, badge
from .pages.options import kept, visit_options
from .process import free_port
from .servers.quiet import listening
from .servers.server import Server, command, serving
from .test_verdicts import MESSAGES
from .webmails.clicking import CLICK, SHOWS, listed
from .webmails.inbox import PREVIEW, Inbox

pytestmark = pytest.mark.e2e

HOST = '#message-header + div[data-lencana="badge"]'
KIND = "return arguments[0].querySelector('.badge').dataset.kind"
ALARM = """
const page = window.wrappedJSObject ?? window;
(page.browser ?? page.chrome).alarms.create('renew', page.JSON.parse(`{"when": ${Date.now() + 200}}`));"""


def test_background_stopped_between_two_messages(inbox: Inbox) -> None:
    """Browsers end an idle background at will; the next message wakes it and is judged as any other."""
    for name in ("verified", "claimed-name", "verified"):
        subject, kind, _, colour = MESSAGES[name]
        inbox.browser.stop_background()
        shown = badge(inbox.browser, inbox.preview(subject))
        assert (shown.kind, shown.colour) == (kind, colour), shown.text


@contextmanager
def slow(port: int, truth: int, seconds: float) -> Iterator[Event]:
    """Listen on `port` in front of the server at the port `truth`; every check takes that much longer.

    On a busy machine that much may pass before anybody looks: no check is answered before the event is set, either.
    """
    seen = Event()

    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/v1/check":
                time.sleep(seconds)
                seen.wait(PATIENCE)
            onward = HTTPConnection("127.0.0.1", truth)
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            onward.request(self.command, self.path, body or None, headers)
            reply = onward.getresponse()
            content = reply.read()
            onward.close()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        do_GET = do_POST = _pass_on  # noqa: N815 (the names are the library's)

    with listening(port, Handler):
        yield seen


def test_slow_server(inbox: Inbox, server: Server) -> None:
    """For two seconds the badge says that it is being checked, and then the verdict."""
    subject, *_ = MESSAGES["verified"]
    port = free_port()
    with server.down(), serving(server.data, port), slow(server.port, port, 2.0) as seen:
        frame = inbox.preview(subject)

        def kind() -> object:
            inbox.browser.enter(frame)
            return inbox.browser.run_in_shadow(HOST, KIND)

        wait_for(lambda: kind() == "checking", "checking")
        seen.set()
        assert badge(inbox.browser, frame).colour is Colour.GREEN


def test_twenty_messages_in_ten_seconds(inbox: Inbox) -> None:
    """Clicked through faster than they can be checked; the one that stays open has its own verdict, once."""
    listed(inbox)
    by_subject = {subject: (kind, colour) for subject, kind, _, colour in MESSAGES.values()}
    began = time.monotonic()
    for number in range(20):
        inbox.browser.enter(None)
        last = inbox.browser.run(CLICK, number)
        time.sleep(max(0.0, began + (number + 1) * 0.5 - time.monotonic()))
    while last not in by_subject:
        number += 1
        last = inbox.browser.run(CLICK, number)
    inbox.browser.until(SHOWS, last, frame=PREVIEW)
    shown = badge(inbox.browser, PREVIEW)
    assert (shown.kind, shown.colour) == by_subject[last], (last, shown.text)
    assert inbox.browser.run("return document.querySelectorAll('[data-lencana=badge]').length") == 1


def test_list_expires_and_is_renewed_by_alarm(inbox: Inbox, server: Server) -> None:
    """Nothing is green on an expired list; the alarm fetches the next one without a message being opened."""
    subject = MESSAGES["verified"][0]
    end = datetime.now(UTC) + timedelta(seconds=15)
    try:
        _publish(server, now=end - timedelta(hours=1), life="1h")
        _renew(inbox)
        time.sleep(max(0.0, (end - datetime.now(UTC)).total_seconds() + 1))
        shown = badge(inbox.browser, inbox.preview(subject))
        assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
        assert "expired" in shown.text
        assert badge(inbox.browser, inbox.preview(MESSAGES["claimed-name"][0])).colour is Colour.RED
    finally:
        _publish(server, now=datetime.now(UTC), life="14d")
    _renew(inbox)
    with server.down():
        visit_options(inbox.browser)
        inbox.browser.until("return document.querySelector('#trust').dataset.state === 'failed'")
        assert "expired" not in inbox.browser.run("return document.querySelector('#trust-text').textContent")
    assert badge(inbox.browser, inbox.preview(subject)).colour is Colour.GREEN


def _publish(server: Server, *, now: datetime, life: str) -> None:
    """The same list as the next version, as if signed at that time."""
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    command(server.data, "--now", stamp, "allowlist", "renew", "--expires-in", life, "--yes")


def _renew(inbox: Inbox) -> None:
    """Let the alarm go off until another list than before is kept: a server hears of a new one within two seconds."""
    inbox.browser.visit_extension("pages/popup/popup.html")  # the settings page would ask for the list itself
    inbox.browser.until("return document.body.dataset.ready === 'yes'")
    before = json.loads(kept(inbox.browser, "local"))["trust"]["allowlist"]

    def renewed() -> bool:
        return bool(json.loads(kept(inbox.browser, "local"))["trust"]["allowlist"] != before)

    insist(lambda: inbox.browser.run(ALARM), renewed, "the new list")


def test_reloaded_while_a_message_is_open(inbox: Inbox) -> None:
    """The badge that stands stays true; the new extension draws its own, and the next message has one too."""
    browser, (subject, kind, _, _) = inbox.browser, MESSAGES["verified"]
    assert badge(browser, inbox.preview(subject)).kind == kind
    browser.run("document.querySelector('[data-lencana=badge]').dataset.old = ''")
    browser.reload_extension()
    browser.until("return document.querySelector('[data-lencana=badge]')?.dataset.old === undefined", frame=PREVIEW)
    assert badge(browser, PREVIEW).kind == kind
    assert browser.run("return document.querySelectorAll('[data-lencana=badge]').length") == 1
    assert badge(browser, inbox.preview(MESSAGES["claimed-name"][0])).kind == "suspicious"

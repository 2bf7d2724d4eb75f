"""Never green by accident: what a reader sees when the server is away, stuck, a liar or somebody else's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from .browsers.browser import PATIENCE
from .pages.badge import Badge, Colour, badge, try_again
from .process import free_port
from .servers.liar import lying
from .servers.server import Server, command, serving
from .webmails.inbox import PREVIEW, Inbox

pytestmark = pytest.mark.e2e

VERIFIED = "Your receipt for November"
SUSPICIOUS = "Your workspace will be closed today"
STRANGER = "Good news about your plan"
STRANGERS_LIST = """
expires_in = "14d"
[[brand]]
id = "openai"
name = "OpenAI"
domains = ["openai.com", "stranger.example"]
"""


def look(inbox: Inbox, subject: str) -> Badge:
    """Open the message in the preview pane and read its badge."""
    return badge(inbox.browser, inbox.preview(subject))


def test_server_away_and_back(inbox: Inbox, server: Server, picture: Callable[[str], None]) -> None:
    """Grey "could not check" while nobody answers; the verdict on a click as soon as the server is back."""
    with server.down():
        shown = look(inbox, VERIFIED)
        picture("server-away")
        assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
    try_again(inbox.browser, PREVIEW)
    assert badge(inbox.browser, PREVIEW).colour is Colour.GREEN
    assert look(inbox, VERIFIED).colour is Colour.GREEN


def test_server_that_never_answers(inbox: Inbox, server: Server) -> None:
    """Grey, too, when the server takes the question and then says nothing."""
    with server.frozen():
        shown = look(inbox, SUSPICIOUS)
        assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
    assert look(inbox, SUSPICIOUS).colour is Colour.RED


def test_server_that_is_busy(inbox: Inbox, server: Server, picture: Callable[[str], None]) -> None:
    """Grey while the server counts too many questions (429), and the verdict by itself once it takes some again."""
    # Its own machine is not counted, unless that is where a reverse proxy is.
    few = {"LENCANA_RATE_LIMIT": "6", "LENCANA_MAX_BATCH": "10", "LENCANA_PROXIES": "127.0.0.1"}
    with server.down(), serving(server.data, server.port, **few):
        with _asked_too_much(server):
            shown = look(inbox, VERIFIED)
        picture("server-busy")
        assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
        assert "busy" in shown.text
        assert badge(inbox.browser, PREVIEW, kind="verified").colour is Colour.GREEN


@contextmanager
def _asked_too_much(server: Server) -> Iterator[None]:
    """Others use up whatever the server would take, from its first refusal until the block ends."""
    refused, stop = Event(), Event()

    def ask() -> None:
        while not stop.wait(0.02):
            try:
                urlopen(f"{server.url}/v1/allowlist").close()  # noqa: S310 (always http to loopback)
            except HTTPError as error:
                with error:
                    assert error.code == 429
                    refused.set()

    with ThreadPoolExecutor() as others:
        asking = others.submit(ask)
        try:
            assert refused.wait(PATIENCE)
            yield
        finally:
            stop.set()
            asking.result()


def test_server_that_lies(inbox: Inbox, server: Server, picture: Callable[[str], None]) -> None:
    """A server that calls a stranger's message verified makes nothing green, and the true sender stays green."""
    port = free_port()
    with server.down(), serving(server.data, port), lying(server.port, f"http://127.0.0.1:{port}") as told:
        stranger, suspicious = look(inbox, STRANGER), look(inbox, SUSPICIOUS)
        picture("server-lies")
        assert told, "the lying server was never asked"
        assert Colour.GREEN not in (stranger.colour, suspicious.colour), (stranger, suspicious)
        assert "verified" not in (stranger.kind, suspicious.kind)
    assert look(inbox, STRANGER).kind == "unknown"


def test_list_that_a_stranger_signed(
    inbox: Inbox, server: Server, folder: Path, picture: Callable[[str], None]
) -> None:
    """Somebody else's server, with a list that names its own domain: its keys are not the ones that were accepted."""
    stranger = folder / f"stranger-{inbox.browser.name}"
    command(stranger, "init", "--no-passphrase")
    source, signed = stranger / "list.toml", stranger / "list.json"
    source.write_text(STRANGERS_LIST)
    command(stranger, "allowlist", "sign", source, "-o", signed)
    command(stranger, "allowlist", "publish", signed)
    with server.down(), serving(stranger, server.port):
        shown = look(inbox, STRANGER)
        picture("strangers-list")
        assert shown.colour is not Colour.GREEN, shown.text
        assert shown.kind != "verified"
    assert look(inbox, STRANGER).kind == "unknown"


def test_nothing_of_a_message_is_kept(inbox: Inbox, server: Server) -> None:
    """Neither the server's log nor its data folder knows what was checked."""
    look(inbox, SUSPICIOUS)
    files = [server.data.with_suffix(".log"), *(path for path in server.data.rglob("*") if path.is_file())]
    for secret in (b"desk-7.example", b"alice@example.test", b"workspace will be closed", b"claimed-name@synthetic"):
        assert not [path.name for path in files if secret in path.read_bytes()], secret

"""What the browser remembers over its own end: the newest list that was seen, which an older one never replaces."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from .badge import Badge, Colour, badge
from .browser import EXTENSION, Browser, wait_for
from .conftest import PROGRAMS, starter
from .inbox import Inbox
from .options import connect, visit_options
from .process import require
from .roundcube import Roundcube
from .server import Server, command, serving

pytestmark = pytest.mark.e2e

VERIFIED = "Your receipt for November"
OLDER = "older than one that was seen before"
VERSION = r"return /version \d+/.exec(document.querySelector('#trust-text').textContent)?.[0]"


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_older_list_after_a_restart(name: str, tmp_path: Path, server: Server, webmail: Roundcube) -> None:
    """The browser ends; the server comes back with a list from before; the browser starts with the same profile.

    What it remembered is still in force when the server has the newest list again.
    """
    require(PROGRAMS[name])
    start = partial(starter(name), tmp_path / "profile", extension=_to_stay(tmp_path, name))
    older = tmp_path / "older"
    (tmp_path / "profile").mkdir()
    with server.down():
        shutil.copytree(server.data, older)
    with start() as browser:
        connect(browser, server, webmail.url)
        before = _version(browser)
        command(server.data, "allowlist", "renew", "--yes")
        newest = wait_for(lambda: {_version(browser)} - {before}, "the next version")
        assert _look(browser, webmail).colour is Colour.GREEN
    with ExitStack() as stack:
        with server.down(), serving(older, server.port):
            browser = stack.enter_context(start())
            visit_options(browser)
            browser.until("return document.querySelector('#trust-text').textContent.includes(arguments[0])", OLDER)
            shown = _look(browser, webmail)
            assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
            assert OLDER in shown.text
        assert {_version(browser)} == newest
        assert _look(browser, webmail).colour is Colour.GREEN


def _to_stay(folder: Path, name: str) -> Path:
    """The extension so that it outlives the browser: Firefox forgets a folder at its end, and keeps an archive."""
    if name != "firefox":
        return EXTENSION
    pack = [sys.executable, "-m", "lencana", "extension", "pack", "--store", "-o", folder]
    subprocess.run(pack, check=True, capture_output=True)
    return (folder / "lencana-firefox.zip").rename(folder / "lencana.xpi")


def _look(browser: Browser, webmail: Roundcube) -> Badge:
    """The badge of a message that is verified where all is well."""
    inbox = Inbox(browser, webmail.url)
    inbox.log_in()
    return badge(browser, inbox.preview(VERIFIED))


def _version(browser: Browser) -> str:
    """Of the list that the settings page says is in force."""
    visit_options(browser)
    return str(browser.until(VERSION))

"""What a browser remembers over its own end: the newest list that was seen, which an older one never replaces."""

import shutil
import subprocess
import sys
from pathlib import Path

from ..browsers.browser import EXTENSION, Browser, wait_for
from ..servers.server import Server, command
from ..webmails.inbox import Inbox
from ..webmails.roundcube import Roundcube
from .badge import Badge, Colour, badge
from .options import visit_options

VERIFIED = "Your receipt for November"
OLDER = "older than one that was seen before"
VERSION = r"return /version \d+/.exec(document.querySelector('#trust-text').textContent)?.[0]"


def extension_to_stay(folder: Path, name: str) -> Path:
    """The extension so that it outlives the browser: Firefox forgets a folder at its end, and keeps an archive."""
    if name != "firefox":
        return EXTENSION
    pack = [sys.executable, "-m", "lencana", "extension", "pack", "--store", "-o", folder]
    subprocess.run(pack, check=True, capture_output=True)
    return (folder / "lencana-firefox.zip").rename(folder / "lencana.xpi")


def copy_of(server: Server, folder: Path) -> Path:
    """The server's data folder as it is now."""
    with server.down():
        shutil.copytree(server.data, folder)
    return folder


def newer_list(browser: Browser, server: Server) -> set[str]:
    """Sign the next version, and wait until the browser has it; its name alone."""
    before = version(browser)
    command(server.data, "allowlist", "renew", "--yes")
    newest: set[str] = wait_for(lambda: {version(browser)} - {before}, "the next version")
    return newest


def an_older_list_is_refused(browser: Browser, webmail: Roundcube) -> None:
    """The server has come back with a list from before: nothing is green, and settings and badge say why."""
    visit_options(browser)
    browser.until("return document.querySelector('#trust-text').textContent.includes(arguments[0])", OLDER)
    shown = look(browser, webmail)
    assert (shown.kind, shown.colour) == ("unchecked", Colour.GREY), shown.text
    assert OLDER in shown.text


def look(browser: Browser, webmail: Roundcube) -> Badge:
    """The badge of a message that is verified where all is well."""
    inbox = Inbox(browser, webmail.url)
    inbox.log_in()
    return badge(browser, inbox.preview(VERIFIED))


def version(browser: Browser) -> str:
    """Of the list that the settings page says is in force."""
    visit_options(browser)
    return str(browser.until(VERSION))

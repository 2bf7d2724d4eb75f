"""Set by policy: server, fingerprint and webmail without a question, with an archive that is packed for them."""

import hashlib
import json
import subprocess
import sys
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .badge import Colour, badge
from .browser import EXTENSION, Browser
from .conftest import PROGRAMS
from .inbox import Inbox
from .policies import chromium_policy, firefox_policy
from .process import require
from .roundcube import Roundcube
from .server import Server

pytestmark = pytest.mark.e2e


def packed(folder: Path, browser: str, *hosts: str) -> Path:
    """The extension as `make extension ARGS='--host …'` packs it from the last commit, unpacked."""
    arguments = [part for host in hosts for part in ("--host", host)]
    pack = [sys.executable, EXTENSION.parent / "tools/pack.py", "-o", folder, *arguments]
    subprocess.run(pack, check=True, capture_output=True)
    with zipfile.ZipFile(folder / f"lencana-{browser}.zip") as archive:
        archive.extractall(folder / browser)
    return folder / browser


@contextmanager
def managed(name: str, folder: Path, extension: Path, policy: dict[str, object]) -> Iterator[Browser]:
    """A browser with a fresh profile, in which the extension is installed and set by policy."""
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    if name == "chromium":
        from .chromium import chromium

        digest = hashlib.sha256(b64decode(manifest["key"])).hexdigest()[:32]
        extension_id = digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
        with chromium_policy(extension_id, policy), chromium(folder, extension=extension) as started:
            yield started
    else:
        from .firefox import firefox

        extension_id = manifest["browser_specific_settings"]["gecko"]["id"]
        with firefox_policy(extension_id, policy), firefox(folder, extension=extension) as started:
            yield started


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_no_question_is_asked(name: str, tmp_path: Path, server: Server, webmail: Roundcube) -> None:
    """The first message that is opened carries its badge; the settings page shows what cannot be changed."""
    require(PROGRAMS[name])
    extension = packed(tmp_path, name, server.url, webmail.url)
    policy = {"server": server.url, "fingerprint": server.fingerprint, "webmails": [webmail.url], "headers_only": True}
    (tmp_path / "profile").mkdir()
    with managed(name, tmp_path / "profile", extension, policy) as browser:
        inbox = Inbox(browser, webmail.url)
        inbox.log_in()
        frame = inbox.preview("Your receipt for November")
        shown = badge(browser, frame)
        assert (shown.kind, shown.colour) == ("verified", Colour.GREEN), shown.text
        browser.visit_extension("pages/options/options.html")
        browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
        locked = "return ['server', 'headers-only'].map((id) => document.getElementById(id).disabled)"
        assert browser.run(locked) == [True, True]
        assert browser.run("return document.querySelector('#server').value") == server.url
        assert browser.run("return document.querySelector('#missing').hidden")
        assert not browser.run("return document.querySelector('#webmails button') !== null")
        assert len(browser.tabs()) == 1, "there was nothing to ask, so no tab was opened"

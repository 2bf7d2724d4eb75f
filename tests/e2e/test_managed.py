"""Installed, set and updated by policy, from the organisation's own server: no store, no question, no address typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .browsers.browser import wait_for
from .conftest import PROGRAMS
from .pages.badge import Colour, badge
from .pages.options import kept, visit_options
from .process import require
from .servers.organisation import Organisation
from .webmails.inbox import Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e


@contextmanager
def managed(name: str, folder: Path, organisation: Organisation) -> Iterator[Any]:
    """A browser with a fresh profile, in which a policy installs the extension."""
    folder.mkdir()
    program = organisation.browser_program(name)
    if name == "chromium":
        from .browsers.chromium import chromium

        with chromium(folder, extension=None, program=program) as started:
            yield started
    else:
        from .browsers.firefox import firefox

        with firefox(folder, extension=None, program=program, insecure=False) as started:
            yield started


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_installed_and_updated_by_policy(name: str, tmp_path: Path, webmail: Roundcube) -> None:
    """The first message that is opened carries its badge, and again after an update; the reader's setting is kept."""
    require(PROGRAMS[name])
    organisation = Organisation(tmp_path, webmail.url, secure=name == "firefox")
    organisation.pack()
    with organisation.serving(), managed(name, tmp_path / "profile", organisation) as browser:
        first = wait_for(browser.extension_version, "the extension is installed")
        inbox = Inbox(browser, webmail.url)
        inbox.log_in()
        assert_verified(inbox)
        visit_options(browser)
        browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
        shown = "return ['server', 'headers-only'].map((id) => document.getElementById(id).disabled)"
        wait_for(lambda: browser.run(shown) == [True, False], "what the policy sets is locked")
        assert browser.run("return document.querySelector('#server').value") == organisation.url
        hidden = "return ['missing', 'join-form'].map((id) => document.getElementById(id).hidden)"
        assert browser.run(hidden) == [True, True], "there is nothing to allow, and nothing to take over"
        assert not browser.run("return document.querySelector('#webmails button') !== null")
        assert len(browser.tabs()) == 1, "there was nothing to ask, so no tab was opened"
        browser.click("#headers-only")
        wait_for(lambda: '"headersOnly":true' in kept(browser, "local"), "the reader's own setting is stored")
        assert_verified(inbox)

        organisation.pack("--revision", "1")
        archive = organisation.crx if name == "chromium" else organisation.xpi
        packed = archive.read_bytes()
        archive.write_bytes(packed[:-1] + b"!")
        browser.update_extension()
        assert browser.extension_version() == first, "an archive that was changed on the way is not installed"
        archive.write_bytes(packed)
        browser.update_extension()
        wait_for(lambda: browser.extension_version() == f"{first}.1", "the update is installed")
        assert_verified(inbox)
        visit_options(browser)
        browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")
        assert browser.run("return document.querySelector('#headers-only').checked"), "the reader's own setting is kept"


def assert_verified(inbox: Inbox) -> None:
    """Open a genuine message: its badge is green."""
    shown = badge(inbox.browser, inbox.preview("Your receipt for November"))
    assert (shown.kind, shown.colour) == ("verified", Colour.GREEN), shown.text

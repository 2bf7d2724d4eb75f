"""The first minute: what a browser shows when the extension has just been installed."""

from pathlib import Path

import pytest

from .browser import wait_for
from .conftest import PROGRAMS, starter
from .process import require

pytestmark = pytest.mark.e2e

SETTINGS = "/pages/options/options.html"


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_the_settings_come_by_themselves(name: str, tmp_path: Path) -> None:
    """In front, once, in a tab of their own: the page that was read is still there."""
    require(PROGRAMS[name])
    with starter(name)(tmp_path) as browser:
        before = browser.run("return location.href")
        wait_for(lambda: [tab for tab in browser.tabs() if tab.endswith(SETTINGS)], "a tab with the settings")
        wait_for(lambda: browser.front().endswith(SETTINGS), "the settings in front")
        assert browser.run("return location.href") == before
        assert len(browser.tabs()) == 2, browser.tabs()

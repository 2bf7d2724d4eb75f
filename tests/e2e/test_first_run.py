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
    """In a tab of their own beside the page that is read, once, and with the first of three steps to do."""
    require(PROGRAMS[name])
    with starter(name)(tmp_path) as browser:
        before = browser.run("return location.href")
        wait_for(lambda: [tab for tab in browser.tabs() if tab.endswith(SETTINGS)], "a tab with the settings")
        assert browser.run("return [location.href, document.visibilityState]") == [before, "visible"]
        assert len(browser.tabs()) == 2, browser.tabs()

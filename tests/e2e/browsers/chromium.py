"""Debian's Chromium, with the extension loaded from its folder."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from .browser import EXTENSION, PATIENCE, WINDOW
from .chromium_tab import Chromium

_FLAGS = (
    "--headless=new",  # Playwright's own headless mode has no extensions
    "--no-sandbox",  # needed as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",
)
# With these, which Playwright adds itself, nothing is installed by policy, without a word.
_IN_THE_WAY = (
    "--disable-background-networking",
    "--disable-extensions",
    "--disable-component-extensions-with-background-pages",
    "--disable-default-apps",
)
_PROGRAM = Path("/usr/bin/chromium")


@cache
def driver() -> Playwright:
    """One driver for all browsers of a run: a second in the same thread is refused."""
    return sync_playwright().start()


def stop_driver() -> None:
    """End it, if there is one."""
    if driver.cache_info().currsize:
        with suppress(Exception):  # one that has gone says so in many ways
            driver().stop()
        driver.cache_clear()


@contextmanager
def chromium_alone() -> Iterator[Browser]:
    """A Chromium without the extension, for the server's own pages; each test opens a context of its own in it."""
    browser = driver().chromium.launch(executable_path=_PROGRAM, args=["--no-sandbox", "--headless=new"])
    try:
        yield browser
    finally:
        with suppress(Error):
            browser.close()


@contextmanager
def chromium(
    folder: Path, *flags: str, extension: Path | None = EXTENSION, program: Path = _PROGRAM
) -> Iterator[Chromium]:
    """A Chromium with its profile in `folder`, more flags, and perhaps another packing of the extension.

    Without one, a policy installs it; `program` starts a Chromium that has the policy.
    """
    in_the_way = () if extension else _IN_THE_WAY
    flags = (*(flag for flag in _FLAGS if flag not in in_the_way), *flags)
    if extension:
        flags = (*flags, f"--disable-extensions-except={extension}", f"--load-extension={extension}")
    context = driver().chromium.launch_persistent_context(
        folder,
        executable_path=program,
        headless=False,
        timeout=PATIENCE * 1000,
        args=list(flags),
        ignore_default_args=list(in_the_way),
        viewport={"width": WINDOW[0], "height": WINDOW[1]},
    )
    try:
        context.set_default_timeout(PATIENCE * 1000)
        yield Chromium(context)
    finally:
        with suppress(Error):  # Ctrl-C ends the driver as it ends us, and the driver its browsers
            context.close()

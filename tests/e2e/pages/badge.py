"""The badge as it is drawn, read inside the extension's closed shadow root; neither page nor message reaches it."""

import re
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any

from ..browsers.browser import Browser, insist, wait_for

_HOST = '#message-header + div[data-lencana="badge"]'
_READ = """
const badge = arguments[0].querySelector('.badge');
const word = badge.querySelector('.word');
const box = badge.getBoundingClientRect();
const inFront = (element) => {
    const { left, top, width, bottom } = element.getBoundingClientRect();
    const middle = (top + Math.min(bottom, innerHeight)) / 2; // of what the window shows of it
    return [0.02, 0.5, 0.98].every((part) =>
        document.elementFromPoint(left + width * part, middle) === arguments[0].host);
};
return {
    kind: badge.dataset.kind,
    word: word.textContent.trim(),
    text: badge.innerText.trim(),
    tone: getComputedStyle(badge).getPropertyValue('--tone').trim() || getComputedStyle(word).color,
    covered: !inFront(badge) || !inFront(word),
    seen: box.width > 0 && box.height > 0 && getComputedStyle(badge).visibility === 'visible',
};"""
_READ_DETAILS = """
const panel = arguments[0].querySelector('.panel');
return panel.offsetHeight > 0 ? panel.innerText : '';"""


@unique
class Colour(StrEnum):
    """What a reader would call it."""

    GREEN = "green"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Badge:
    """What a reader sees."""

    kind: str
    word: str
    text: str
    colour: Colour
    covered: bool  # something of the page lies in front of it


def badge(browser: Browser, frame: str | None, host: str = _HOST, kind: str = "") -> Badge:
    """The badge of the message that is open, once the check has ended; `host` is its place in another webmail.

    Where a page shows one message after another in the same elements, `kind` tells which badge to wait for.
    """

    def look() -> Badge | None:
        browser.enter(frame)
        drawn = browser.run_in_shadow(host, _READ)
        if drawn is None or drawn["kind"] == "checking" or not drawn["seen"]:
            return None
        found = _badge(drawn)
        assert kind in ("", found.kind), found.text
        return found

    found: Badge = wait_for(look, f"a badge {kind} at {host}")
    return found


def _badge(drawn: dict[str, Any]) -> Badge:
    return Badge(drawn["kind"], drawn["word"], drawn["text"], colour(_rgb(drawn["tone"])), drawn["covered"])


def details(browser: Browser, frame: str | None, host: str = _HOST) -> str:
    """Unfold the badge, and read what it then shows below its head."""

    def look() -> str:
        browser.enter(frame)
        return str(browser.run_in_shadow(host, _READ_DETAILS))

    assert not wait_for(lambda: (look(),), "a badge")[0], "the details are folded at first"
    unfolded: str = insist(lambda: look() or browser.click_in_shadow(host, "button.details"), look, "the details")
    return unfolded


def try_again(browser: Browser, frame: str | None) -> None:
    """Press the button of a badge that could not check, and wait until it has asked again."""
    read = "return arguments[0].querySelector('.badge').dataset.kind !== 'unchecked'"

    def asked() -> Any:
        browser.enter(frame)
        return browser.run_in_shadow(_HOST, read)

    insist(lambda: asked() or browser.click_in_shadow(_HOST, "button.action"), asked, "another try")


def toolbar_shows(browser: Browser, expected: Colour) -> None:
    """Wait until the toolbar icon's badge for the tab in front has that colour: it is painted after the message's."""

    def shows() -> bool:
        red, green, blue, *_ = browser.toolbar()["colour"]
        return colour((red, green, blue)) is expected

    wait_for(shows, f"{expected} in the toolbar")


def colour_of(browser: Browser, selector: str) -> Colour:
    """What an element's text is written in."""
    return colour(_rgb(browser.run("return getComputedStyle(document.querySelector(arguments[0])).color", selector)))


def colour(rgb: tuple[int, int, int]) -> Colour:
    """Name a colour by which of its parts stands out; near-equal parts are grey."""
    red, green, blue = rgb
    if max(rgb) - min(rgb) < 40:
        return Colour.GREY
    return Colour.RED if red > max(green, blue) else Colour.GREEN


def _rgb(css: str) -> tuple[int, int, int]:
    if found := re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", css, re.IGNORECASE):
        red, green, blue = (int(part, 16) for part in found.groups())
    else:
        red, green, blue = (int(part) for part in re.findall(r"\d+", css)[:3])
    return red, green, blue

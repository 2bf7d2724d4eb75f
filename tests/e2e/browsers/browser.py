"""What a test may do with a browser, whichever it is: about what a reader can do with hands and eyes."""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, Final

EXTENSION: Final = Path(__file__).parents[3] / "extension"
WINDOW: Final = (1300, 850)  # pixels
PATIENCE: Final = 60.0  # seconds; generous, because a loaded machine is slow and not wrong
PAUSE: Final = 0.05  # seconds between the first two looks; each later pause is longer, ...
LONGEST_PAUSE: Final = 0.4  # ... up to this, for a look costs the browser more than waiting does
_PLACE: Final = """
const root = arguments[0] ?? document, element = root.querySelector(%s);
if (element === null || element.disabled) return null;
element.scrollIntoView({ block: 'nearest' });
const { left, top, width, height } = element.getBoundingClientRect();
const place = [left + width / 2, top + height / 2];
const inFront = (root.host ?? element).contains(document.elementFromPoint(...place));
return width > 0 && height > 0 && inFront ? place : null;
"""


class Browser(ABC):
    """One window of a browser that has the extension; a script is the body of a function of `arguments`."""

    name: str

    @abstractmethod
    def visit(self, url: str) -> None:
        """Load a page in the window's tab."""

    @abstractmethod
    def visit_extension(self, page: str) -> None:
        """Load a page of the extension, such as `pages/options/options.html`."""

    @abstractmethod
    def enter(self, frame: str | None) -> None:
        """Look into a frame of the top document, named by a selector; None is the top document itself."""

    @abstractmethod
    def run(self, script: str, *args: object) -> Any:
        """What the script returns in the document that we look into."""

    def run_kept(self, script: str) -> Any:
        """The same in a world of the document that keeps what scripts put into its `window`."""
        return self.run(script)

    @abstractmethod
    def run_in_shadow(self, host: str, script: str) -> Any:
        """What the script returns in a closed shadow root, which is `arguments[0]`; None when there is no such host."""

    @abstractmethod
    def click(self, selector: str, *, times: int = 1) -> None:
        """Click the element that the selector names, at its centre."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Click a place in the document that we look into, in CSS pixels from its visible top left corner."""

    @abstractmethod
    def fill(self, selector: str, text: str) -> None:
        """Replace what is in a text field, once."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press "Tab" or "Enter"."""

    @abstractmethod
    def dark(self, on: bool) -> AbstractContextManager[None]:
        """Whoever sits there likes pages dark, or light, until the block ends."""

    @abstractmethod
    def toolbar(self) -> dict[str, Any]:
        """Text and colour of the toolbar icon's badge and its title, for the tab."""

    @abstractmethod
    def tabs(self) -> list[str]:
        """The addresses of all tabs that are open."""

    @abstractmethod
    def front(self) -> str:
        """The address of the tab in front, at least where it is a page of the extension."""

    @abstractmethod
    def opened(self, act: Callable[[], object]) -> AbstractContextManager[None]:
        """Look into the window that `act` opens; when the block ends it is closed, and we look where we did before."""

    @abstractmethod
    def choose_from_menu(self, text: str, link: str) -> None:
        """Tell the extension's background of a click on its entry of the context menu; close the window it opens."""

    @abstractmethod
    def stop_background(self) -> None:
        """End the extension's background as the browser does when it is idle."""

    @abstractmethod
    def reload_extension(self) -> None:
        """Load the extension anew, as after an update, while pages stay open."""

    @abstractmethod
    def memory(self) -> dict[str, int]:
        """Bytes of heap, event listeners and documents of the tab's page, after a garbage collection."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""

    def type(self, selector: str, text: str) -> None:
        """Replace what is in a text field, until it is there: a field that is made anew loses what was typed."""
        holds = "return document.querySelector(arguments[0]).value === arguments[1]"

        def typed() -> Any:
            self.fill(selector, text)
            return self.run(holds, selector, text)

        wait_for(typed, f"{selector} holds what is typed")

    def place_of(self, selector: str) -> list[float]:
        """Where the element is, as soon as it is there, in front of everything else, and stands still."""
        script = _PLACE % json.dumps(selector)
        return _still(lambda: self.run(script), selector)

    def click_in_shadow(self, host: str, selector: str) -> None:
        """Click an element in a closed shadow root, by where it is drawn, as soon as it stands still."""
        script = _PLACE % json.dumps(selector)
        self.click_at(*_still(lambda: self.run_in_shadow(host, script), selector))

    def until(self, script: str, *args: object, frame: str | None = None, patience: float = PATIENCE) -> Any:
        """What the script returns in the frame as soon as that is true; a frame may load anew while we look.

        Raises AssertionError when it does not become true in time.
        """
        return wait_for(lambda: self._look(frame, script, args), script, patience)

    def _look(self, frame: str | None, script: str, args: tuple[object, ...]) -> Any:
        self.enter(frame)
        return self.run(script, *args)


def wait_for(look: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """What `look` returns as soon as that is true; errors of the browser count as "not yet".

    Raises AssertionError, with the last error, when `patience` seconds have passed.
    """
    deadline = time.monotonic() + patience
    last: object = None
    pause = PAUSE
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
            last = found
        except Exception as error:
            last = error
        time.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)
    raise AssertionError(f"not within {patience:.0f} s: {what}\nlast seen: {last!r}")


def insist(act: Callable[[], object], look: Callable[[], Any], what: str, patience: float = 5.0) -> Any:
    """Do it, and again as long as nothing comes of it: a page that is still moving loses a click.

    What `look` returns as soon as that is true; `act` must do no harm twice. Raises AssertionError if nothing helps.
    """
    for _ in range(4):
        with suppress(AssertionError):
            act()
            return wait_for(look, what, patience)
    return wait_for(look, what)


def _still(look: Callable[[], list[float] | None], what: str) -> list[float]:
    """A place that is the same at two looks: what moves is missed by a click."""
    last: list[float] | None = None

    def same() -> list[float] | None:
        nonlocal last
        before, last = last, look()
        return last if last == before else None

    found: list[float] = wait_for(same, f"{what} stands still")
    return found

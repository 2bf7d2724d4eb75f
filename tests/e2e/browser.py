"""What a test may do with a browser, whichever it is: about what a reader can do with hands and eyes."""

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

EXTENSION: Final = Path(__file__).parents[2] / "extension"
WINDOW: Final = (1300, 850)  # pixels
PATIENCE: Final = 20.0  # seconds; generous, because a loaded machine is slow and not wrong


class Browser(ABC):
    """One window of a browser that has the extension; a script is the body of a function of `arguments`."""

    name: str

    @abstractmethod
    def visit(self, url: str) -> None:
        """Load a page in the window's tab."""

    @abstractmethod
    def visit_extension(self, page: str) -> None:
        """Load a page of the extension, such as `options/options.html`."""

    @abstractmethod
    def enter(self, frame: str | None) -> None:
        """Look into a frame of the top document, named by a selector; None is the top document itself."""

    @abstractmethod
    def run(self, script: str, *args: object) -> Any:
        """What the script returns in the document that we look into."""

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
    def type(self, selector: str, text: str) -> None:
        """Replace what is in a text field."""

    @abstractmethod
    def toolbar(self) -> dict[str, Any]:
        """Text and colour of the toolbar icon's badge and its title, for the tab."""

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
    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""

    def click_in_shadow(self, host: str, selector: str) -> None:
        """Click an element in a closed shadow root, by where it is drawn."""
        where = f"const box = arguments[0].querySelector({json.dumps(selector)}).getBoundingClientRect();"
        x, y = self.run_in_shadow(host, f"{where} return [box.left + box.width / 2, box.top + box.height / 2];")
        self.click_at(x, y)

    def until(self, script: str, *args: object, frame: str | None = None) -> Any:
        """What the script returns in the frame as soon as that is true; a frame may load anew while we look.

        Raises AssertionError when it does not become true in time.
        """
        return wait_for(lambda: self._look(frame, script, args), script)

    def _look(self, frame: str | None, script: str, args: tuple[object, ...]) -> Any:
        self.enter(frame)
        return self.run(script, *args)


def wait_for(look: Any, what: str, patience: float = PATIENCE) -> Any:
    """What `look` returns as soon as that is true; errors of the browser count as "not yet".

    Raises AssertionError, with the last error, when `patience` seconds have passed.
    """
    deadline = time.monotonic() + patience
    last: object = None
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
            last = found
        except Exception as error:
            last = error
        time.sleep(0.05)
    raise AssertionError(f"not within {patience:.0f} s: {what}\nlast seen: {last!r}")

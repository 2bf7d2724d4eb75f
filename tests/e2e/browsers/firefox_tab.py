"""One tab of Firefox, driven over Marionette (its own remote protocol)."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from .browser import Browser, wait_for
from .firefox_chrome import ChromeContext

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver import By
    from marionette_driver.errors import JavascriptException, NoSuchWindowException
    from marionette_driver.keys import Keys
    from marionette_driver.marionette import ActionSequence

UUID = "5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b1"  # the add-on's host in moz-extension:// addresses, fixed for the tests
_VISITS = count()
_CLICKS, _HEARING = 4, 0.5  # how often a click is tried, and seconds until it must have been heard
_LISTEN = """
window.heard = false;
window.addEventListener('mousedown', () => { window.heard = true; }, { capture: true, once: true });"""
_HEARD = "return window.heard !== false;"  # another document has come where it is not set


class Firefox(ChromeContext, Browser):
    """One tab of Firefox."""

    name = "firefox"

    def visit(self, url: str) -> None:
        """Load a page; wait until it has loaded."""
        self._client.switch_to_frame()
        self._client.switch_to_window(self._client.current_window_handle)  # the settings may have opened before it
        self._client.navigate(url)

    def visit_extension(self, page: str) -> None:
        """Marionette may not navigate to an add-on's page, so the browser itself does, in our tab; it closes others."""
        here = self._client.current_window_handle
        number = next(_VISITS)  # or a page that is there already would not be loaded anew
        address = f"moz-extension://{UUID}/{page}{'&' if '?' in page else '?'}visit={number}"
        self._load_alone(address, here)
        wait_for(lambda: self._has_loaded(address) or self._load_again(address, here), address)
        self._in_browser("gBrowser.selectedBrowser.focus()")  # it moves to another process, and loses the focus

    def _has_loaded(self, address: str) -> bool:
        """The address is there before the document is, and the document before its body."""
        return self._client.get_url() == address and bool(
            self.run("return document.URL === arguments[0] && document.readyState === 'complete'", address)
        )

    def _load_again(self, address: str, here: str) -> bool:
        """If the extension's settings have opened by themselves meanwhile, and took the address for their tab."""
        if set(self._client.window_handles) != {here}:
            self._load_alone(address, here)
        return False

    def _load_alone(self, address: str, here: str) -> None:
        for handle in set(self._client.window_handles) - {here}:  # the settings may have opened before it
            self._client.switch_to_window(handle)
            self._client.close()
        self._client.switch_to_window(here)
        self._in_browser(
            """
            const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal();
            gBrowser.selectedBrowser.fixupAndLoadURIString(arguments[0], { triggeringPrincipal });""",
            address,
        )

    def enter(self, frame: str | None) -> None:
        """Look into a frame."""
        self._client.switch_to_frame()
        if frame is not None:
            self._client.switch_to_frame(self._client.find_element(By.CSS_SELECTOR, frame))

    def run(self, script: str, *args: object) -> Any:
        """What the script returns."""
        return self._client.execute_script(script, script_args=args)

    def run_kept(self, script: str) -> Any:
        """In a sandbox of a name, where the others live for one script."""
        return self._client.execute_script(script, sandbox="kept", new_sandbox=False)

    def run_in_shadow(self, host: str, script: str) -> Any:
        """With the browser's own rights, which alone see closed shadow roots."""
        body = f"""
            const root = document.querySelector(arguments[0])?.openOrClosedShadowRoot;
            return root ? (function () {{ {script} }})(root) : null;"""
        return self._client.execute_script(body, script_args=(host,), sandbox="system")

    def click(self, selector: str, *, times: int = 1) -> None:
        """Click, as soon as the element is there, in front of everything else, and stands still.

        Again where the document has heard nothing of it: Firefox loses clicks at a page that it has not painted yet.
        """
        for _ in range(_CLICKS):
            place = self.place_of(selector)
            self._listen(_LISTEN)
            self.click_at(*place, times=times)
            with suppress(AssertionError):
                wait_for(lambda: self._listen(_HEARD), "the press is heard", _HEARING)
                return

    def _listen(self, script: str) -> Any:
        """What the script returns, where a document that has gone counts as one that has heard."""
        try:
            return self.run_kept(script)
        except (NoSuchWindowException, JavascriptException):
            return True

    def click_at(self, x: float, y: float, *, times: int = 1) -> None:
        """Click a place."""
        pointer = ActionSequence(self._client, "pointer", "hand", {"pointerType": "mouse"})
        pointer.pointer_move(round(x), round(y))
        for _ in range(times):
            pointer.pointer_down().pointer_up()
        pointer.perform()

    def fill(self, selector: str, text: str) -> None:
        """Replace what is in a text field."""
        field = self._client.find_element(By.CSS_SELECTOR, selector)
        field.clear()
        field.send_keys(text)

    def press(self, key: str) -> None:
        """Press a key."""
        code = getattr(Keys, key.upper())
        ActionSequence(self._client, "key", "keyboard").key_down(code).key_up(code).perform()

    @contextmanager
    def dark(self, on: bool) -> Iterator[None]:
        """As the system's setting does."""
        self._client.set_pref("ui.systemUsesDarkTheme", int(on))
        yield
        self._client.clear_pref("ui.systemUsesDarkTheme")

    def toolbar(self) -> dict[str, Any]:
        """What the browser shows on the extension's icon for the tab in front."""
        answer: dict[str, Any] = self._in_browser(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const extension = ExtensionParent.GlobalManager.getExtension(arguments[0]);
            const { action } = ExtensionParent.apiManager.global.browserActionFor(extension);
            const [text, colour, title] = ["badgeText", "badgeBackgroundColor", "title"].map(
                (name) => action.getProperty(gBrowser.selectedTab, name));
            return { text, colour, title };""",
            self._id,
        )
        return answer

    def tabs(self) -> list[str]:
        """Their addresses."""
        return list(self._in_browser("return gBrowser.tabs.map((tab) => tab.linkedBrowser.currentURI.spec)"))

    def front(self) -> str:
        """Its address."""
        return str(self._in_browser("return gBrowser.selectedBrowser.currentURI.spec"))

    @contextmanager
    def opened(self, act: Callable[[], object]) -> Iterator[None]:
        """A window of its own."""
        here, before = self._client.current_window_handle, set(self._client.window_handles)
        act()
        self._client.switch_to_window(wait_for(lambda: set(self._client.window_handles) - before, "a window").pop())
        try:
            yield
        finally:
            self._client.close()
            self._client.switch_to_window(here)

    def choose_from_menu(self, text: str, link: str) -> None:
        """Through the event that Firefox's own menu emits."""
        before = set(self._client.window_handles)
        self._in_browser(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const extension = ExtensionParent.GlobalManager.getExtension(arguments[0]);
            const info = { menuItemId: "check", selectionText: arguments[1], linkUrl: arguments[2], modifiers: [] };
            extension.emit("webext-menu-menuitem-click", info, gBrowser.selectedTab);""",
            self._id,
            text,
            link,
        )
        opened = wait_for(lambda: set(self._client.window_handles) - before, "the popup's window").pop()
        here = self._client.current_window_handle
        self._client.switch_to_window(opened)
        self.until("return document.querySelector('.badge[data-kind]:not([data-kind=checking])')")
        self._client.close()
        self._client.switch_to_window(here)

    def stop_background(self) -> None:
        """As Firefox itself does after half a minute."""
        self._in_browser(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            return ExtensionParent.GlobalManager.getExtension(arguments[0]).terminateBackground();""",
            self._id,
        )

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        self._client.switch_to_frame()
        path.write_bytes(self._client.screenshot(format="binary", full=False))

    def allow(self, *origins: str) -> None:
        """Nothing to do: a preference of the profile answers the prompts."""

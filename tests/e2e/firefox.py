"""Debian's Firefox ESR, driven over Marionette (its own remote protocol), with the extension as a temporary add-on."""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .browser import EXTENSION, PATIENCE, WINDOW, Browser, wait_for
from .process import free_port, running

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver import By
    from marionette_driver.addons import Addons
    from marionette_driver.keys import Keys
    from marionette_driver.marionette import ActionSequence, Marionette

_UUID = "5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b1"  # the add-on's host in moz-extension:// addresses, fixed for the tests


_VISITS = count()


class Firefox(Browser):
    """One tab of Firefox."""

    name = "firefox"

    def __init__(self, client: Any, extension_id: str) -> None:
        self._client = client
        self._id = extension_id

    def visit(self, url: str) -> None:
        """Load a page; wait until it has loaded."""
        self._client.switch_to_frame()
        self._client.switch_to_window(self._client.current_window_handle)  # the settings may have opened before it
        self._client.navigate(url)

    def visit_extension(self, page: str) -> None:
        """Marionette may not navigate to an add-on's page, so the browser itself opens it, in place of the tab."""
        before = self._client.window_handles
        address = f"moz-extension://{_UUID}/{page}#{next(_VISITS)}"
        self._in_browser("gBrowser.selectedTab = gBrowser.addTrustedTab(arguments[0])", address)
        opened = wait_for(lambda: self._showing(address), "a new tab")
        for handle in before:
            self._client.switch_to_window(handle)
            self._client.close()
        self._client.switch_to_window(opened)

    def _showing(self, address: str) -> str | None:
        """The tab with that address: the extension may open one of its own meanwhile."""
        for handle in self._client.window_handles:
            self._client.switch_to_window(handle)
            if self._client.get_url() == address:
                return str(handle)
        return None

    def enter(self, frame: str | None) -> None:
        """Look into a frame."""
        self._client.switch_to_frame()
        if frame is not None:
            self._client.switch_to_frame(self._client.find_element(By.CSS_SELECTOR, frame))

    def run(self, script: str, *args: object) -> Any:
        """What the script returns."""
        return self._client.execute_script(script, script_args=args)

    def run_in_shadow(self, host: str, script: str) -> Any:
        """With the browser's own rights, which alone see closed shadow roots."""
        body = f"""
            const root = document.querySelector(arguments[0])?.openOrClosedShadowRoot;
            return root ? (function () {{ {script} }})(root) : null;"""
        return self._client.execute_script(body, script_args=(host,), sandbox="system")

    def click(self, selector: str, *, times: int = 1) -> None:
        """Click, as soon as the element is there, in front of everything else, and stands still."""
        self.click_at(*self.place_of(selector), times=times)

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

    def reload_extension(self) -> None:
        """As the button on `about:debugging` does."""
        self._when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            AddonManager.getAddonByID(id).then((addon) => addon.reload()).then(() => done(true));""",
            self._id,
        )

    def update_extension(self) -> Any:
        """As "Check for Updates" on `about:addons` does."""
        return self._when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const ended = (install) => done([install.state, install.error]);
            const outcome = { onInstallEnded: ended, onInstallFailed: ended, onDownloadFailed: ended };
            const listener = {
                onUpdateAvailable: (addon, install) => {
                    install.addListener(outcome);
                    void install.install();
                },
                onNoUpdateAvailable: () => done("no update"),
            };
            AddonManager.getAddonByID(id)
                .then((addon) => addon.findUpdates(listener, AddonManager.UPDATE_WHEN_USER_REQUESTED));""",
            self._id,
        )

    def extension_version(self) -> str:
        """As the browser tells it; only of what a policy has installed."""
        told = self._when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const mode = Services.policies.getExtensionSettings(id)?.installation_mode;
            AddonManager.getAddonByID(id).then((addon) => done(addon === null ? null : [addon.version, mode]));""",
            self._id,
        )
        assert told is not None, "not installed yet"
        assert told[1] == "force_installed", told
        return str(told[0])

    def enable_extension(self, on: bool) -> None:
        """Switch it off, or on again."""
        self._when_done(
            """
            const [id, on, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const step = on ? "enable" : "disable";
            AddonManager.getAddonByID(id).then((addon) => addon[step]()).then(() => done(true));""",
            self._id,
            on,
        )

    def thread_time(self) -> float:
        """How long the main thread of the tab's page has worked so far, in milliseconds."""
        return float(
            self._when_done(
                """
                const [done] = arguments;
                const pid = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal.osPid;
                ChromeUtils.requestProcInfo().then(({ children }) => {
                    const { threads } = children.find((child) => child.pid === pid);
                    done(threads.find(({ tid }) => tid === pid).cpuTime / 1e6);
                });"""
            )
        )

    def memory(self) -> dict[str, int]:
        """What the tab's process reports after it was asked to clean up, as on `about:memory`."""
        return dict(
            self._when_done(
                """
                const [done] = arguments;
                const reporters = Cc["@mozilla.org/memory-reporter-manager;1"].getService(Ci.nsIMemoryReporterManager);
                const pid = gBrowser.selectedBrowser.browsingContext.currentWindowGlobal.osPid;
                const found = { heap: 0, listeners: 0, documents: 0, worlds: 0, ghosts: 0 };
                const report = (process, path, kind, units, amount) => {
                    if (!process.includes(`pid ${pid}`)) return;
                    if (path === "heap-allocated" || path === "js-main-runtime/gc-heap/used") found.heap += amount;
                    if (path.endsWith("/dom/event-listeners")) found.documents += 1;
                    if (path.endsWith("/dom/event-listeners")) found.listeners += amount;
                    if (/^js-main-runtime-realms.*Content Script "Lencana/.test(path)) found.worlds += amount;
                    if (path === "ghost-windows") found.ghosts += amount;
                };
                reporters.getReportsExtended(report, null, () => done(found), null, false, true, "");"""
            )
        )

    def _when_done(self, script: str, *args: object) -> Any:
        """What the browser's own script hands to its last argument."""
        with self._client.using_context("chrome"):
            return self._client.execute_async_script(script, script_args=args)

    def _in_browser(self, script: str, *args: object) -> Any:
        with self._client.using_context("chrome"):
            return self._client.execute_script(script, script_args=args)

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        self._client.switch_to_frame()
        path.write_bytes(self._client.screenshot(format="binary", full=False))

    def allow(self, *origins: str) -> None:
        """Nothing to do: a preference of the profile answers the prompts."""


def _profile(folder: Path, port: int, extension_id: str, more: Mapping[str, object]) -> None:
    preferences = {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({extension_id: _UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "xpinstall.signatures.required": False,  # the archive of a test bears no store's signature
        "intl.accept_languages": "en-US",
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "app.normandy.enabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "http://127.0.0.1:9",  # nobody listens there: nothing leaves the machine
        **more,
    }
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (folder / "user.js").write_text("".join(lines))


@contextmanager
def firefox(
    folder: Path,
    preferences: Mapping[str, object] = MappingProxyType({}),
    *,
    extension: Path | None = EXTENSION,
    program: Path = Path("firefox-esr"),
    insecure: bool = True,
) -> Iterator[Firefox]:
    """A Firefox with its profile in `folder`, more preferences, and perhaps another packing of the extension.

    From an archive (`.xpi`) the extension is installed to stay, so that it is there when the same profile starts again.
    Without one, a policy installs it; `program` starts a Firefox that has the policy. `insecure`: any certificate
    will do, because names of webmails lead to this machine.
    """
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    extension_id: str = manifest["browser_specific_settings"]["gecko"]["id"]
    port = free_port()
    _profile(folder, port, extension_id, preferences)
    command = [str(program), "--marionette", "--headless", "--no-remote", "--remote-allow-system-access"]
    command += ["--profile", str(folder), "--width", str(WINDOW[0]), "--height", str(WINDOW[1])]
    with running(command, log=folder / "firefox.log", port=port, env={"HOME": str(folder)}):
        client = Marionette(host="127.0.0.1", port=port, socket_timeout=PATIENCE * 2)
        client.start_session({"acceptInsecureCerts": insecure})
        try:
            stays = folder / "extensions" / f"{extension_id}.xpi"
            if extension and not stays.exists():
                Addons(client).install(str(extension), temp=extension.suffix != ".xpi")
            yield Firefox(client, extension_id)
        finally:
            with suppress(Exception):  # the process group is ended in any case
                client.delete_session()

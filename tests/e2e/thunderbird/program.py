"""What tests may do with Thunderbird as a program, over Marionette: its windows, its pages, its extension."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver.addons import Addons

ID: Final = "lencana@lencana.example"
UUID: Final = "5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b2"  # the add-on's host in moz-extension:// addresses
# A page of the extension is in a process of its own; a frame script reaches it.
_IN_PAGE: Final = """
const [page, script, done] = arguments;
const browsers = [...Services.wm.getEnumerator(null)].flatMap((one) => [...one.document.querySelectorAll("browser")]);
const isIt = ({ currentURI }) => currentURI?.spec.startsWith("moz-extension:") && currentURI.spec.includes(page);
const browser = browsers.find(isIt);
if (!browser) return done(null);
const name = `lencana-test:${Math.random()}`;
browser.messageManager.addMessageListener(name, function answer({ data }) {
    browser.messageManager.removeMessageListener(name, answer);
    done(data);
});
const code = `const document = content.document; let answer;
    try { answer = ${script} ?? null } catch (error) { answer = String(error) }
    sendAsyncMessage(${JSON.stringify(name)}, answer);`;
browser.messageManager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(code)}`, false);
"""
PRESS: Final = """
element.scrollIntoView({ block: "nearest" });
const { left, top, width, height } = element.getBoundingClientRect();
for (const type of ["mousedown", "mouseup"]) {
    content.synthesizeMouseEvent(type, left + width / 2, top + height / 2, { button: 0, clickCount: 1 });
}
"""
_CLICK: Final = f"const element = document.querySelector(%s); {PRESS}"


class Program:
    """A running Thunderbird; a script is the body of a function in the program's own context."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, script: str, *args: object) -> Any:
        """What the script returns, with the program's own rights, in the window that is in front."""
        with self._client.using_context("chrome"):
            return self._client.execute_script(script, script_args=args)

    def when_done(self, script: str, *args: object) -> Any:
        """What the script hands to its last argument."""
        with self._client.using_context("chrome"):
            return self._client.execute_async_script(script, script_args=args)

    def install(self, archive: Path) -> None:
        """As a temporary add-on."""
        Addons(self._client).install(str(archive), temp=True)

    def open_page(self, page: str) -> None:
        """A page of the extension in a tab of its own, in front."""
        self.run(
            """
            window.document.getElementById("tabmail").openTab("contentTab", {
                url: arguments[0],
                triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
                linkHandler: "single-page",
            });""",
            f"moz-extension://{UUID}/{page}",
        )

    def close_page(self) -> None:
        """The tab in front, which shows a page."""
        self.run('const tabmail = window.document.getElementById("tabmail"); tabmail.closeTab(tabmail.currentTabInfo)')

    def in_page(self, page: str, script: str) -> Any:
        """What the script returns in the page of the extension whose address has these words; None without one."""
        return self.when_done(_IN_PAGE, page, f"(function () {{ {script} }})()")

    def click_in_page(self, page: str, selector: str) -> None:
        """With the mouse, at the element's middle: a page may ask for permissions in answer to nothing else."""
        self.in_page(page, _CLICK % json.dumps(selector))

    def choose_from_menu(self, text: str, link: str) -> None:
        """Tell the background of a click on its entry of the context menu."""
        self.run(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const info = { menuItemId: "check", selectionText: arguments[1], linkUrl: arguments[2], modifiers: [] };
            ExtensionParent.GlobalManager.getExtension(arguments[0]).emit("webext-menu-menuitem-click", info,
                window.document.getElementById("tabmail").currentTabInfo);""",
            ID,
            text,
            link,
        )

    def close_windows(self) -> None:
        """All but the main window."""
        self.run("for (const one of Services.wm.getEnumerator(null)) if (one !== window) one.close()")

    @contextmanager
    def dark(self) -> Iterator[None]:
        """The reader's system is dark, until the block ends."""
        self._client.set_pref("ui.systemUsesDarkTheme", 1)
        try:
            yield
        finally:
            self._client.clear_pref("ui.systemUsesDarkTheme")

    def manifest_warnings(self) -> list[str]:
        """What the program does not understand of the extension's manifest."""
        return list(
            self.run(
                """
                const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
                const { warnings, errors } = ExtensionParent.GlobalManager.getExtension(arguments[0]);
                return [...warnings, ...errors];""",
                ID,
            )
        )

    def extension_version(self) -> str:
        """Of what a policy has installed."""
        told = self.when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const mode = Services.policies.getExtensionSettings(id)?.installation_mode;
            AddonManager.getAddonByID(id).then((addon) => done(addon === null ? null : [addon.version, mode]));""",
            ID,
        )
        assert told is not None, "not installed yet"
        assert told[1] == "force_installed", told
        return str(told[0])

    def update_extension(self) -> Any:
        """As "Check for Updates" does."""
        return self.when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const ended = (install) => done([install.state, install.error]);
            const listener = {
                onUpdateAvailable: (addon, install) => {
                    install.addListener({ onInstallEnded: ended, onInstallFailed: ended, onDownloadFailed: ended });
                    void install.install();
                },
                onNoUpdateAvailable: () => done("no update"),
            };
            AddonManager.getAddonByID(id)
                .then((addon) => addon.findUpdates(listener, AddonManager.UPDATE_WHEN_USER_REQUESTED));""",
            ID,
        )

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        with self._client.using_context("chrome"):
            path.write_bytes(self._client.screenshot(format="binary", full=False))

    def stop_background(self) -> None:
        """As the program itself does after half a minute."""
        self.run(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            return ExtensionParent.GlobalManager.getExtension(arguments[0]).terminateBackground();""",
            ID,
        )

"""What Firefox's own code does for us: Marionette runs scripts with the browser's rights in its "chrome" context."""

from typing import Any


class ChromeContext:
    """The add-on manager and the browser's own counters, for one window and the extension in it."""

    def __init__(self, client: Any, extension_id: str) -> None:
        self._client = client
        self._id = extension_id

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

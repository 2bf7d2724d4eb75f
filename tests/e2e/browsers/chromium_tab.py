"""One tab of Chromium, driven by Playwright."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Frame, Page, Worker

from .browser import PATIENCE, Browser
from .profile import turns_of
from .worlds import Worlds


class Chromium(Browser):
    """One tab of Chromium."""

    name = "chromium"

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        if not context.service_workers:
            context.wait_for_event("serviceworker")
        self._last_worker = context.service_workers[0]
        self._origin = self._last_worker.url.split("/background", 1)[0]
        self._page = context.pages[0]
        self._frame: Frame = self._page.main_frame
        self._worlds: dict[Page, Worlds] = {}
        self._allowed: set[str] = set()  # patterns that need not be granted again

    @property
    def _worker(self) -> Worker:
        """The extension's background; after it was loaded anew, the new one."""
        for worker in self._context.service_workers:
            if worker.url.startswith(self._origin):
                self._last_worker = worker
        return self._last_worker

    def visit(self, url: str) -> None:
        """Load a page; wait until it has loaded."""
        self._page.bring_to_front()  # the settings may have opened before it
        self._page.goto(url)
        self._frame = self._page.main_frame

    def visit_extension(self, page: str) -> None:
        """Load a page of the extension."""
        self.visit(f"{self._origin}/{page}")

    def enter(self, frame: str | None) -> None:
        """Look into a frame."""
        self._frame = self._page.main_frame
        if frame is not None:
            element = self._page.query_selector(frame)
            inside = element.content_frame() if element else None
            assert inside is not None, f"no frame {frame}"
            self._frame = inside

    def run(self, script: str, *args: object) -> Any:
        """What the script returns."""
        return self._frame.evaluate(f"(args) => (function () {{ {script} }}).apply(null, args)", list(args))

    def run_in_shadow(self, host: str, script: str) -> Any:
        """In the extension's own world."""
        page = self._page
        if page not in self._worlds:
            self._worlds[page] = Worlds(self._context, page, self._origin)
        return self._worlds[page].run_in_shadow(self._frame, host, script)

    def click(self, selector: str, *, times: int = 1) -> None:
        """Click, as soon as the element is there and can be clicked."""
        self._frame.click(selector, click_count=times, timeout=PATIENCE * 1000)

    def click_at(self, x: float, y: float) -> None:
        """Click a place; the mouse knows the window only, so a frame's own place is added."""
        element = None if self._frame == self._page.main_frame else self._frame.frame_element()
        box = element.bounding_box() if element else None
        self._page.mouse.click(x + (box["x"] if box else 0), y + (box["y"] if box else 0))

    def fill(self, selector: str, text: str) -> None:
        """Replace what is in a text field."""
        self._frame.fill(selector, text, timeout=PATIENCE * 1000)

    def press(self, key: str) -> None:
        """Press a key."""
        self._page.keyboard.press(key)

    @contextmanager
    def dark(self, on: bool) -> Iterator[None]:
        """As the system's setting does."""
        self._page.emulate_media(color_scheme="dark" if on else "light")
        yield
        self._page.emulate_media(color_scheme=None)

    def toolbar(self) -> dict[str, Any]:
        """What the browser shows on the extension's icon for the tab in front."""
        answer: dict[str, Any] = self._worker.evaluate(
            """async () => {
                const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
                const where = { tabId: tab.id };
                return {
                    text: await chrome.action.getBadgeText(where),
                    colour: await chrome.action.getBadgeBackgroundColor(where),
                    title: await chrome.action.getTitle(where),
                };
            }"""
        )
        return answer

    def tabs(self) -> list[str]:
        """Their addresses, from the browser: Playwright hears of a new one only while it is asked something."""
        session = self._context.new_cdp_session(self._page)
        targets = session.send("Target.getTargets")["targetInfos"]
        session.detach()
        return [str(target["url"]) for target in targets if target["type"] == "page"]

    def front(self) -> str:
        """Of a page of the extension: without a permission for tabs it is told of no other."""
        return str(
            self._worker.evaluate(
                "async () => (await chrome.tabs.query({ active: true, lastFocusedWindow: true }))[0]?.url ?? ''"
            )
        )

    @contextmanager
    def opened(self, act: Callable[[], object]) -> Iterator[None]:
        """A page of its own."""
        with self._context.expect_page() as opened:
            act()
        before = self._page, self._frame
        self._page, self._frame = opened.value, opened.value.main_frame
        try:
            yield
        finally:
            self._page.close()
            self._page, self._frame = before

    def change_settings(self, change: dict[str, object]) -> None:
        """As the settings page stores them, while the tab shows something else."""
        self._worker.evaluate(
            """async (change) => {
                const { settings } = await chrome.storage.local.get("settings");
                await chrome.storage.local.set({ settings: { ...settings, ...change } });
            }""",
            change,
        )

    def choose_from_menu(self, text: str, link: str) -> None:
        """Through the event's own `dispatch`."""
        with self._context.expect_page() as opened:
            self._worker.evaluate(
                "(info) => chrome.contextMenus.onClicked.dispatch(info, undefined)",
                {"menuItemId": "check", "selectionText": text, "linkUrl": link},
            )
        opened.value.wait_for_selector(".badge[data-kind]:not([data-kind=checking])")
        opened.value.close()

    def stop_background(self) -> None:
        """Through the debugger."""
        self._allowed.clear()  # whoever makes the extension forget ends with this
        session = self._context.new_cdp_session(self._page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()

    def reload_extension(self) -> None:
        """As the button on `chrome://extensions` does."""
        self._manage(
            """async (id) => {  // without developer mode, an unpacked extension is not loaded again
                await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
                await chrome.developerPrivate.reload(id, { failQuietly: true });
            }""",
            self._id,
        )

    def update_extension(self) -> None:
        """As the button "Update" on `chrome://extensions` does: the update manifest is asked for now."""
        self._manage("() => new Promise((resolve) => chrome.developerPrivate.autoUpdate(resolve))")

    def extension_version(self) -> str:
        """As the browser tells it, with where it came from."""
        told = self._manage(
            "(id) => new Promise((resolve) => chrome.developerPrivate.getExtensionInfo(id, resolve))", self._id
        )
        assert "enterprise policy" in told["controlledInfo"]["text"], told["controlledInfo"]
        return str(told["version"])

    def memory(self) -> dict[str, int]:
        """What the tab's process holds after a garbage collection."""
        session = self._context.new_cdp_session(self._page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        found = {one["name"]: int(one["value"]) for one in session.send("Performance.getMetrics")["metrics"]}
        session.detach()
        names = {"heap": "JSHeapUsedSize", "listeners": "JSEventListeners", "documents": "Documents", "nodes": "Nodes"}
        return {ours: found[theirs] for ours, theirs in names.items()}

    @contextmanager
    def profiled(self) -> Iterator[list[float]]:
        """The turns of the extension's code on the page's main thread, in milliseconds; there when the block ends."""
        turns: list[float] = []
        session = self._context.new_cdp_session(self._page)
        session.send("Profiler.enable")
        session.send("Profiler.setSamplingInterval", {"interval": 200})  # microseconds
        session.send("Profiler.start")
        yield turns
        turns += turns_of(session.send("Profiler.stop")["profile"], self._origin)
        session.detach()

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        self._page.screenshot(path=path)

    def allow(self, *origins: str) -> None:
        """Let the next request of the extension for these origins succeed: no headless browser can show the prompt."""
        sites = [urlsplit(origin) for origin in origins]
        if patterns := {f"{site.scheme}://{site.hostname}/*" for site in sites} - self._allowed:
            self._manage(
                """async ([id, patterns]) => {
                    for (const pattern of patterns) await chrome.developerPrivate.addHostPermission(id, pattern);
                }""",
                [self._id, sorted(patterns)],
            )
            self._allowed |= patterns

    @property
    def _id(self) -> str:
        return self._origin.rsplit("/", 1)[1]

    def _manage(self, script: str, *argument: object) -> Any:
        """What the script returns where scripts may do what the buttons on `chrome://extensions` do.

        In one of that page's files: the page itself costs as much as two messages, and another tab as much again.
        """
        own = self._page if self._page.url == "about:blank" else self._context.new_page()
        own.goto("chrome://extensions/strings.m.js")
        told = own.evaluate(script, *argument)
        if own is self._page:
            own.goto("about:blank")
        else:
            own.close()
        return told

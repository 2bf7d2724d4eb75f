"""The extension's own world in the documents of a Chromium page: it alone is shown closed shadow roots."""

import json
from contextlib import suppress
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Frame, Page

_IN_SHADOW = """(() => {
    const host = document.querySelector(%s);
    const root = host && chrome.dom.openOrClosedShadowRoot(host);
    return root ? [(function () { %s })(root)] : null;
})()"""


class Worlds:
    """What the debugger tells of the worlds in one page, from now on."""

    def __init__(self, context: BrowserContext, page: Page, extension: str) -> None:
        self._extension = extension
        self._frames: dict[int, str] = {}  # by world, the newest last
        self._session: CDPSession = context.new_cdp_session(page)
        self._session.on("Runtime.executionContextCreated", self._created)
        self._session.on(
            "Runtime.executionContextDestroyed", lambda gone: self._frames.pop(gone["executionContextId"], 0)
        )
        self._session.on("Runtime.executionContextsCleared", lambda _: self._frames.clear())
        self._session.send("Runtime.enable")

    def _created(self, event: dict[str, Any]) -> None:
        world = event["context"]
        if world["origin"] == self._extension:
            self._frames[world["id"]] = world["auxData"]["frameId"]

    def _destroyed(self, event: dict[str, Any]) -> None:
        self._frames.pop(event["executionContextId"], None)

    def run_in_shadow(self, frame: Frame, host: str, script: str) -> Any:
        """What the script returns for the host's shadow root in that frame; None without one."""
        wanted = self._ids(frame)
        for world, its_frame in reversed(list(self._frames.items())):
            if its_frame in wanted and (answer := self._evaluate(world, _IN_SHADOW % (json.dumps(host), script))):
                return answer[0]
        return None

    def _ids(self, frame: Frame) -> set[str]:
        """Those by which the debugger knows the frame: Playwright does not tell its own."""
        tree = self._session.send("Page.getFrameTree")["frameTree"]
        if frame.parent_frame is None:
            return {tree["frame"]["id"]}
        known = (frame.name, frame.url.partition("#")[0])
        return {one["id"] for one in _below(tree) if (one.get("name", ""), one["url"]) == known}

    def _evaluate(self, world: int, script: str) -> Any:
        with suppress(Error):  # the world goes with its document
            question = {"contextId": world, "expression": script, "returnByValue": True}
            told = self._session.send("Runtime.evaluate", question)
            assert "exceptionDetails" not in told, told["exceptionDetails"]
            return told["result"].get("value")
        return None


def _below(tree: dict[str, Any]) -> list[dict[str, Any]]:
    children = tree.get("childFrames", [])
    return [child["frame"] for child in children] + [one for child in children for one in _below(child)]

"""Roundcube's list clicked through by script, for what must be quick or often: no mouse, no waiting in between."""

import json
import os
from statistics import median
from typing import Final

import pytest

from ..browsers.browser import wait_for
from .inbox import Inbox

# Returns the subject of the message that it has clicked.
CLICK: Final = """
const rows = [...document.querySelectorAll('#messagelist tr.message')];
const row = rows[arguments[0] % rows.length];
for (const type of ['mousedown', 'mouseup', 'click']) {
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, view: window });
    row.querySelector('td.subject').dispatchEvent(event);
}
return row.querySelector('td.subject a[href]').textContent.trim();"""
SHOWS: Final = "return document.querySelector('h2.subject')?.textContent.includes(arguments[0])"
# Each frame of the screen: is there a new message, and has its badge got a height? The page sees no more of it.
_WATCH = """
const times = [];
let last = null, shown = 0;
(function look() {
    const inside = document.querySelector('#messagecontframe')?.contentDocument;
    const header = inside?.querySelector('#message-header');
    if (header && header !== last) { last = header; shown = performance.now(); }
    const host = header?.nextElementSibling;
    if (shown && host?.dataset.lencana === 'badge' && host.offsetHeight > 0) {
        times.push(performance.now() - shown);
        document.documentElement.dataset.times = JSON.stringify(times); // Firefox's driver keeps no variables
        shown = 0;
    }
    requestAnimationFrame(look);
})();"""


def watched(inbox: Inbox) -> None:
    """Show the list, and note from now on how long each message waits for its badge."""
    listed(inbox)
    inbox.browser.run(_WATCH)


def listed(inbox: Inbox) -> None:
    """Show the list."""
    inbox.log_in()
    inbox.browser.until("return document.querySelectorAll('#messagelist tr.message').length > 5")


def click(inbox: Inbox, number: int) -> None:
    """Open the message of that number, counted from 0 without end, and wait for its badge."""
    inbox.browser.run(CLICK, number)
    wait_for(lambda: len(times(inbox)) > number, "a badge")


def times(inbox: Inbox) -> list[float]:
    """From message to badge, in milliseconds."""
    noted: list[float] = json.loads(inbox.browser.run("return document.documentElement.dataset.times ?? '[]'"))
    return noted


def tell(capsys: pytest.CaptureFixture[str], what: str, figures: list[float]) -> None:
    """Print middle and end of what was measured, in milliseconds."""
    ordered = sorted(figures)
    p50, p95 = median(ordered), ordered[int(len(ordered) * 0.95)]
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    with capsys.disabled():
        print(f"\n{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms, load {busy:.1f} a core")

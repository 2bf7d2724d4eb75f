"""Every verdict, in both views of a real webmail, as a reader sees it."""

from collections.abc import Callable

import pytest

from .browsers.browser import wait_for
from .pages.badge import Colour, badge, details, toolbar_shows
from .webmails.inbox import Inbox

pytestmark = pytest.mark.e2e

# name → subject, kind, word and colour; messages/<name>.eml is the message
MESSAGES = {
    "verified": ("Your receipt for November", "verified", "Verified", Colour.GREEN),
    "claimed-name": ("Your workspace will be closed today", "suspicious", "Suspicious", Colour.RED),
    "lookalike": ("New sign-in from Surabaya", "suspicious", "Suspicious", Colour.RED),
    "unknown": ("Five essays about ChatGPT", "unknown", "Unknown", Colour.GREY),
    "unauthenticated": ("A note without evidence", "unknown", "Unknown", Colour.GREY),
    "spoofed": ("Payment failed", "suspicious", "Suspicious", Colour.RED),
    "drawn-badge": ("Invoice 4711 is ready", "suspicious", "Suspicious", Colour.RED),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_preview_pane(inbox: Inbox, picture: Callable[[str], None], name: str) -> None:
    """A click in the list shows the message, and its badge, beside the list."""
    subject, kind, word, colour = MESSAGES[name]
    frame = inbox.preview(subject)
    shown = badge(inbox.browser, frame)
    picture(f"preview-{name}")
    assert (shown.kind, shown.word, shown.colour) == (kind, word, colour), shown.text
    wait_for(lambda: not badge(inbox.browser, frame).covered, "nothing over the badge")
    toolbar_shows(inbox.browser, colour)


@pytest.mark.parametrize("name", MESSAGES)
def test_full_view(inbox: Inbox, picture: Callable[[str], None], name: str) -> None:
    """A double click shows the message, and its badge, in the whole window; and so does the link of the row."""
    subject, kind, word, colour = MESSAGES[name]
    (inbox.open if name == "verified" else inbox.show)(subject)
    shown = badge(inbox.browser, None)
    picture(f"full-{name}")
    assert (shown.kind, shown.word, shown.colour) == (kind, word, colour), shown.text
    wait_for(lambda: not badge(inbox.browser, None).covered, "nothing over the badge")
    toolbar_shows(inbox.browser, colour)


def test_reasons_on_click(inbox: Inbox, picture: Callable[[str], None]) -> None:
    """The badge says one sentence and what to do; a click tells everything that was found."""
    frame = inbox.preview("Your workspace will be closed today")
    assert "Do not reply" in badge(inbox.browser, frame).text
    shown = details(inbox.browser, frame)
    picture("details")
    for expected in ("API key", "DMARC passed", "helpdesk@desk-7.example"):
        assert expected in shown

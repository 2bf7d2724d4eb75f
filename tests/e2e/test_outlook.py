"""The add-in's pane with the real server, in Chromium; tests/e2e/outlook.js stands in for Outlook."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import HERE, PICTURES
from .process import free_port, require
from .server import command, serving

pytestmark = pytest.mark.e2e

OFFICE = "https://appsforoffice.microsoft.com/**"
PANE = {"width": 350, "height": 640}


@contextmanager
def organisation(data: Path, **settings: str) -> Iterator[str]:
    """The address of a server with the bundled list, which takes whole messages in reports."""
    command(data, "init", "--no-passphrase")
    port = free_port()
    with serving(data, port, LENCANA_REPORTS="messages", **settings):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def pane(server: str, *, dark: bool = False, language: str = "en-US") -> Iterator[Page]:
    """The pane, before any message is selected."""
    from .chromium import driver

    browser = driver().chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--headless=new"])
    try:
        page = browser.new_page(viewport=PANE, color_scheme="dark" if dark else "light")
        office = (HERE / "outlook.js").read_text()
        page.route(OFFICE, lambda route: route.fulfill(content_type="text/javascript", body=office))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(f"{server}/outlook/pane.html?language={language}")
        page.wait_for_selector("body[data-ready=yes]")
        yield page
        assert errors == []
    finally:
        browser.close()


def message(name: str, *, item: str | None = None) -> dict[str, Any]:
    """A message as Outlook gives it."""
    raw = (HERE / "messages" / name).read_bytes()
    parsed = email.message_from_bytes(raw)
    sender, _, address = (parsed["From"] or "").rpartition("<")
    text = parsed.get_payload()
    assert isinstance(text, str)
    return {
        "id": name if item is None else item,
        "headers": raw.decode().partition("\n\n")[0].replace("\n", "\r\n") + "\r\n",
        "name": sender.strip().strip('"'),
        "address": address.rstrip(">"),
        "subject": parsed["Subject"],
        "text": text,
        "html": f"<pre>{text}</pre>",
    }


def verdict_of(page: Page, shown: dict[str, Any] | None) -> str | None:
    """Select a message, and what its badge says when it has made up its mind."""
    page.evaluate("(message) => select(message)", shown)
    if shown is None:
        return None
    badge = page.wait_for_selector(".badge[data-kind]:not([data-kind=checking])")
    assert badge is not None
    return badge.get_attribute("data-kind")


def accept(page: Page) -> None:
    """Compare, and accept the fingerprint."""
    page.wait_for_selector("#join:not([hidden]) button:not([hidden])")
    page.click("#join button")
    page.wait_for_selector(".badge[data-kind]:not([data-kind=checking])")


def test_pane_in_chromium(tmp_path: Path) -> None:
    """Nothing before the fingerprint is accepted; then each message its own badge, and a report that arrives."""
    require("chromium")
    PICTURES.mkdir(exist_ok=True)
    with organisation(tmp_path / "organisation") as server, pane(server) as page:
        assert page.is_visible("#none")
        page.evaluate("(message) => select(message)", message("verified.eml"))
        page.wait_for_selector("#join:not([hidden])")
        expected = (tmp_path / "organisation" / "root.sha256").read_text().strip()
        page.wait_for_selector("#join-fingerprint:not(:empty)")
        assert page.inner_text("#join-fingerprint").replace(" ", "") == expected
        page.screenshot(path=PICTURES / "outlook-join.png")
        accept(page)
        for name, kind in (
            ("verified.eml", "verified"),
            ("claimed-name.eml", "suspicious"),
            ("verified.eml", "verified"),
            ("spoofed.eml", "suspicious"),
            ("unknown.eml", "unknown"),
        ):
            assert verdict_of(page, message(name)) == kind, name
            page.screenshot(path=PICTURES / f"outlook-{kind}.png")
        assert verdict_of(page, message("verified.eml", item="")) != "verified"  # opened from an attachment
        assert verdict_of(page, None) is None
        assert page.is_visible("#none")
        _report(page)
        reports = command(tmp_path / "organisation", "reports", "list")
        assert "desk-7.example" in reports


def _report(page: Page) -> None:
    assert verdict_of(page, message("claimed-name.eml")) == "suspicious"
    page.click(".badge .report")
    page.check("#report [value=phish]")
    page.fill("#comment", "It asks for my key.")
    assert "helpdesk@desk-7.example" in page.inner_text("#fields")
    page.screenshot(path=PICTURES / "outlook-report.png")
    page.click("#send")
    page.wait_for_selector("#thanks:not([hidden])")


def test_slower_answer_in_chromium(tmp_path: Path) -> None:
    """A message is selected while the one before it is still asked about: the badge is that of the last."""
    require("chromium")
    with organisation(tmp_path / "organisation") as server, pane(server, dark=True, language="id-ID") as page:
        page.evaluate("(message) => select(message)", message("verified.eml"))
        accept(page)
        page.evaluate("(messages) => messages.forEach(select)", [message("verified.eml"), message("claimed-name.eml")])
        page.wait_for_selector(".badge[data-kind=suspicious]")
        page.wait_for_timeout(500)
        assert page.locator(".badge").count() == 1
        assert page.locator(".badge[data-kind=suspicious]").count() == 1
        page.screenshot(path=PICTURES / "outlook-dark-id.png")

"""The add-in's pane with the real server, in Chromium; tests/e2e/webmails/outlook.js stands in for Outlook."""

import email
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import HERE
from .mail import MESSAGES_FOLDER
from .pictures import keep
from .process import free_port
from .servers.server import command, serving

pytestmark = pytest.mark.e2e

OFFICE = "https://appsforoffice.microsoft.com/**"
PANE = {"width": 350, "height": 640}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an organisation with the bundled list."""
    data = tmp_path_factory.mktemp("outlook") / "organisation"
    command(data, "init", "--no-passphrase")
    return data


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[str]:
    """The address of its server, which takes whole messages in reports."""
    port = free_port()
    with serving(data, port, LENCANA_REPORTS="messages"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def pane(browser: Browser, server: str, *, dark: bool = False, language: str = "en-US") -> Iterator[Page]:
    """The pane, before any message is selected, in a browser that knows nothing of any pane before."""
    page = browser.new_page(viewport=PANE, color_scheme="dark" if dark else "light")
    try:
        office = (HERE / "webmails" / "outlook.js").read_text()
        page.route(OFFICE, lambda route: route.fulfill(content_type="text/javascript", body=office))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(f"{server}/outlook/pane.html?language={language}")
        page.wait_for_selector("body[data-ready=yes]")
        yield page
        assert errors == []
    finally:
        page.close()


def message(name: str, *, item: str | None = None) -> dict[str, Any]:
    """A message as Outlook gives it."""
    raw = (MESSAGES_FOLDER / name).read_bytes()
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


def _keep(page: Page, name: str) -> None:
    keep(lambda path: page.screenshot(path=path), name)


def accept(page: Page) -> None:
    """Compare, and accept the fingerprint."""
    page.wait_for_selector("#join:not([hidden]) button:not([hidden])")
    page.click("#join button")
    page.wait_for_selector(".badge[data-kind]:not([data-kind=checking])")


def test_pane_in_chromium(chromium_alone: Browser, server: str, data: Path) -> None:
    """Nothing before the fingerprint is accepted; then each message its own badge, and a report that arrives."""
    with pane(chromium_alone, server) as page:
        assert page.is_visible("#none")
        page.evaluate("(message) => select(message)", message("verified.eml"))
        page.wait_for_selector("#join:not([hidden])")
        expected = (data / "root.sha256").read_text().strip()
        page.wait_for_selector("#join-fingerprint:not(:empty)")
        assert page.inner_text("#join-fingerprint").replace(" ", "") == expected
        _keep(page, "outlook-join")
        accept(page)
        for name, kind in (
            ("verified.eml", "verified"),
            ("claimed-name.eml", "suspicious"),
            ("verified.eml", "verified"),
            ("spoofed.eml", "suspicious"),
            ("unknown.eml", "unknown"),
        ):
            assert verdict_of(page, message(name)) == kind, name
            _keep(page, f"outlook-{kind}")
        assert verdict_of(page, message("verified.eml", item="")) != "verified"  # opened from an attachment
        assert verdict_of(page, None) is None
        assert page.is_visible("#none")
        _report(page)
        reports = command(data, "reports", "list")
        assert "desk-7.example" in reports


def _report(page: Page) -> None:
    assert verdict_of(page, message("claimed-name.eml")) == "suspicious"
    page.click(".badge .report")
    page.check("#report [value=phish]")
    page.fill("#comment", "It asks for my key.")
    assert "helpdesk@desk-7.example" in page.inner_text("#fields")
    _keep(page, "outlook-report")
    page.click("#send")
    page.wait_for_selector("#thanks:not([hidden])")


def test_slower_answer_in_chromium(chromium_alone: Browser, server: str) -> None:
    """A message is selected while the one before it is still asked about: the badge is that of the last."""
    with pane(chromium_alone, server, dark=True, language="id-ID") as page:
        page.evaluate("(message) => select(message)", message("verified.eml"))
        accept(page)
        page.evaluate("(messages) => messages.forEach(select)", [message("verified.eml"), message("claimed-name.eml")])
        page.wait_for_selector(".badge[data-kind=suspicious]")
        page.wait_for_timeout(500)
        assert page.locator(".badge").count() == 1
        assert page.locator(".badge[data-kind=suspicious]").count() == 1
        _keep(page, "outlook-dark-id")

"""The server's page on a phone in Chromium: what is said after each try is in view, and a trial shows all verdicts."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from faults.servers import serving
from running import allowed

WIDTH, HEIGHT = 360, 640  # a small phone, in CSS pixels

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that was started on an empty folder, as a newcomer starts it."""
    with serving(tmp_path_factory.mktemp("newcomer") / "data", dkim="auto", dns="127.0.0.1:9") as server:
        yield f"http://127.0.0.1:{server.port}/"


@pytest.fixture(scope="module")
def page(chromium_alone: Browser) -> Iterator[Page]:
    page = chromium_alone.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    yield page
    page.close()


def said(page: Page, words: str) -> None:
    """The answer has these words, and they can be seen."""
    place = page.locator("#answer").get_by_text(words).first
    place.wait_for()
    until = time.monotonic() + allowed(5)
    while True:
        box = place.bounding_box()
        if box and box["y"] >= 0 and box["y"] + box["height"] <= HEIGHT and box["x"] + box["width"] <= WIDTH:
            return
        assert time.monotonic() < until, f"{words!r} is out of view: {box}"
        page.wait_for_timeout(100)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not an email message"),
        (bytes(range(256)) * 8, "This is not an email message"),
        (b"", "The file is empty"),
    ],
    ids=["photo", "bytes", "empty"],
)
def test_a_file_that_is_no_message(page: Page, address: str, content: bytes, words: str) -> None:
    page.goto(address)
    for name in ("first", "second"):  # the second time the page has been scrolled already
        page.set_input_files("#picker", {"name": name, "mimeType": "message/rfc822", "buffer": content})
        said(page, words)


def test_a_file_that_is_chosen_before_the_page_has_its_sentences(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/texts/*.json", lambda route: held.append(route))  # a function of its own, as Playwright asks
    page.goto(address, wait_until="domcontentloaded")
    page.set_input_files("#picker", {"name": "photo", "mimeType": "message/rfc822", "buffer": b"\x89PNG"})
    page.wait_for_function("document.getElementById('file').textContent === 'photo'")
    (texts,) = held
    texts.continue_()
    said(page, "This is not an email message")
    page.unroute("**/texts/*.json")


def test_words_alone_and_nothing(page: Page, address: str) -> None:
    page.goto(address)
    page.click("#check")
    said(page, "Paste a message first")
    page.fill("#message", "Hello, is this mail genuine?")
    page.click("#check")
    said(page, "This is not an email message")


@pytest.mark.parametrize(
    ("sample", "words"), [("verified", "Verified"), ("lookalike", "Suspicious"), ("newsletter", "Unknown")]
)
def test_a_newcomer_sees_every_verdict(page: Page, address: str, sample: str, words: str) -> None:
    page.goto(address)
    page.click(f"[data-sample={sample}]")
    said(page, words)
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTH


def test_it_says_what_the_administrator_has_to_do(page: Page, address: str) -> None:
    page.goto(address)
    assert "lencana doctor --apply" in page.inner_text(".notice")

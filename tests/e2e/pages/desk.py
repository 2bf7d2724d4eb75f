"""The desk, used as an admin uses it."""

import base64
from typing import Any

from ..browsers.browser import Browser
from .options import visit_options

_PUT_FILE = """
const data = new DataTransfer(), input = document.querySelector(arguments[0]);
data.items.add(new File([arguments[1]], arguments[2]));
input.files = data.files;
input.dispatchEvent(new Event('change', { bubbles: true }));"""
_PUBLIC = """
const page = window.wrappedJSObject ?? window; // what Firefox's driver calls the page's own world
delete document.body.dataset.public;
const opened = page.indexedDB.open('desk', 1);
opened.onsuccess = () => {
    const asked = opened.result.transaction('keys').objectStore('keys').get('list');
    asked.onsuccess = () => { document.body.dataset.public = Array.from(asked.result.publicKey).join(' '); };
};"""
_CHANGES = """
return [...document.querySelectorAll(`${arguments[0]} .changes > li`)].map(({ dataset, children }) =>
    [dataset.kind, dataset.field, ...[...children[1].querySelectorAll('.entry')].map((entry) => entry.textContent)]);"""
_SPKI = bytes.fromhex("302a300506032b6570032100")  # before the 32 bytes of an Ed25519 key (RFC 8410)


def bind(browser: Browser, url: str) -> None:
    """Accept the fingerprint of the server at this address."""
    browser.allow(url)
    visit_options(browser)
    browser.type("#server", url)
    browser.click("#connect")
    browser.until("return document.querySelector('#trust').dataset.state === 'offered'")
    browser.click("#accept")
    browser.until("return document.querySelector('#trust').dataset.state === 'pinned'")


def visit_desk(browser: Browser, route: str = "list") -> None:
    """The desk, at one of its views."""
    browser.visit_extension("desk/desk.html")
    browser.until("return document.body.dataset.ready === 'yes'")
    go(browser, route)


def go(browser: Browser, route: str) -> None:
    """To another view."""
    browser.run("location.hash = arguments[0]", route)
    view = route.split("/", maxsplit=1)[0]
    browser.until("return document.querySelector('#view').dataset.view === arguments[0]", view)


def add_entry(browser: Browser, field: str, text: str) -> None:
    """In the form of a brand, which is open."""
    browser.type(f"[data-field={field}] form input", text)
    browser.click(f"[data-field={field}] form button")
    browser.until("return document.querySelector(`[data-field=${arguments[0]}] form input`).value === ''", field)


def changes(browser: Browser, place: str) -> Any:
    """What the difference in that place says: kind, field and entries of each line."""
    return browser.run(_CHANGES, place)


def to_sign(browser: Browser) -> Any:
    """The changes that stand beside the choice of a key; each of its lines as `changes` gives them."""
    go(browser, "sign")
    browser.until("return !document.querySelector('#key').hidden")
    return changes(browser, "#what")


def sign_with_file(browser: Browser, pem: str, passphrase: str = "") -> None:
    """Choose "Key file", the file, and press the button."""
    browser.until("return document.querySelector('#key .key-file') !== null")
    browser.click("#key input[value=file]")
    put_file(browser, "#key .key-file", pem, "list.pem")
    if passphrase:
        browser.type("#key .passphrase", passphrase)
    browser.click("#key button[type=submit]")


def sign_with_made_key(browser: Browser) -> None:
    """It is chosen already."""
    browser.until("return document.querySelector('#key input[value=made]:checked') !== null")
    browser.click("#key button[type=submit]")


def published(browser: Browser) -> str:
    """What the desk says once the list is in force."""
    return str(browser.until("return document.querySelector('.notice:not([hidden]) .done')?.textContent"))


def put_file(browser: Browser, selector: str, content: str, name: str) -> None:
    """Into a file field."""
    browser.run(_PUT_FILE, selector, content, name)


def error(browser: Browser) -> str:
    """What went wrong, as the desk tells it."""
    return str(browser.until("return document.querySelector('#error:not([hidden])')?.textContent"))


def make_key(browser: Browser) -> str:
    """A key made here; its public half as the file that `root rotate --add` takes."""
    go(browser, "keys")
    browser.click("#make-key")
    browser.until("return document.querySelector('#save-public') !== null")
    browser.run(_PUBLIC)
    raw = bytes(map(int, str(browser.until("return document.body.dataset.public")).split()))
    text = base64.b64encode(_SPKI + raw).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"

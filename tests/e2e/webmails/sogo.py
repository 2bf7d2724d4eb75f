"""Debian's SOGo with a PostgreSQL and a memcached of its own; the machine's set-up is left alone."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from faults.postgresql import PostgreSQL

from ..account import account_of
from ..browsers.browser import Browser, insist
from ..mail.mailbox import ADDRESS, PASSWORD
from ..process import free_port, running
from .front import front

USER = "alice"
_SCHEMA = """
CREATE TABLE sogo_users (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text);
INSERT INTO sogo_users VALUES ('{user}', '{user}', '{password}', 'Alice', '{address}');
"""
_TABLES = {
    "SOGoProfileURL": "sogo_user_profile",
    "OCSFolderInfoURL": "sogo_folder_info",
    "OCSSessionsFolderURL": "sogo_sessions_folder",
    "OCSEMailAlarmsFolderURL": "sogo_alarms_folder",
}
_ROW = """
document.querySelectorAll('[data-e2e-row]').forEach((row) => row.removeAttribute('data-e2e-row'));
const row = [...document.querySelectorAll('md-list-item')].find((row) => row.textContent.includes(arguments[0]));
row?.setAttribute('data-e2e-row', '');
return !!row;
"""
_SEEN = """
const field = document.querySelector(arguments[0]), box = field.getBoundingClientRect();
return box.height > 0 && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2) === field;
"""
_LOG_INS = 5
_FIELD, _LISTED = 'input[ng-model="app.creds.username"]', "md-list-item.sg-message-list-item, .sg-tile-content"
_FILLED = """
const [name, password] = ["username", "password"].map(
    (which) => document.querySelector(`input[ng-model="app.creds.${which}"]`).value);
const button = document.querySelector('button[type="submit"]');
return name === arguments[0] && password === arguments[1] && !button.disabled;
"""
_SHOWS = """
return [...document.querySelectorAll('.sg-md-headline')].some((title) => title.textContent.includes(arguments[0]))
    && !!document.querySelector('.sg-mail-part');
"""


@dataclass(frozen=True, slots=True)
class Sogo:
    """A webmail at an address."""

    url: str


@contextmanager
def sogo(folder: Path, imap_port: int) -> Iterator[Sogo]:
    """SOGo in `folder` in front of the IMAP server at `imap_port`."""
    port, sogod, memcached = free_port(), free_port(), free_port()
    owner = account_of("sogo")
    owner.own(folder)
    with ExitStack() as stack:
        database = PostgreSQL()
        stack.callback(database.close)
        database.start()
        database.create()
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute(_SCHEMA.format(user=USER, password=PASSWORD, address=ADDRESS).encode())
        cache = [*owner.prefix, "memcached", "-l", "127.0.0.1", "-p", str(memcached)]
        stack.enter_context(running(cache, log=folder / "memcached.log", port=memcached))
        command = [*owner.prefix, "sogod", *_arguments(folder, database.url, sogod, memcached, imap_port)]
        stack.enter_context(
            running(command, log=folder / "sogod.out", port=sogod, env={"HOME": str(folder)}, cwd=folder)
        )
        stack.enter_context(front(port, sogod))
        yield Sogo(f"http://127.0.0.1:{port}")


def _arguments(folder: Path, database: str, port: int, memcached: int, imap_port: int) -> list[str]:
    """SOGo takes every setting as an argument, too, and these win over the machine's own file."""
    url = database.replace("postgres@", "postgres:any@")  # SOGo's reading of the address needs a password
    users = (
        f'({{type = sql; id = users; viewURL = "{url}/sogo_users"; canAuthenticate = YES; isAddressBook = NO; '
        "userPasswordAlgorithm = plain;})"
    )
    settings = {
        "WOPort": f"127.0.0.1:{port}",
        "WOWorkersCount": "2",
        "WOLogFile": "-",
        "WOPidFile": str(folder / "sogo.pid"),
        "WONoDetach": "YES",
        **{name: f"{url}/{table}" for name, table in _TABLES.items()},
        "SOGoUserSources": users,
        "SOGoIMAPServer": f"imap://127.0.0.1:{imap_port}",
        "SOGoForceExternalLoginWithEmail": "YES",
        "SOGoMailDomain": "example.test",
        "SOGoMemcachedHost": f"127.0.0.1:{memcached}",
        "SOGoSieveScriptsEnabled": "NO",
        "SOGoLoginModule": "Mail",
        "SOGoTimeZone": "UTC",
        "SOGoLanguage": "English",
    }
    return [part for name, value in settings.items() for part in (f"-{name}", value)]


def installed() -> bool:
    """Whether Debian's SOGo is here, and its file of settings, without which it does not start, can be read."""
    return os.access("/usr/sbin/sogod", os.X_OK) and os.access("/etc/sogo/sogo.conf", os.R_OK)


class SogoInbox:
    """SOGo in a browser, logged in."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self._url = url
        self._is_listed = False  # whether the inbox is what the page shows

    def log_in(self) -> None:
        """Log in as Alice, or find that she is logged in.

        On a busy machine the page may still be moving when it is typed into or clicked; then nothing happens, and it is
        tried again from a fresh page. Raises AssertionError, with what the page says, when it never lets her in.
        """
        for _ in range(_LOG_INS):
            self.browser.visit(f"{self._url}/SOGo/")
            with suppress(AssertionError):
                if self.browser.until(f"return document.querySelector('{_FIELD}, {_LISTED}')?.tagName") == "INPUT":
                    self._submit()
                self.browser.until("return location.pathname.includes('/Mail')", patience=30)
                self._is_listed = True
                return
        raise AssertionError(f"no way into SOGo: {self.browser.run('return document.body.innerText')!r}")

    def _submit(self) -> None:
        """Fill in the form and send it, once it stands still and would take it."""
        self.browser.until(_SEEN, _FIELD)  # Firefox types into nothing that is still being laid out
        self.browser.type(_FIELD, USER)
        self.browser.type('input[ng-model="app.creds.password"]', PASSWORD)
        self.browser.until(_FILLED, USER, PASSWORD, patience=10)
        self.browser.click('button[type="submit"]')

    def visit(self, folder: str, uid: int, view: str = "view") -> None:
        """Load the page anew at a message; SOGo encodes a folder's path twice."""
        path = quote(quote(folder, safe=""), safe="")
        self._is_listed = False
        self.browser.visit("about:blank")
        self.browser.visit(f"{self._url}/SOGo/so/{USER}/Mail/{view}#!/Mail/0/{path}/{uid}")
        self.browser.until("return !!document.querySelector('.sg-mail-part')")

    def list(self, folder: str) -> None:
        """Load the page anew at a folder, until its messages are listed."""
        self._is_listed = False
        self.browser.visit("about:blank")
        self.browser.visit(f"{self._url}/SOGo/so/{USER}/Mail/view#!/Mail/0/{quote(quote(folder, safe=''), safe='')}")
        self.browser.until("return !!document.querySelector('md-list-item .sg-tile-subject')")

    def open(self, subject: str) -> None:
        """Click the message in the inbox; the page shows it beside the list, in elements that it uses again."""
        if not self._is_listed:
            self.log_in()

        def click() -> None:
            self.browser.until(_ROW, subject)
            self.browser.click("[data-e2e-row]")

        insist(click, lambda: self.browser.run(_SHOWS, subject), f"{subject} beside the list")

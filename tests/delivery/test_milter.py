"""Postfix asks the milter, Dovecot's Sieve acts on its mark: real programs, and the milter killed in between."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from e2e.account import service_account
from e2e.mail.mailbox import Mailbox, dovecot
from e2e.process import free_port, require, running, skip
from running import allowed

from .postfix import MailServer, postfix

pytestmark = pytest.mark.e2e

PHISH = b"From: OpenAI Support <help@billing-desk.example>\r\nTo: alice@example.test\r\nSubject: %s\r\n\r\nPay.\r\n"
HANDBOOK = Path(__file__).parents[2] / "docs" / "delivery.md"
HARMLESS = b"From: Ann <ann@example.net>\r\nTo: alice@example.test\r\nSubject: %s\r\n\r\nLunch?\r\n"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A mail server, its milter and the mailbox behind it."""

    server: MailServer
    mailbox: Mailbox
    milter: "subprocess.Popen[bytes]"

    def deliver(self, raw: bytes) -> Path:
        """Send a message, and wait until it lies in the mailbox."""
        before = set(self._files())
        self.server.send(raw)
        until = time.monotonic() + allowed(30)
        while not (arrived := [path for path in self._files() if path not in before]):
            assert time.monotonic() < until, self.server.log.read_text()[-3000:]
            time.sleep(0.05)
        return arrived[0]

    def _files(self) -> list[Path]:
        return [path for part in ("new", "cur") for path in (self.mailbox.maildir / part).iterdir()]

    def keywords(self, path: Path) -> set[str]:
        """The IMAP keywords that Dovecot has stored with a message; it writes their names after the message."""
        letters = {letter for letter in path.name.partition(":2,")[2] if letter.islower()}
        file = self.mailbox.maildir / "dovecot-keywords"
        until = time.monotonic() + allowed(10)
        while True:
            names = dict(line.split(" ", 1) for line in file.read_text().splitlines()) if file.exists() else {}
            found = {names.get(str(ord(letter) - ord("a")), "") for letter in letters}
            if "" not in found:
                return found
            assert time.monotonic() < until, (path.name, names)
            time.sleep(0.05)


@pytest.fixture(scope="module")
def delivery(organisation: Path) -> Iterator[Delivery]:
    with delivering(organisation) as started:
        yield started


@contextmanager
def delivering(organisation: Path, main: str = "") -> Iterator[Delivery]:
    """All three programs; `main` is added to Postfix's main.cf."""
    require("postfix", "dovecot", "sievec")
    if find_spec("Milter") is None:
        skip("pymilter is not installed: apt-get install libmilter-dev, pip install '.[milter]'")
    folder, owner, port = Path(tempfile.mkdtemp(prefix="lencana-delivery-")), service_account(), free_port()
    folder.chmod(0o755)  # and not in pytest's folder, which every other run of pytest closes to other users
    (folder / "imap").mkdir()
    command = [sys.executable, "-m", "lencana", "--data", organisation, "milter", "--socket", f"inet:{port}@127.0.0.1"]
    try:
        with (
            dovecot(folder / "imap", owner) as mailbox,
            running(command, log=folder / "milter.log", port=port, env={"LENCANA_DKIM": "off"}) as milter,
            postfix(folder / "mta", owner, folder / "imap" / "dovecot.conf", port, main=main) as server,
        ):
            yield Delivery(server, mailbox, milter)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fields(path: Path) -> list[str]:
    """The verdict fields of a delivered message, from the top."""
    header = path.read_bytes().partition(b"\n\n")[0].decode()
    return re.findall(r"^x-lencana-[^:]*:.*(?:\n[ \t].*)*", header, re.MULTILINE | re.IGNORECASE)


def test_suspicious_is_marked_and_stays_in_the_inbox(delivery: Delivery) -> None:
    path = delivery.deliver(PHISH % b"marked")
    (field,) = fields(path)
    assert field.startswith("X-Lencana-Verdict: suspicious; brand=openai; reasons=brand_claim")
    assert delivery.keywords(path) == {"$Phishing", "$Junk"}


def test_what_is_not_suspicious_has_no_keyword(delivery: Delivery) -> None:
    path = delivery.deliver(HARMLESS % b"unmarked")
    assert fields(path)[0].startswith("X-Lencana-Verdict: unknown; ")
    assert delivery.keywords(path) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_a_strangers_own_mark_is_removed(delivery: Delivery, count: int) -> None:
    forged = b"".join(
        b"X-%s-Verdict: verified; brand=openai\r\n" % name for name in (b"Lencana", b"LENCANA", b"lencana")[:count]
    )
    path = delivery.deliver(forged + b"X-Lencana-Other: yes\r\n" + PHISH % b"forged")
    (field,) = fields(path)
    assert field.startswith("X-Lencana-Verdict: suspicious")


def test_many_in_one_session(delivery: Delivery) -> None:
    for number in range(10):
        assert len(fields(delivery.deliver(HARMLESS % b"number %d" % number))) == 1


def test_killed_and_mail_goes_on(delivery: Delivery) -> None:
    os.kill(delivery.milter.pid, signal.SIGKILL)
    began = time.monotonic()
    path = delivery.deliver(PHISH % b"without")
    assert fields(path) == []
    assert time.monotonic() - began < allowed(10)


def test_killed_and_no_strangers_mark_survives(organisation: Path) -> None:
    """By the line of the handbook, which leaves the milter's own mark alone."""
    (setting,) = re.findall(r"postconf '(header_checks=.*)'", HANDBOOK.read_text())
    with delivering(organisation, f"{setting}\n") as delivery:
        forged = b"X-Lencana-Verdict: verified; brand=openai\r\nx-lencana-Verdict : verified\r\n" + PHISH
        (field,) = fields(delivery.deliver(forged % b"with"))
        assert field.startswith("X-Lencana-Verdict: suspicious")
        os.kill(delivery.milter.pid, signal.SIGKILL)
        assert fields(delivery.deliver(forged % b"without")) == []

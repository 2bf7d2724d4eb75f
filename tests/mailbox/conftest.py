"""A data folder whose list is valid today, and a mail server with the asker's own mailbox."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

import forked
from delivery.postfix import MailServer, postfix
from e2e.account import Account, service_account
from e2e.mail.mailbox import ADDRESS, PASSWORD, Mailbox, dovecot
from e2e.process import free_port, require
from running import allowed, lencana, must

from .answering import Answering, opened
from .forwards import ASKER, CHECK

HERE = Path(__file__).parent
_MAIN = """
virtual_mailbox_maps = inline:{{ {{ {box} = alice }}, {{ {asker} = rina/ }}, {{ {check} = check/ }} }}
virtual_mailbox_base = {mail}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
transport_maps = inline:{{ {{ {asker} = virtual: }}, {{ {check} = lmtp:inet:127.0.0.1:{lmtp} }} }}
smtputf8_enable = yes
recipient_delimiter = +
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
transport_retry_time = 1s
"""
_MASTER = """
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
"""


@pytest.fixture(scope="session")
def own_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the bundled list, signed now."""
    data = tmp_path_factory.mktemp("mailbox") / "data"
    must(lencana(data, "init", "--no-passphrase", now=datetime.now(UTC).isoformat()))
    return data


@dataclass(frozen=True, slots=True)
class PostOffice:
    """A mail server, the mailbox that is read over IMAP, and where the asker's own mail is."""

    server: MailServer
    box: Mailbox
    mail: Path
    lmtp_port: int
    data: Path

    def settings(self, text: str) -> None:
        """Write [mailbox] with the server that takes the answers."""
        smtp = f'smtp = "127.0.0.1:{self.server.port}"\nsmtp_security = "none"\nfor = ["example.test"]\n'
        top = 'authserv_ids = ["mx.example.test"]\ndkim = "off"\n'
        (self.data / "lencana.toml").write_text(f"{top}[mailbox]\n{smtp}{text}\n")

    def imap_settings(self, extra: str = "") -> None:
        """Read the mailbox over IMAP."""
        (self.data / "password").write_text(PASSWORD + "\n")
        self.settings(
            f'address = "{CHECK}"\nimap = "127.0.0.1:{self.box.port}"\nimap_security = "none"\n'
            f'imap_user = "{ADDRESS}"\n'
            f'imap_password_file = "{self.data / "password"}"\n{extra}'
        )

    def lmtp_settings(self, extra: str = "") -> None:
        """Take mail from the mail server."""
        self.settings(f'address = "{CHECK}"\nlmtp = "127.0.0.1:{self.lmtp_port}"\n{extra}')

    def once(self, *, killed_at: str = "", **env: str) -> "subprocess.CompletedProcess[str]":
        """`lencana mailbox --once`, killed by SIGKILL at a step; whose start is not what is tested."""
        return forked.run(self._words("--once", killed_at=killed_at), {**os.environ, **env}, "mailbox.killed_at")

    def command(self, *words: str, killed_at: str = "") -> list[str]:
        """The command line, within a program that kills itself at that step."""
        return [sys.executable, str(HERE / "killed_at.py"), *self._words(*words, killed_at=killed_at)]

    def _words(self, *words: str, killed_at: str) -> list[str]:
        return [killed_at, "--data", str(self.data), "mailbox", *words]

    def flush(self) -> None:
        """Have the mail server try again what lies in its queue."""
        conf = self.server.log.with_name("conf")
        subprocess.run(
            ["postqueue", "-c", str(conf), "-f"], check=False, capture_output=True
        )  # it complains of no pickup

    def waiting(self) -> int:
        """How many messages lie in the mailbox that is read."""
        return sum(len(list((self.box.maildir / part).iterdir())) for part in ("new", "cur"))

    def answers(self, least: int = 1, seconds: float = 20) -> list[bytes]:
        """The asker's mail, once there are that many; of 0, what has come after a moment."""
        until = time.monotonic() + (allowed(seconds) if least else 1.5)
        while True:
            found = [path.read_bytes() for path in sorted((self.mail / "rina").glob("new/*"))]
            if (least and len(found) >= least) or time.monotonic() > until:
                return found
            time.sleep(0.05)

    def clear(self) -> None:
        """An empty mailbox, journal and asker."""
        for path in (
            *self.box.maildir.glob("new/*"),
            *self.box.maildir.glob("cur/*"),
            *(self.mail / "rina").glob("new/*"),
            *self.data.glob("mailbox.sqlite*"),
        ):
            path.unlink()


@pytest.fixture(scope="session")
def running_office(own_list: Path) -> Iterator[PostOffice]:
    require("postfix", "dovecot", "sievec")
    folder, owner, lmtp = Path(tempfile.mkdtemp(prefix="lencana-office-")), service_account(), free_port()
    folder.chmod(0o755)  # and not in pytest's folder, which every other run of pytest closes to other users
    (folder / "imap").mkdir()
    (folder / "mail").mkdir()
    owner.own(folder / "mail")
    words: Mapping[str, object] = {
        "box": ADDRESS,
        "asker": ASKER,
        "check": CHECK,
        "mail": folder / "mail",
        "lmtp": lmtp,
        "uid": owner.uid,
        "gid": owner.gid,
    }
    try:
        yield from _office(folder, owner, lmtp, words, own_list)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _office(
    folder: Path, owner: Account, lmtp: int, words: Mapping[str, object], own_list: Path
) -> Iterator[PostOffice]:
    with (
        dovecot(folder / "imap", owner) as box,
        postfix(
            folder / "mta",
            owner,
            folder / "imap" / "dovecot.conf",
            free_port(),
            main=_MAIN.format(**words),
            master=_MASTER,
        ) as server,
    ):
        yield PostOffice(server, box, folder / "mail", lmtp, own_list)


@pytest.fixture
def office(running_office: PostOffice) -> PostOffice:
    """The same with nothing in it."""
    running_office.clear()
    return running_office


@pytest.fixture
def answering(own_list: Path, tmp_path: Path) -> Iterator[Answering]:
    with opened(own_list, tmp_path) as answering:
        yield answering

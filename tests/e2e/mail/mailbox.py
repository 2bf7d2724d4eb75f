"""Alice's mailbox: a Maildir behind a temporary Dovecot, and delivery into it as a mail server would do it."""

import itertools
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from ..account import Account
from ..process import free_port, running

ADDRESS = "alice@example.test"
PASSWORD = "synthetic"
MAIL_SERVER = "mx.example.test"  # the authserv-id of the mail server that Alice's organisation runs

_HERE = Path(__file__).parent
_DOVECOT = "/usr/sbin/dovecot"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where Alice's mail is, and the port at which IMAP serves it."""

    maildir: Path
    port: int
    owner: Account
    _count: Iterator[int] = field(default_factory=itertools.count, repr=False)

    @property
    def count(self) -> int:
        """How many messages the inbox has."""
        return sum(1 for part in ("new", "cur") for _ in (self.maildir / part).iterdir())

    def has(self, subject: str) -> bool:
        """Whether a message with that subject is in the inbox."""
        line = f"Subject: {subject}".encode()
        return any(line in path.read_bytes() for part in ("new", "cur") for path in (self.maildir / part).iterdir())

    def deliver(self, raw: bytes, folder: str = "") -> None:
        """Put a message into the inbox or a folder, such as `.News.Old`: written aside, then renamed (Maildir)."""
        name = f"{next(self._count)}.{os.getpid()}.{MAIL_SERVER}"
        into = self.maildir / folder
        for part in (into, *(into / part for part in ("tmp", "new", "cur"))):
            if not part.exists():
                part.mkdir()
                self.owner.own(part)
        aside = into / "tmp" / name
        aside.write_bytes(raw)
        self.owner.own(aside)
        aside.rename(into / "new" / name)


@contextmanager
def dovecot(folder: Path, owner: Account) -> Iterator[Mailbox]:
    """A mailbox in `folder` while a Dovecot of its own serves it over IMAP on loopback."""
    port = free_port()
    maildir = folder / "maildir"
    for path in (maildir, *(maildir / part for part in ("tmp", "new", "cur")), folder / "run"):
        path.mkdir()
    owner.own(maildir, *maildir.iterdir())
    (folder / "passwd").write_text(f"{ADDRESS}:{{PLAIN}}{PASSWORD}::::::\n")
    conf = folder / "dovecot.conf"
    conf.write_text(_configuration(folder, port, owner))
    with running([_DOVECOT, "-F", "-c", conf], log=folder / "dovecot.out", port=port):
        yield Mailbox(maildir, port, owner)


def _configuration(folder: Path, port: int, owner: Account) -> str:
    """Dovecot drops to users of its own when root starts it, and can neither do that nor chroot when another does."""
    root = os.geteuid() == 0
    return Template(template().read_text()).substitute(
        folder=folder,
        port=port,
        uid=owner.uid,
        gid=owner.gid,
        internal="dovecot" if root else owner.name,
        internal_group="dovecot" if root else owner.group,
        login="dovenull" if root else owner.name,
        chroot="" if root else "chroot =",
    )


def template() -> Path:
    """For the Dovecot that is installed: no file suits both 2.3 and 2.4."""
    said = subprocess.run([_DOVECOT, "--version"], check=True, capture_output=True, text=True).stdout
    numbers = re.match(r"(\d+)\.(\d+)", said)
    assert numbers, f"dovecot --version: {said!r}"
    version = tuple(map(int, numbers.groups()))
    return _HERE / ("dovecot-2.4.conf" if version >= (2, 4) else "dovecot-2.3.conf")

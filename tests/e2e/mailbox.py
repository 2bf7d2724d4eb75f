"""Alice's mailbox: a Maildir behind a temporary Dovecot, and delivery into it as a mail server would do it."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .account import Account
from .process import free_port, running

ADDRESS = "alice@example.test"
PASSWORD = "synthetic"
MAIL_SERVER = "mx.example.test"  # the authserv-id of the mail server that Alice's organisation runs

_CONF = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/maildir
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/maildir
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
}}
"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where Alice's mail is, and the port at which IMAP serves it."""

    maildir: Path
    port: int
    owner: Account
    _count: Iterator[int] = field(default_factory=itertools.count, repr=False)

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
    with running(["/usr/sbin/dovecot", "-F", "-c", conf], log=folder / "dovecot.out", port=port):
        yield Mailbox(maildir, port, owner)


def _configuration(folder: Path, port: int, owner: Account) -> str:
    """Dovecot drops to users of its own when root starts it, and can neither do that nor chroot when another does."""
    root = os.geteuid() == 0
    return _CONF.format(
        folder=folder,
        port=port,
        uid=owner.uid,
        gid=owner.gid,
        internal="dovecot" if root else owner.name,
        internal_group="dovecot" if root else owner.group,
        login="dovenull" if root else owner.name,
        chroot="" if root else "chroot =",
    )

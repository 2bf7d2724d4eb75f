"""Who the mail services run as: www-data when the tests run as root (Dovecot refuses mail of root), else the caller."""

import grp
import os
import pwd
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    group: str
    uid: int
    gid: int

    @property
    def prefix(self) -> list[str]:
        """What to put before a command so that it runs as this user."""
        if os.geteuid() != 0:
            return []
        return ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--init-groups", "--inh-caps=-all"]

    def own(self, *paths: Path) -> None:
        """Give files and folders to this user; a caller who is not root owns them already."""
        if os.geteuid() != 0:
            return
        for path in paths:
            os.chown(path, self.uid, self.gid)


def service_account() -> Account:
    """The user that Dovecot's mail, and PHP, run as."""
    return account_of("www-data")


def account_of(name: str) -> Account:
    """A user whom root can be; anybody else remains who he is."""
    entry = pwd.getpwnam(name) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, grp.getgrgid(entry.pw_gid).gr_name, entry.pw_uid, entry.pw_gid)

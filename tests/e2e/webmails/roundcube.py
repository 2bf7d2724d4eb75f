"""Debian's Roundcube under PHP's own web server, with a SQLite file of its own; the machine's set-up is left alone."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..account import Account
from ..process import free_port, running

_SYSTEM_CONF = Path("/etc/roundcube")
_SCHEMA = Path("/usr/share/roundcube/SQL/sqlite.initial.sql")
_PUBLIC = Path("/var/lib/roundcube/public_html")
KEPT_FILES = Path(__file__).with_name("kept_files.php")

_CONF = """<?php
$config['db_dsnw'] = 'sqlite:///{folder}/db/roundcube.sqlite?mode=0640';
$config['imap_host'] = '127.0.0.1:{imap_port}';
$config['smtp_host'] = '';
$config['des_key'] = 'synthetic-key-24-letters';
$config['skin'] = '{skin}';
$config['language'] = 'en_US';
$config['plugins'] = [];
$config['log_dir'] = '{folder}/logs/';
$config['temp_dir'] = '{folder}/temp/';
$config['enable_spellcheck'] = false;
"""


@dataclass(frozen=True, slots=True)
class Roundcube:
    """A webmail at an address."""

    url: str


@contextmanager
def roundcube(folder: Path, owner: Account, imap_port: int, skin: str = "elastic") -> Iterator[Roundcube]:
    """Roundcube in `folder` in front of the IMAP server at `imap_port`."""
    port = free_port()
    conf, database, logs, temp = (folder / name for name in ("conf", "db", "logs", "temp"))
    for path in (conf, database, logs, temp):
        path.mkdir()
    for name in ("defaults.inc.php", "mimetypes.php"):  # Roundcube answers "Internal Error" without them
        shutil.copy(_SYSTEM_CONF / name, conf)
    (conf / "config.inc.php").write_text(_CONF.format(folder=folder, imap_port=imap_port, skin=skin))
    with sqlite3.connect(database / "roundcube.sqlite") as connection:
        connection.executescript(_SCHEMA.read_text())
    connection.close()
    owner.own(database, database / "roundcube.sqlite", logs, temp)
    kept_files = shutil.copy(KEPT_FILES, conf)  # PHP's own web server asks it first; a clone may be root's alone
    php = ["php", "-d", f"session.save_path={temp}", "-S", f"127.0.0.1:{port}", "-t", str(_PUBLIC), str(kept_files)]
    env = {"ROUNDCUBE_CONFIG_DIR": str(conf), "PHP_CLI_SERVER_WORKERS": "4", "HOME": str(temp)}
    with running([*owner.prefix, *php], log=folder / "php.log", port=port, env=env):
        yield Roundcube(f"http://127.0.0.1:{port}")


def installed() -> bool:
    """Whether Debian's Roundcube with SQLite is here."""
    return _SCHEMA.is_file() and os.access(_PUBLIC, os.R_OK)


def has_larry() -> bool:
    """Whether the older skin is here."""
    return (_PUBLIC / "skins/larry").is_dir()

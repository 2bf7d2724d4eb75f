"""A data folder whose extension can be packed, and what is in the archives."""

import zipfile
from pathlib import Path

from admin import Lencana, copied

FINGERPRINT = "2b7b 3ce3 " * 8
SERVER = "https://lencana.example.org"
SITES = ("--server", SERVER, "--fingerprint", FINGERPRINT, "--webmail", "https://mail.example.org:8443/roundcube/")


def with_extension_key(folder: Path) -> Lencana:
    """The command, with the key that signs the extension in its data folder."""
    return copied(Lencana(folder), "extension", "key", "new", "--no-passphrase")


def contents(path: Path) -> dict[str, bytes]:
    """The files of an archive, by name."""
    with zipfile.ZipFile(path) as archive:  # of a CRX3 file, too: a ZIP is read from its end
        return {name: archive.read(name) for name in archive.namelist()}


def packed(folder: Path) -> dict[str, dict[str, bytes]]:
    """The files of each archive in a folder, by the archive's suffix."""
    return {path.suffix: contents(path) for path in folder.iterdir() if path.suffix in (".crx", ".xpi")}

"""Backups that were changed, cut or made up: verified before anything is replaced."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from admin import Lencana
from lencana.registry.backup import layout

from .conftest import elsewhere


def tampered(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    with tarfile.open(path) as old:
        members = {entry.name: (old.extractfile(entry) or io.BytesIO()).read() for entry in old}
    with tarfile.open(path, "w:gz") as new:
        for name, content in members.items():
            if (changed := change(name, content)) is not None:
                entry = tarfile.TarInfo(name)
                entry.size = len(changed)
                new.addfile(entry, io.BytesIO(changed))


LISTS = {f"documents/allowlist/{version}.json" for version in (1, 2)}
TAMPERED: dict[str, tuple[Callable[[str, bytes], bytes | None], str]] = {
    "a list": (lambda n, c: c.replace(b'"payload":"ey', b'"payload":"eyA') if n in LISTS else c, ""),
    "a signature": (
        lambda n, c: json.dumps(json.loads(c) | {"signatures": []}).encode() if n in LISTS else c,
        "0 of the 1 signatures",
    ),
    "a list is missing": (lambda n, c: None if n.endswith("allowlist/1.json") else c, "list version 1 is missing"),
    "the last list is missing": (lambda n, c: None if n in LISTS else c, "has no list"),
    "another pin": (lambda n, c: b"0" * 64 if n == "root.sha256" else c, "pinned fingerprint"),
    "no root": (lambda n, c: None if "root/1" in n else c, ""),
    "no log": (lambda n, c: None if n == "log.json" else c, "not in its log"),
    "not ours": (lambda n, c: b"{}" if n == "backup.json" else c, "not a backup"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_is_unsound_replaces_nothing(lencana: Lencana, name: str) -> None:
    lencana("backup", "b.tar.gz")
    before = lencana("allowlist", "log")
    change, told = TAMPERED[name]
    tampered(lencana.folder / "b.tar.gz", change)
    assert told in lencana.fails("restore", "b.tar.gz", "--yes")
    assert lencana("allowlist", "log") == before
    other = elsewhere(lencana)
    other.fails("restore", "b.tar.gz")
    assert not other.data.exists()


def test_names_that_lead_elsewhere_are_not_written(lencana: Lencana) -> None:
    lencana("backup", "b.tar.gz")
    with tarfile.open(lencana.folder / "c.tar.gz", "w:gz") as new, tarfile.open(lencana.folder / "b.tar.gz") as old:
        for entry in old:
            new.addfile(entry, old.extractfile(entry))
        for name in ("../evil", "/tmp/evil", "keys/../evil.pem", "held.json"):
            evil = tarfile.TarInfo(name)
            new.addfile(evil, io.BytesIO())
    other = elsewhere(lencana)
    other("restore", "c.tar.gz")
    assert not list(lencana.folder.rglob("*evil*"))


MANY = {
    "keys": [f"keys/{n}.pub" for n in range(1001)],
    "servers": [f"sources/s{n}/root.sha256" for n in range(1001)],
    "archives": [f"extension/{n}.xpi" for n in range(201)],
    "logs": ["log.json"],  # a second one
    "the same": ["a", "a"],
}


@pytest.mark.parametrize("name", MANY)
def test_more_than_a_backup_has_is_not_read(lencana: Lencana, name: str) -> None:
    """Three megabytes can hold a gigabyte of blanks."""
    lencana("backup", "b.tar.gz")
    with tarfile.open(lencana.folder / "c.tar.gz", "w:gz") as new, tarfile.open(lencana.folder / "b.tar.gz") as old:
        for entry in old:
            new.addfile(entry, old.extractfile(entry))
        for more in MANY[name]:
            new.addfile(tarfile.TarInfo(more), io.BytesIO())
    assert "does not belong in a backup" in elsewhere(lencana).fails("restore", "c.tar.gz")


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b" + b"\0" * 100])
def test_rubbish(lencana: Lencana, content: bytes) -> None:
    (lencana.folder / "b.tar.gz").write_bytes(content)
    assert "cannot be read as a backup" in lencana.fails("restore", "b.tar.gz")


@pytest.mark.parametrize("name", ["sources/../root.sha256", "sources/x/../root.sha256", "sources/.x/root.sha256"])
def test_a_pin_leads_nowhere_else(name: str) -> None:
    assert layout.max_bytes(name) is None

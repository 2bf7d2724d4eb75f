"""Backup and restore: consistent while serving, and complete."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from admin import Lencana
from lencana.registry.store import Document, Store
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import Role

from .conftest import elsewhere

pytestmark = pytest.mark.slow


def test_there_and_back(lencana: Lencana) -> None:
    told = lencana("backup", "b.tar.gz")
    assert "root version 1, list version 2" in told and "private key list (NOT encrypted)" in told
    assert (lencana.folder / "b.tar.gz").stat().st_mode & 0o777 == 0o600
    other = elsewhere(lencana)
    assert "restored root version 1, list version 2" in other("restore", "b.tar.gz")
    for words in (("allowlist", "show"), ("allowlist", "log"), ("root", "show"), ("key", "list")):
        assert other(*words) == lencana(*words)
    assert (other.data / "lencana.toml").read_bytes() == (lencana.data / "lencana.toml").read_bytes()
    assert (other.data / "keys" / "list.pem").stat().st_mode & 0o777 == 0o600
    assert "published version 3" in other("allowlist", "renew", "--yes")


def test_from_standard_input(lencana: Lencana) -> None:
    """As `sudo -u lencana` needs it: only its owner can read a backup, and the shell opens it for the server's user."""
    lencana("backup", "--no-keys", "b.tar.gz")
    call = [sys.executable, "-m", "lencana", "--data", elsewhere(lencana).data, "restore", "-"]
    for content, code, said in (
        (b"no backup", 2, "standard-input-"),
        ((lencana.folder / "b.tar.gz").read_bytes(), 0, "restored root version 1, list version 2"),
    ):
        done = subprocess.run(call, input=content, capture_output=True, check=False)
        assert done.returncode == code, done.stderr
        assert said in (done.stdout + done.stderr).decode()
    assert elsewhere(lencana)("allowlist", "show") == lencana("allowlist", "show")


def test_what_is_no_regular_file_stays_what_it_is(lencana: Lencana) -> None:
    """For root a device would make way for the backup as a file does."""
    pipe = lencana.folder / "pipe"
    os.mkfifo(pipe)
    for words in (("backup",), ("root", "show", "--server", "https://lencana.example.org", "--poster")):
        assert "pipe: it is no regular file" in lencana.fails(*words, "pipe")
        assert pipe.is_fifo()


def test_no_key_is_left_out_for_its_name(lencana: Lencana) -> None:
    for name in ("büro", "kunci_2"):
        lencana("key", "new", name, "--no-passphrase")
    (lencana.data / "keys" / "kunci_2.pem").rename(lencana.data / "keys" / "my old key (2).pem")
    told = lencana("backup", "b.tar.gz")
    other = elsewhere(lencana)
    other("restore", "b.tar.gz")
    said = re.findall("^with private key (.+) \\(NOT", told, re.MULTILINE)
    assert sorted(said) == ["büro", "list", "my old key (2)", "root"]
    assert sorted(path.stem for path in (other.data / "keys").glob("*.pem")) == sorted(said)


def test_a_server_gets_no_keys(lencana: Lencana) -> None:
    assert "private key" not in lencana("backup", "--no-keys", "b.tar.gz")
    other = elsewhere(lencana)
    other("restore", "b.tar.gz")
    assert not list((other.data / "keys").glob("*.pem"))
    assert "private key elsewhere" in other("key", "list")


def test_the_packed_extension_goes_along(lencana: Lencana) -> None:
    lencana("extension", "key", "new", "--no-passphrase")
    pack = ("extension", "pack", "--server", "https://lencana.example.org")
    lencana(*pack)
    lencana("backup", "--no-keys", "b.tar.gz")
    other = elsewhere(lencana)
    assert "the extension, version" in other("restore", "b.tar.gz")
    here, there = (sorted((of.data / "extension").iterdir()) for of in (lencana, other))
    assert [path.read_bytes() for path in here] == [path.read_bytes() for path in there]
    lencana(*pack, "--revision", "1")
    lencana("backup", "--no-keys", "c.tar.gz")
    assert "the extension, version" in other("restore", "--yes", "c.tar.gz")
    assert "kept the extension here" in other("restore", "--yes", "b.tar.gz"), "browsers take no older one"


def test_the_fingerprint_to_compare_is_the_one_that_root_show_says(lencana: Lencana) -> None:
    lencana("key", "new", "spare", "--no-passphrase")
    lencana("root", "rotate", "--add", "root=spare", "--yes")
    lencana("backup", "b.tar.gz")
    newest, earlier = re.findall("(?:[0-9a-f]{4} ){15}[0-9a-f]{4}", lencana("root", "show"))
    told = elsewhere(lencana)("restore", "b.tar.gz")
    places = [told.index(text) for text in ("root fingerprint", newest, "earlier root that it pins", earlier)]
    assert places == sorted(places)


def test_over_what_is_there(lencana: Lencana) -> None:
    lencana("backup", "old.tar.gz")
    lencana("allowlist", "renew", "--yes")
    lencana("backup", "new.tar.gz")
    assert "give --yes" in lencana.fails("restore", "old.tar.gz")
    assert "version 3," in lencana("allowlist", "show")
    (lencana.data / "lencana.toml").write_text("")
    told = lencana("restore", "old.tar.gz", "--yes")
    assert "OLDER" in told and "kept" in told and "lencana.toml" in told
    assert "version 2," in lencana("allowlist", "show")
    assert "OLDER" not in lencana("restore", "new.tar.gz", "--yes")


def test_another_organisations_backup_is_told(lencana: Lencana) -> None:
    lencana("backup", "b.tar.gz")
    stranger = elsewhere(lencana)
    stranger("init", "--no-passphrase")
    pinned = (stranger.data / "root.sha256").read_text().strip()
    told = stranger("restore", "--yes", "b.tar.gz")
    assert "ANOTHER root is pinned here" in told and in_groups(pinned) in told
    assert "ANOTHER" not in stranger("restore", "--yes", "b.tar.gz")


def test_a_database_that_is_lost_and_comes_back(lencana: Lencana) -> None:
    lencana("backup", "b.tar.gz")
    for file in lencana.data.glob("lencana.sqlite*"):
        file.unlink()
    assert "restore a backup" in lencana.fails("init")
    for file in lencana.data.glob("lencana.sqlite*"):
        file.unlink()
    lencana("restore", "b.tar.gz", "--yes")
    assert "version 2," in lencana("allowlist", "show")


def test_consistent_while_publishing(lencana: Lencana) -> None:
    publishing = Lencana(lencana.folder)
    outputs: list[str] = []
    written: list[Path] = []
    from lencana.registry.backup import read, write
    from lencana.registry.store import Store
    from lencana.settings import Settings

    def write_backups() -> None:
        with Store(Settings(), lencana.data) as store:
            for n in range(500):
                is_published = bool(outputs)  # on a busy machine it is late
                written.append(lencana.folder / f"{n}.tar.gz")
                write(lencana.data, store, written[-1], keys=False)
                if n >= 7 and is_published:
                    break

    thread = Thread(target=write_backups)
    thread.start()
    while thread.is_alive():
        outputs.append(publishing("allowlist", "renew", "--yes"))
    thread.join()
    versions = [read(path).latest.allowlist for path in written]
    assert versions == sorted(versions) and versions[-1] > 2


def test_what_others_servers_are_pinned_to_goes_along(lencana: Lencana) -> None:
    folder = lencana.data / "sources" / "badge.other.example-1a2b3c4d"
    folder.mkdir(parents=True)
    (folder / "root.sha256").write_text("ab" * 32)
    (folder / "held.badge.other.example.json").write_text("{}")
    (folder / "notes.txt").write_text("mine")
    lencana("backup", "b.tar.gz")
    there = Lencana(lencana.folder)
    there.data = lencana.folder / "there"
    there("restore", "--yes", "b.tar.gz")
    restored = there.data / "sources" / folder.name
    assert sorted(path.name for path in restored.iterdir()) == ["held.badge.other.example.json", "root.sha256"]
    assert (restored / "root.sha256").read_text() == "ab" * 32
    assert restored.stat().st_mode & 0o777 == 0o700


def test_a_backup_of_no_use_says_so_when_it_is_made(lencana: Lencana) -> None:
    assert lencana.run("backup", "b.tar.gz").stderr == ""
    lencana("key", "new", "list2", "--no-passphrase")
    lencana("root", "rotate", "--add", "list2", "--remove", "list", "--yes")
    said = lencana.run("backup", "b.tar.gz").stderr
    assert "its list is not signed by the keys that its root names: a server would not start with it" in said
    assert "run `lencana allowlist renew`, then make the backup again" in said
    lencana("allowlist", "renew", "--yes")
    assert lencana.run("backup", "b.tar.gz").stderr == ""


def test_an_expired_list_and_a_missing_key_are_told(lencana: Lencana) -> None:
    (lencana.data / "keys" / "list.pem").unlink()
    done = lencana.run("--now", "2099-01-01T00:00:00Z", "backup", "b.tar.gz")
    assert "expired at" in done.stderr and "then make the backup again" in done.stderr
    assert "no private key in it may sign the list" in done.stderr
    assert "may sign" not in lencana.run("backup", "--no-keys", "b.tar.gz").stderr


def test_what_cannot_be_read_back_is_an_error(lencana: Lencana, monkeypatch: pytest.MonkeyPatch) -> None:
    lencana("allowlist", "renew", "--yes")
    real = Store.documents

    def without_the_first_list(store: Store) -> Iterator[Document]:
        return (d for d in real(store) if (d.log_entry.role, d.log_entry.version) != (Role.ALLOWLIST, 1))

    monkeypatch.setattr(Store, "documents", without_the_first_list)
    assert "CANNOT be restored: list version 1 is missing" in lencana.fails("backup", "b.tar.gz")


def test_a_broken_database_says_what_to_move_before_restoring(lencana: Lencana) -> None:
    lencana("backup", "--no-keys", "b.tar.gz")
    for file in lencana.data.glob("lencana.sqlite*"):
        file.write_bytes(b"no database")
    problem = lencana.fails("restore", "--yes", "b.tar.gz")
    assert f"move lencana.sqlite and the files whose names begin so out of {lencana.data}" in problem
    for file in lencana.data.glob("lencana.sqlite*"):
        file.rename(lencana.folder / file.name)
    assert "restored" in lencana("restore", "--yes", "b.tar.gz")
    assert "version 2" in lencana("allowlist", "show")

"""Files that are written whole: what another user has put in their way neither gets nor keeps them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lencana.atomic_write import atomic_write
from lencana.errors import KeyFileError
from lencana.trust.keys.signing import create_key
from running import lencana, must


def _backup(data: Path, target: Path) -> None:
    must(lencana(data, "backup", str(target)))


def _write(_data: Path, target: Path) -> None:
    atomic_write(target, b"secret", 0o600)


@pytest.mark.parametrize("write", [_backup, _write])
@pytest.mark.parametrize("made", ["file", "link"])
def test_a_file_in_the_way_is_not_used(
    organisation: Path, tmp_path: Path, write: Callable[[Path, Path], None], made: str
) -> None:
    """In a folder of many its name can be foreseen: that of the target, and the number of the process."""
    target, theirs = tmp_path / "target", tmp_path / "theirs"
    draft = tmp_path / f".target.{os.getpid()}"
    theirs.touch(mode=0o666)
    draft.hardlink_to(theirs) if made == "file" else draft.symlink_to(theirs)
    write(organisation, target)
    assert theirs.read_bytes() == b""
    assert target.stat().st_size and target.stat().st_mode & 0o777 == 0o600
    assert not target.samefile(theirs) and not draft.exists()


def test_a_key_is_not_made_where_its_public_half_would_be_anothers(tmp_path: Path) -> None:
    theirs = tmp_path / f".siti.pub.{os.getpid()}"
    theirs.touch(mode=0o666)
    with pytest.raises(KeyFileError):
        create_key(tmp_path / "siti.pem", None)
    assert not (tmp_path / "siti.pem").exists() and not (tmp_path / "siti.pub").exists()


def test_what_is_locked_is_nobody_elses_to_lock(tmp_path: Path) -> None:
    """Whoever may read a file can lock it for ever, and every publication would wait."""
    data = tmp_path / "data"
    must(lencana(data, "init", "--no-passphrase"))
    locks = list(data.glob(".*.lock"))
    assert locks and all(path.stat().st_mode & 0o777 == 0o600 for path in locks)

"""No room for what a command writes: one line, and nothing half-done. The kernel refuses to let files grow."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from admin import Lencana

from .test_full import UNCOMPILED

pytestmark = pytest.mark.e2e

ROOM = 64  # bytes
FINGERPRINT = "2b7b3ce3" * 8
SERVER = ("--server", "https://lencana.example.org", "--fingerprint", FINGERPRINT)


@pytest.fixture(scope="module")
def lencana(tmp_path_factory: pytest.TempPathFactory) -> Lencana:
    """An admin's folder with a packed extension, beside it a backup and a signed archive."""
    made = Lencana(tmp_path_factory.mktemp("admin"))
    made("init", "--no-passphrase")
    made("extension", "key", "new", "--no-passphrase")
    made("extension", "pack", *SERVER)
    made("backup", "b.tar.gz")
    (made.folder / "answers.toml").write_text('server = "https://lencana.example.org"\n')
    return made


def contents(folder: Path) -> dict[str, bytes]:
    """What is there, without the files in which SQLite notes who reads."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    "words",
    [
        ("extension", "pack", *SERVER, "--revision", "1"),
        ("extension", "pack", "--store", "-o", "store"),
        ("extension", "policy", "--fingerprint", FINGERPRINT, "-o", "policies"),
        ("extension", "key", "new", "other.pem", "--no-passphrase"),
        ("key", "new", "siti", "--no-passphrase"),
        ("backup", "c.tar.gz"),
        ("--data", "new", "restore", "--yes", "b.tar.gz"),
        ("--data", "new", "setup", "--answers", "answers.toml"),
    ],
    ids=" ".join,
)
def test_a_full_disk(lencana: Lencana, words: tuple[str, ...]) -> None:
    before = contents(lencana.folder)
    done = subprocess.run(
        [sys.executable, "-m", "lencana", "--data", lencana.data, *words],
        cwd=lencana.folder,
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | UNCOMPILED,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM)),
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("lencana: ") and done.stderr.count("\n") == 1, done.stderr
    assert "File too large" in done.stderr or "disk" in done.stderr
    assert contents(lencana.folder) == before

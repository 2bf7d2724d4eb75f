"""Folders that belong to somebody else: one line that names the folder and what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from web.serving import free_port

# Root may do everything; without these capabilities (capabilities(7)) it is a user like others.
_POWERS = "-dac_override,-dac_read_search,-fowner"
_NOBODY = 65534


def serve(data: Path) -> subprocess.CompletedProcess[str]:
    """`lencana serve` by a user who may do only what the folders' modes allow."""
    become = ["setpriv", f"--bounding-set={_POWERS}", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*become, sys.executable, "-m", "lencana", "--data", str(data), "serve", "--port", str(free_port())]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def _of_somebody_else(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
        if os.geteuid() == 0:
            os.chown(path, _NOBODY, _NOBODY)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("needs setpriv (util-linux)")
    return tmp_path / "place"


@pytest.mark.parametrize("name", ["data", "."])
def test_no_room_for_a_data_folder(place: Path, name: str) -> None:
    place.mkdir()
    _of_somebody_else(place)
    data = place / name
    done = serve(data)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert (
        done.stderr == f"lencana: cannot make the data folder {data}: Permission denied; choose another with --data\n"
    )


def test_a_data_folder_that_cannot_be_written_in(organisation: Path, place: Path) -> None:
    shutil.copytree(organisation, place, ignore=shutil.ignore_patterns("*-wal", "*-shm"))  # as when no server runs
    _of_somebody_else(place)
    done = serve(place)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.endswith(f"the user that Lencana runs as must be able to write in {place}\n")

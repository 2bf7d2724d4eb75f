"""The systemd units: systemd takes them, and rates their hardening."""

import re
import subprocess
from pathlib import Path

import pytest
from bench.servers.server import AS_DEPLOYED

from e2e.process import require

FOLDER = Path(__file__).parents[2] / "deploy" / "systemd"
UNIT = FOLDER / "lencana.service"
CONTAINERFILE = FOLDER.parent / "container" / "Containerfile"
UNITS = sorted(FOLDER.glob("*.service"))
MAX_EXPOSURE = 1.5

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_systemd_takes_it(path: Path, tmp_path: Path) -> None:
    require("systemd-analyze")
    program = tmp_path / "lencana"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / path.name
    unit.write_text(path.read_text().replace("/usr/bin/lencana", str(program)))
    done = subprocess.run(["systemd-analyze", "verify", unit], check=False, capture_output=True, text=True)
    assert path.name not in done.stderr, done.stderr


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_it_is_hardened(path: Path) -> None:
    require("systemd-analyze")
    command = ["systemd-analyze", "security", "--offline=true", path]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert exposure and float(exposure[1]) <= MAX_EXPOSURE, said


def test_no_keys_are_made_by_a_service() -> None:
    assert "serve --no-init" in UNIT.read_text()
    assert "ConditionPathExists=/var/lib/lencana/root.sha256" in UNIT.read_text()


@pytest.mark.parametrize(("path", "word"), [(UNIT, "Environment="), (CONTAINERFILE, "ENV ")], ids=["unit", "image"])
def test_all_threads_have_one_heap(path: Path, word: str) -> None:
    lines = path.read_text().splitlines()
    assert AS_DEPLOYED == {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"}
    assert f"{word}GLIBC_TUNABLES={AS_DEPLOYED['GLIBC_TUNABLES']}" in lines

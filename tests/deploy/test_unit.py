"""The systemd unit: systemd takes it, and rates its hardening."""

import re
import subprocess
from pathlib import Path

import pytest

from e2e.process import require

UNIT = Path(__file__).parents[2] / "deploy" / "systemd" / "lencana.service"
MAX_EXPOSURE = 1.5

pytestmark = pytest.mark.e2e


def test_systemd_takes_it(tmp_path: Path) -> None:
    require("systemd-analyze")
    program = tmp_path / "lencana"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "lencana.service"
    unit.write_text(UNIT.read_text().replace("/usr/bin/lencana", str(program)))
    done = subprocess.run(["systemd-analyze", "verify", unit], check=False, capture_output=True, text=True)
    assert "lencana.service" not in done.stderr, done.stderr


def test_it_is_hardened() -> None:
    require("systemd-analyze")
    command = ["systemd-analyze", "security", "--offline=true", UNIT]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert exposure and float(exposure[1]) <= MAX_EXPOSURE, said


def test_no_keys_are_made_by_a_service() -> None:
    assert "serve --no-init" in UNIT.read_text()
    assert "ConditionPathExists=/var/lib/lencana/root.sha256" in UNIT.read_text()

"""What all tests share: a real data folder, made by the real commands."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
NOW = "2026-02-01T12:00:00Z"

Run = Callable[..., subprocess.CompletedProcess[str]]


def lencana(data: Path, *words: str, stdin: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as a user does, on a data folder, at a fixed time."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("LENCANA_")}
    env |= {f"LENCANA_{key.upper()}": value for key, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "lencana", "--data", str(data), "--now", settings.get("now", NOW), *words],
        capture_output=True,
        text=True,
        env=env,
        input=stdin,
        timeout=120,
    )


def must(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """The same, once it is known that the command succeeded."""
    assert done.returncode == 0, f"{done.args}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an organisation whose list is tests/cases/allowlist.toml, as version 2."""
    data = tmp_path_factory.mktemp("organisation") / "data"
    signed = data.parent / "allowlist.json"
    must(lencana(data, "init", "--no-passphrase"))
    must(lencana(data, "allowlist", "sign", str(CASES / "allowlist.toml"), "-o", str(signed)))
    must(lencana(data, "allowlist", "publish", str(signed)))
    return data

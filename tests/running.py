"""The command line as a user runs it: in a process of its own, at a fixed time."""

import os
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).parent / "cases"
NOW = "2026-02-01T12:00:00Z"


def allowed(seconds: float) -> float:
    """How long something may take here that an idle machine does in that time: so many programs share a core."""
    return seconds * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))


def lencana(data: Path, *words: str, stdin: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder; `settings` become LENCANA_* variables, `now` sets the clock."""
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

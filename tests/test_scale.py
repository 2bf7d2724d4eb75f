"""docs/scale.md: what it says that many readers need follows from what it says that one costs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_tables_follow_from_the_costs() -> None:
    command = [sys.executable, "-m", "bench.scale", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

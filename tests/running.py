"""The command line as a user runs it, at a fixed time: within this process, or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from lencana.cli import main

CASES = Path(__file__).parent / "cases"
NOW = "2026-02-01T12:00:00Z"

Done = subprocess.CompletedProcess[str]


def allowed(seconds: float) -> float:
    """How long something may take here that an idle machine does in that time: so many programs share a core."""
    return seconds * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))


def lencana(data: Path, *words: str, stdin: str | None = None, **settings: str) -> Done:
    """Run a command on a data folder; `settings` become LENCANA_* variables, `now` sets the clock.

    The same code with the same words, variables and streams as in a process of its own, whose start costs ten times
    what most commands do. `lencana_process` is for what a process is needed for: signals, threads, exits.
    """
    return run_here([*_words(data, settings), *words], environ_of(settings), stdin=stdin)


def lencana_process(data: Path, *words: str, stdin: str | None = None, **settings: str) -> Done:
    """The same as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "lencana", *_words(data, settings), *words],
        capture_output=True,
        text=True,
        env=environ_of(settings),
        input=stdin,
        timeout=120,
    )


def run_here(
    words: list[str], environ: Mapping[str, str], folder: Path | None = None, stdin: str | None = None
) -> Done:
    """`lencana` with these words, variables and working folder, without a terminal."""
    given = TextIOWrapper(BytesIO((stdin or "").encode()), "utf-8")
    out, err, code = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8"), 0
    with (
        patch.dict(os.environ, {"COLUMNS": "80", **environ}, clear=True),  # not those of the tests' own terminal
        patch.multiple(sys, argv=["lencana", *words], stdin=given),
        chdir(folder or Path()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return subprocess.CompletedProcess(words, code, _text(out), _text(err))


def must(done: Done) -> Done:
    """The same, once it is known that the command succeeded."""
    assert done.returncode == 0, f"{done.args}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def _words(data: Path, settings: Mapping[str, str]) -> list[str]:
    return ["--data", str(data), "--now", settings.get("now", NOW)]


def environ_of(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables of this process, with these settings and no others of Lencana's."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("LENCANA_")}
    return env | {f"LENCANA_{key.upper()}": value for key, value in settings.items()}


def _text(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()

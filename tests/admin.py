"""An admin at the keyboard: the command line as it is typed, in this process."""

import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from lencana.cli import main

BRANDS = """
expires_in = "14d"
[[brand]]
id = "openai"
name = "OpenAI"
domains = ["openai.com", "tm2.openai.com"]
[[brand]]
id = "acme"
name = "Acme"
domains = ["acme-tools.com"]
"""


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    returncode: int
    stdout: str
    stderr: str


class Lencana:
    """Runs the command on one data folder, without a terminal."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._environ = {k: v for k, v in os.environ.items() if not k.startswith("LENCANA_")} | environ

    def run(self, *words: str | Path) -> Done:
        argv = ["lencana", "--data", str(self.data), *map(str, words)]
        out, err, code = StringIO(), StringIO(), 0
        with (
            patch.dict(os.environ, self._environ, clear=True),
            patch.multiple(sys, argv=argv, stdin=StringIO()),
            chdir(self.folder),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as stop:
                code = int(stop.code or 0)
        return Done(code, out.getvalue(), err.getvalue())

    def __call__(self, *words: str | Path) -> str:
        """Standard output of a run that must succeed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def fails(self, *words: str | Path) -> str:
        """Standard error of a run that must fail."""
        done = self.run(*words)
        assert done.returncode == 2
        return done.stderr

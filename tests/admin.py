"""An admin at the keyboard: the command line as it is typed, in this process."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from running import Done, environ_of, run_here

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


class Lencana:
    """Runs the command on one data folder, without a terminal."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._environ = environ_of({}) | environ

    def run(self, *words: str | Path) -> Done:
        return run_here(["--data", str(self.data), *map(str, words)], self._environ, self.folder)

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


def initialised(folder: Path, **environ: str) -> Lencana:
    """With a data folder as `init --no-passphrase` makes it."""
    return copied(Lencana(folder, **environ), "init", "--no-passphrase")


def copied(made: Lencana, *words: str) -> Lencana:
    """With what these words make in an empty folder: once in a run, and this is a copy with the same keys."""
    shutil.copytree(Path(_pattern(words).name) / "data", made.data, dirs_exist_ok=True)
    return made


@cache
def _pattern(words: tuple[str, ...]) -> "TemporaryDirectory[str]":
    folder = TemporaryDirectory(prefix="lencana-pattern-")  # which goes with this process
    Lencana(Path(folder.name))(*words)
    return folder

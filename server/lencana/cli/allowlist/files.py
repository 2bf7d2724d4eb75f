"""What the commands read, and how they say what it would change."""

from pathlib import Path

from click import echo

from lencana.core.allowlist import Allowlist
from lencana.errors import InputError, ListSourceError
from lencana.trust import source
from lencana.trust.changes import changes
from lencana.trust.lint import Level, lint

MAX_LINES = 100


def read_envelope(path: Path, limit: int) -> bytes:
    """At most `limit` bytes and one more, so that too large is seen as such. Raises InputError."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def print_changes(old: Allowlist | None, new: Allowlist) -> None:
    """What is different, in plain words; of a whole new catalogue the beginning."""
    lines = changes(old, new) or ["no change but version and expiry"]
    for line in lines[:MAX_LINES]:
        echo(line)
    if len(lines) > MAX_LINES:
        echo(f"... and {len(lines) - MAX_LINES} more changes")


def read_source(path: Path) -> source.Source:
    """An admin's TOML, linted: warnings are printed, errors stop. Raises ListSourceError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ListSourceError(f"{path}: {error.strerror or error}") from error
    except UnicodeError as error:
        raise ListSourceError(f"{path}: not UTF-8; save the file as UTF-8") from error
    read = source.parse(text, str(path))
    errors = 0
    for remark in lint(read.brands):
        echo(f"{path}: {remark.level}: {remark.text}", err=True)
        errors += remark.level is Level.ERROR
    if errors:
        raise ListSourceError(f"{path}: {errors} error{'s' * (errors > 1)}, see above; nothing was signed")
    return read

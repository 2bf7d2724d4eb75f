"""What the commands read, what they ask, and how they say what a list would change."""

import sys
from datetime import datetime
from pathlib import Path

import click
from click import echo

from lencana.core.brands.allowlist import Allowlist
from lencana.engine.languages import DEFAULT
from lencana.engine.lint_texts import remark_text
from lencana.errors import InputError, ListSourceError
from lencana.trust.changes import changes
from lencana.trust.lint import Level, Remark, lint
from lencana.trust.list_source import list_source

MAX_LINES = 100


def read_envelope(path: Path, limit: int) -> bytes:
    """At most `limit` bytes and one more, so that too large is seen as such. Raises InputError."""
    raw = _read(path, limit + 1)
    if not _begins_as_envelope(raw):
        raise InputError(f"{path}: not a DSSE envelope; `lencana allowlist sign` and `lencana root rotate` write them")
    return raw


def is_envelope(path: Path) -> bool:
    """Or an admin's TOML? Raises InputError."""
    return _begins_as_envelope(_read(path, 64))


def _begins_as_envelope(raw: bytes) -> bool:
    return raw.lstrip().startswith(b"{")  # no TOML begins so


def _read(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def print_changes(old: Allowlist | None, new: Allowlist, *, whole: bool = False) -> None:
    """What is different, in plain words; unless `whole`, of a whole new catalogue the beginning."""
    lines = changes(old, new) or ["no change but version and expiry"]
    shown = lines if whole else lines[:MAX_LINES]
    for line in shown:
        echo(line)
    if len(lines) > len(shown):
        echo(f"... and {len(lines) - len(shown)} more changes")


def read_text(path: Path) -> str:
    """A file of UTF-8. Raises ListSourceError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ListSourceError(f"{path}: {error.strerror or error}") from error
    except UnicodeError as error:
        raise ListSourceError(f"{path}: not UTF-8; save the file as UTF-8") from error


def read_and_lint(
    path: Path, now: datetime, in_force: Allowlist | None = None, *, yes: bool = True, notes: bool = False
) -> list_source.ListSource:
    """An admin's TOML, linted: errors stop; without `yes`, warnings ask. Raises ListSourceError."""
    if is_envelope(path):
        raise ListSourceError(f"{path} is a signed list; give the TOML (`lencana allowlist verify` looks at this one)")
    read = list_source.parse(read_text(path), str(path))
    remarks = lint(read, in_force, now)
    _print(path, [remark for remark in remarks if notes or remark.level is not Level.NOTE])
    errors = sum(remark.level is Level.ERROR for remark in remarks)
    if errors:
        raise ListSourceError(f"{path}: {errors} error{'s' * (errors > 1)}, see above; nothing was signed")
    warned = any(remark.level is Level.WARNING for remark in remarks)
    if warned and not confirm_if_interactive("Continue despite the warnings?", yes=yes):
        raise ListSourceError(f"{path}: stopped at the warnings above; nothing was signed")
    return read


def confirm_required(question: str, *, yes: bool) -> bool:
    """Ask for confirmation; true with --yes. Raises InputError without a terminal."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to ask on; review the changes, then give --yes")
    return click.confirm(question)


def confirm_if_interactive(question: str, *, yes: bool) -> bool:
    """Ask on a terminal; without one, go on (nothing is published yet)."""
    return yes or not sys.stdin.isatty() or click.confirm(question)


def _print(path: Path, remarks: list[Remark]) -> None:
    for remark in remarks[:MAX_LINES]:
        text = remark_text(DEFAULT, remark)
        heading = f"{remark.heading}: " if remark.heading else ""
        echo(f"{path}: {remark.level}: {heading}{text}", err=True)
    if len(remarks) > MAX_LINES:
        echo(f"{path}: ... and {len(remarks) - MAX_LINES} more remarks", err=True)

"""What a store holds, and what it takes to read one."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import NamedTuple, Protocol

import msgspec

from lencana.errors import NotInitialisedError, StoreError, StoreFullError
from lencana.registry.high_water import HIGH_WATER_FILE, HighWaterMark
from lencana.trust.documents.metadata import Role, format_time


class LogEntry(msgspec.Struct, frozen=True):
    """A line of the log: what was published, and when (UTC, as the documents write it)."""

    role: Role
    version: int
    sha256: str
    published_at: str


class Document(NamedTuple):
    """A published envelope and its line of the log."""

    log_entry: LogEntry
    envelope: bytes


class LatestVersions(msgspec.Struct, frozen=True):
    """The newest version of each role; 0 for none. Two equal values: nothing was published in between."""

    root: int = 0
    allowlist: int = 0


class DocumentSource(Protocol):
    """Where signed documents come from: a database, a backup, a server.

    Every method raises NotInitialisedError or StoreError.
    """

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins, which does not come from the database; None for none."""

    @property
    def high_water(self) -> HighWaterMark | None:
        """The high-water mark, which does not come from the database either."""

    def advance(self, high_water: HighWaterMark) -> None:
        """Raise the high-water mark. Never raises."""

    def latest(self) -> LatestVersions:
        """The newest versions."""

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""


def new_log_entry(role: Role, version: int, sha256: str, now: datetime) -> LogEntry:
    """A line of the log, written now."""
    return LogEntry(role, version, sha256, format_time(now))


def latest_of(rows: Iterable[tuple[str, int]]) -> LatestVersions:
    """From rows of role and newest version."""
    versions = dict(rows)
    return LatestVersions(versions.get(Role.ROOT, 0), versions.get(Role.ALLOWLIST, 0))


def bytes_of(value: object) -> bytes:
    """An envelope as the database returned it. Raises StoreError when it is not bytes."""
    if not isinstance(value, bytes):
        raise StoreError("the database was changed by hand: a document in it is not bytes; restore a backup")
    return value


def not_initialised(data: Path) -> StoreError:
    """There is no list yet (NotInitialisedError) or no longer, and what to do."""
    if (data / HIGH_WATER_FILE).exists():
        return store_emptied()
    return NotInitialisedError(
        f"{data.absolute()} has no list yet. If your data folder is elsewhere, name it by --data or LENCANA_DATA;"
        f" to make one here: lencana --data {quote(str(data))} init"
    )


def store_emptied() -> StoreError:
    """There is no list, though the data folder remembers one."""
    return StoreError(
        "the database is empty, but lists were in force here before: restore a backup (lencana restore FILE), or begin"
        " anew in another data folder"
    )


def as_store_error(error: Exception, data: Path) -> StoreError:
    """A database error as one of ours, by its first line: PostgreSQL's further ones may repeat a row."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    text = " ".join(lines[0].split())
    if "no such table" in text or 'relation "document" does not exist' in text:
        return not_initialised(data)
    if "disk is full" in text or "No space left on device" in text:
        return StoreFullError(f"the database cannot be used: {text}")
    if "readonly database" in text or "unable to open database file" in text:
        text += f"; the user that Lencana runs as must be able to write in {data}"
    if "file is not a database" in text or "disk image is malformed" in text:
        text += f"; move lencana.sqlite and the files whose names begin so out of {data}, then restore a backup"
    return StoreError(f"the database cannot be used: {text}")

"""The fingerprint of the root that a data folder trusts; the database must lead there."""

from pathlib import Path

from lencana.atomic_write import atomic_write
from lencana.errors import StoreError
from lencana.trust.documents.fingerprint import parse_fingerprint

PIN_FILE = "root.sha256"


def read_pin(data: Path) -> str | None:
    """The pinned fingerprint; None where nothing is pinned yet. Raises StoreError, also for a file that holds none.

    An empty file is an error, not "no pin": otherwise truncating it would make any database trusted.
    """
    path = data / PIN_FILE
    try:
        text = path.read_text()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise StoreError(f"{path}: {error}") from error
    fingerprint = parse_fingerprint(text)
    if fingerprint is None:
        raise StoreError(
            f"{path} has no fingerprint; write the 64 digits that people compared into it, or restore a backup"
        )
    return fingerprint


def write_pin(data: Path, fingerprint: str) -> None:
    """Pin a root. Raises StoreError."""
    try:
        atomic_write(data / PIN_FILE, fingerprint.encode() + b"\n")
    except OSError as error:
        raise StoreError(f"cannot write {data / PIN_FILE}: {error.strerror or error}") from error

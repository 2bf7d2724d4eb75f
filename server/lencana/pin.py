"""The fingerprint of the root that a data folder relies on: what its database says is measured against it."""

import os
from pathlib import Path

from lencana.errors import StoreError

FILE = "root.sha256"


def read_pin(data: Path) -> str | None:
    """The pinned fingerprint; None where nothing is pinned yet. Raises StoreError."""
    path = data / FILE
    try:
        return path.read_text().strip() or None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: {error}") from error


def write_pin(data: Path, fingerprint: str) -> None:
    """Pin a root. Raises StoreError."""
    draft = data / f".{FILE}.{os.getpid()}"
    try:
        draft.write_text(fingerprint + "\n")
        draft.replace(data / FILE)
    except OSError as error:
        raise StoreError(f"cannot write {data / FILE}: {error.strerror or error}") from error

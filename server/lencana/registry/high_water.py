"""What a data folder remembers outside its database: the pinned root, and the newest documents in force here.

Neither comes from the database, so that a replaced, edited or older database is detected.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from lencana.atomic_write import atomic_write, open_lock_file
from lencana.errors import StoreError
from lencana.registry.pin import read_pin
from lencana.trust.client_workflow import DocumentVersion

HIGH_WATER_FILE = "held.json"
_log = logging.getLogger(__name__)


class HighWaterMark(msgspec.Struct, frozen=True, order=True):
    """The newest root and list that were verified here. Ordered by root first: new list keys may start over."""

    root: DocumentVersion
    allowlist: DocumentVersion | None = None


def higher(one: HighWaterMark | None, other: HighWaterMark | None) -> HighWaterMark | None:
    """The newer of the two marks."""
    return max((high_water for high_water in (one, other) if high_water), key=_rank, default=None)


class LocalTrustState:
    """The pin and the high-water mark of a data folder."""

    def __init__(self, data: Path, file_name: str = HIGH_WATER_FILE) -> None:
        self._data = data
        self._high_water_path = data / file_name

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins; None for none. Raises StoreError."""
        return read_pin(self._data)

    @property
    def high_water(self) -> HighWaterMark | None:
        """The newest documents that were in force here; None for none yet. Raises StoreError."""
        return read_high_water(self._high_water_path)

    def advance(self, high_water: HighWaterMark) -> None:
        """Raise the mark to this one; a mark never falls. Never raises: a failure to write is logged."""
        try:
            stored = self.high_water
            if higher(high_water, stored) == high_water != stored:
                with _locked(self._high_water_path):  # another worker may have got further meanwhile
                    if higher(high_water, self.high_water) == high_water:
                        write_high_water(self._high_water_path, high_water)
        except (OSError, StoreError) as error:
            _log.warning("%s: cannot store the high-water mark: %s", self._high_water_path, error)


def read_high_water(path: Path) -> HighWaterMark | None:
    """The mark in a file; None without one. Raises StoreError when it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=HighWaterMark)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}; restore a backup") from error


def write_high_water(path: Path, high_water: HighWaterMark) -> None:
    """Write exactly this mark, even if it is lower. Raises OSError."""
    atomic_write(path, msgspec.json.encode(high_water))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open_lock_file(path.with_name(f".{path.name}.lock")) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _rank(high_water: HighWaterMark) -> tuple[int, int]:
    return high_water.root.version, high_water.allowlist.version if high_water.allowlist else 0

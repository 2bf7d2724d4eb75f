"""What a data folder keeps beside its database: the root it pins, and the newest documents it has relied on.

Neither comes from the database, so that a database that was exchanged, edited or set back is seen as such.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from lencana.atomic_write import write_whole
from lencana.errors import StoreError
from lencana.registry.pin import read_pin
from lencana.trust.client_workflow import Mark

FILE = "held.json"
_log = logging.getLogger(__name__)


class Held(msgspec.Struct, frozen=True, order=True):
    """The newest root and list that were verified here. Ordered by root first: new list keys may start afresh."""

    root: Mark
    allowlist: Mark | None = None


def newest(one: Held | None, other: Held | None) -> Held | None:
    """Whichever is further on."""
    return max((held for held in (one, other) if held), key=_progress, default=None)


class Folder:
    """A data folder's own memory."""

    def __init__(self, data: Path, memory: str = FILE) -> None:
        self._data = data
        self._memory = data / memory

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins; None for none. Raises StoreError."""
        return read_pin(self._data)

    @property
    def held(self) -> Held | None:
        """What was relied on last; None for nothing yet. Raises StoreError."""
        return read_held(self._memory)

    def remember(self, held: Held) -> None:
        """Keep `held` unless something newer is kept. Never raises: what cannot be written is logged."""
        try:
            kept = self.held
            if newest(held, kept) == held != kept:
                with _locked(self._memory):  # another worker may have got further meanwhile
                    if newest(held, self.held) == held:
                        write_held(self._memory, held)
        except (OSError, StoreError) as error:
            _log.warning("%s: what was verified last cannot be kept: %s", self._memory, error)


def read_held(path: Path) -> Held | None:
    """What a file keeps. Raises StoreError when it cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Held)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}; restore a backup") from error


def write_held(path: Path, held: Held) -> None:
    """Keep exactly this. Raises OSError."""
    write_whole(path, msgspec.json.encode(held))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.with_name(f".{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _progress(held: Held) -> tuple[int, int]:
    return held.root.version, held.allowlist.version if held.allowlist else 0

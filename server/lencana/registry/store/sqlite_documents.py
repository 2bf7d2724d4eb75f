"""The default database through the standard library alone, for reading."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from lencana.registry.high_water import LocalTrustState
from lencana.registry.store.documents import LatestVersions, as_store_error, bytes_of, latest_of, not_initialised
from lencana.trust.documents.metadata import MAX_VERSION, Role

DATABASE_FILE = "lencana.sqlite"
BUSY_SECONDS = 5.0  # seconds to wait for another writer

_LATEST = "SELECT role, max(version) FROM document GROUP BY role"
_ROOTS = "SELECT envelope FROM document WHERE role = 'root' ORDER BY version"
_ROWID = "SELECT rowid FROM document WHERE role = ? AND version = ?"


class SqliteDocuments(LocalTrustState):
    """Reads the default database. Opens it for each query (0.2 ms), so that a replaced or restored file is noticed."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self._path = data / DATABASE_FILE

    def latest(self) -> LatestVersions:
        """The newest versions."""
        with self._connection() as connection:
            return latest_of(connection.execute(_LATEST))

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""
        with self._connection() as connection:
            return [bytes_of(row[0]) for row in connection.execute(_ROOTS)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""
        if version > MAX_VERSION:
            return None
        with self._connection() as connection:
            row = connection.execute(_ROWID, (role.value, version)).fetchone()
            if row is None:
                return None
            # Not as a column: SQLite would first make a whole copy of its own, eleven megabytes of a long list.
            with connection.blobopen("document", "envelope", row[0], readonly=True) as envelope:
                return envelope.read()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if not self._path.is_file():
            raise not_initialised(self._data)
        try:
            # Not Path.as_uri: Python 3.14 loads an HTTP client for it.
            uri = f"file:{quote(bytes(self._path.absolute()))}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise as_store_error(error, self._data) from error

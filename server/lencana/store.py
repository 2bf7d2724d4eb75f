"""Where published documents are kept: SQLite in the data folder, or the database that `database_url` names.

The store keeps bytes and trusts none of them: whoever reads verifies (`current`). Documents are only ever added, and
the primary key forbids two of one version. Nothing of a message comes here.

Two ways in. `Store` (SQLAlchemy) does everything. `SqliteReader` (standard library) reads the default database without
the 0.17 s of CPU that importing SQLAlchemy takes, which is as much as the rest of a start (docs/decisions/0102).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from lencana.errors import EquivocationError, NotInitialisedError, StoreError, VersionError
from lencana.pin import read_pin
from lencana.settings import Settings
from lencana.trust.documents import MAX_VERSION, Role, format_time

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

FILE = "lencana.sqlite"
BUSY = 5.0  # seconds to wait for another writer

_LATEST = "SELECT role, max(version) FROM document GROUP BY role"
_ROOTS = "SELECT envelope FROM document WHERE role = 'root' ORDER BY version"
_ONE = "SELECT envelope FROM document WHERE role = ? AND version = ?"


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the log: what was published, and when (UTC, as the documents write it)."""

    role: Role
    version: int
    sha256: str
    published_at: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest version of each role; 0 for none. Two equal values: nothing was published in between."""

    root: int = 0
    allowlist: int = 0


class Reader(Protocol):
    """What it takes to load the list. Every method raises NotInitialisedError or StoreError."""

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins, which does not come from the database; None for none."""

    def latest(self) -> Latest:
        """The newest versions."""

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""


def open_reader(data: Path, settings: Settings) -> Reader:
    """The cheapest way to read the store of this data folder. Opens nothing yet."""
    if settings.database_url is None:
        return SqliteReader(data)
    return Store(settings, data)


class SqliteReader:
    """Reads the default database. Opens it anew each time, 0.2 ms: a file that was replaced or came back is seen."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._path = data / FILE

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins."""
        return read_pin(self._data)

    def latest(self) -> Latest:
        """The newest versions."""
        with self._connection() as connection:
            return _latest(connection.execute(_LATEST))

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""
        with self._connection() as connection:
            return [_bytes(row[0]) for row in connection.execute(_ROOTS)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""
        if version > MAX_VERSION:
            return None
        with self._connection() as connection:
            row = connection.execute(_ONE, (role.value, version)).fetchone()
            return None if row is None else _bytes(row[0])

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if not self._path.is_file():
            raise _not_initialised(self._data)
        try:
            uri = self._path.absolute().as_uri() + "?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=BUSY)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise _translated(error, self._data) from error


class Store:
    """Everything that can be asked of the store, and adding to it. Close it when done."""

    def __init__(self, settings: Settings, data: Path) -> None:
        self._data = data
        self._sqlite = data / FILE if settings.database_url is None else None
        self._engine = _engine(settings, data)
        self._table = _table()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @property
    def pin(self) -> str | None:
        """The fingerprint that the data folder pins."""
        return read_pin(self._data)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def create(self) -> None:
        """Make the database and its table where they are missing. Raises StoreError."""
        with self._connection(create=True) as connection:
            self._table.metadata.create_all(connection)

    def latest(self) -> Latest:
        """The newest versions."""
        from sqlalchemy import func, select

        column = self._table.c
        with self._connection() as connection:
            rows = connection.execute(select(column.role, func.max(column.version)).group_by(column.role))
            return _latest(map(tuple, rows))

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""
        from sqlalchemy import select

        column = self._table.c
        query = select(column.envelope).where(column.role == Role.ROOT.value).order_by(column.version)
        with self._connection() as connection:
            return [_bytes(value) for value in connection.scalars(query)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""
        from sqlalchemy import select

        if version > MAX_VERSION:
            return None
        column = self._table.c
        query = select(column.envelope).where(column.role == role.value, column.version == version)
        with self._connection() as connection:
            value = connection.scalar(query)
            return None if value is None else _bytes(value)

    def log(self, role: Role) -> list[Published]:
        """What was published of a role, version 1 first."""
        from sqlalchemy import select

        column = self._table.c
        query = select(column.version, column.sha256, column.published_at)
        with self._connection() as connection:
            rows = connection.execute(query.where(column.role == role.value).order_by(column.version))
            return [Published(role, *row) for row in rows]

    def add(self, published: Published, envelope: bytes, *, after: Latest) -> None:
        """Add a document that was verified against the state `after`, in one transaction, or nothing at all.

        Raises VersionError when something else was published in the meantime, StoreError.
        """
        from sqlalchemy import insert
        from sqlalchemy.exc import IntegrityError

        values = {
            "role": published.role.value,
            "version": published.version,
            "sha256": published.sha256,
            "published_at": published.published_at,
            "envelope": envelope,
        }
        held = self.latest()
        if held != after:
            raise VersionError("something else was published at the same time; sign again on top of it")
        try:
            with self._connection() as connection:
                connection.execute(insert(self._table), values)
        except IntegrityError as error:
            raise EquivocationError(f"version {published.version} was published by somebody else just now") from error

    @contextmanager
    def _connection(self, *, create: bool = False) -> "Iterator[Connection]":
        """A transaction: committed at the end, rolled back on any error."""
        from sqlalchemy.exc import IntegrityError, SQLAlchemyError

        if self._sqlite and not create and not self._sqlite.is_file():
            raise _not_initialised(self._data)
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise _translated(error, self._data) from error


def published(role: Role, version: int, sha256: str, now: datetime) -> Published:
    """A line of the log, written now."""
    return Published(role, version, sha256, format_time(now))


def _latest(rows: Iterable[tuple[str, int]]) -> Latest:
    found = dict(rows)
    return Latest(found.get(Role.ROOT, 0), found.get(Role.ALLOWLIST, 0))


def _bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise StoreError("the list's database was changed by hand: a document in it is not bytes; restore a backup")
    return value


def _engine(settings: Settings, data: Path) -> "Engine":
    from sqlalchemy import URL, create_engine, event
    from sqlalchemy.exc import SQLAlchemyError

    url = settings.database_url or URL.create("sqlite", database=str(data / FILE))
    try:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError(f"database_url cannot be used: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")  # readers go on while a list is published
    connection.execute("PRAGMA synchronous = FULL")  # what was answered with 201 survives a power cut
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY * 1000)}")


def _table() -> "Table":
    from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table

    return Table(
        "document",
        MetaData(),
        Column("role", String(16), primary_key=True),
        Column("version", BigInteger, primary_key=True, autoincrement=False),
        Column("sha256", String(64), nullable=False),
        Column("published_at", String(20), nullable=False),
        Column("envelope", LargeBinary, nullable=False),
    )


def _not_initialised(data: Path) -> NotInitialisedError:
    return NotInitialisedError(f"{data} holds no list yet; run: lencana --data {data} init")


def _translated(error: Exception, data: Path) -> StoreError:
    text = str(getattr(error, "orig", None) or error)
    if "no such table" in text or 'relation "document" does not exist' in text:
        return _not_initialised(data)
    return StoreError(f"the list's database cannot be used: {text}")

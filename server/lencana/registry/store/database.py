"""The store through SQLAlchemy Core: reading, publishing, and restoring a whole state."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, func, insert, make_url, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from lencana.errors import EquivocationError, StoreError, VersionError
from lencana.registry.high_water import LocalTrustState
from lencana.registry.store.documents import (
    Document,
    LatestVersions,
    LogEntry,
    as_store_error,
    bytes_of,
    latest_of,
    not_initialised,
)
from lencana.registry.store.reader import BUSY_SECONDS, DATABASE_FILE
from lencana.registry.store.schema import document
from lencana.settings import Settings
from lencana.trust.documents import MAX_VERSION, Role

_WRITES = "lencana_writes"  # execution option: this transaction keeps other writers out from its beginning
_POSTGRESQL = "postgresql+psycopg"
_TIMEOUTS = {  # of libpq: a server that has gone silent is noticed
    "connect_timeout": int(BUSY_SECONDS),
    "tcp_user_timeout": int(BUSY_SECONDS * 1000),
    "options": f"-c statement_timeout=30s -c lock_timeout={int(BUSY_SECONDS)}s",
}


class Store(LocalTrustState):
    """Everything that can be asked of the store, and adding to it. Close it when done."""

    def __init__(self, settings: Settings, data: Path) -> None:
        super().__init__(data)
        self._sqlite = data / DATABASE_FILE if settings.database_url is None else None
        self._engine = _engine(settings, data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def create(self) -> None:
        """Make the database, or bring it to the newest schema. Raises StoreError."""
        from lencana.registry.store.migrate import migrate  # with it Alembic, which only this needs

        with self._connection(create=True, write=True) as connection:
            migrate(connection)

    def latest(self) -> LatestVersions:
        """The newest versions."""
        with self._connection() as connection:
            return _latest(connection)

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""
        column = document.c
        query = select(column.envelope).where(column.role == Role.ROOT.value).order_by(column.version)
        with self._connection() as connection:
            return [bytes_of(value) for value in connection.scalars(query)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""
        if version > MAX_VERSION:
            return None
        column = document.c
        query = select(column.envelope).where(column.role == role.value, column.version == version)
        with self._connection() as connection:
            value = connection.scalar(query)
            return None if value is None else bytes_of(value)

    def log(self, role: Role) -> list[LogEntry]:
        """What was published of a role, version 1 first."""
        column = document.c
        query = select(column.version, column.sha256, column.published_at)
        with self._connection() as connection:
            rows = connection.execute(query.where(column.role == role.value).order_by(column.version))
            return [LogEntry(role, *row) for row in rows]

    def documents(self) -> Iterator[Document]:
        """Every document, roots first, each role from version 1: one statement, hence one consistent state."""
        column = document.c
        query = select(column.role, column.version, column.sha256, column.published_at, column.envelope)
        query = query.order_by(column.role.desc(), column.version).execution_options(yield_per=1)
        with self._connection() as connection:
            for role, *log_entry, envelope in connection.execute(query):
                yield Document(LogEntry(Role(role), *log_entry), bytes_of(envelope))

    def add(self, new_log_entry: LogEntry, envelope: bytes, *, after: LatestVersions) -> None:
        """Add a document that was verified against the state `after`, in one transaction, or nothing at all.

        Raises VersionError when something else was published in the meantime, StoreError.
        """
        with self._connection(write=True) as connection:
            if _latest(connection) != after:
                raise VersionError("something else was published at the same time; sign again, based on it")
            try:
                connection.execute(insert(document), _row(Document(new_log_entry, envelope)))
            except IntegrityError as error:
                raise EquivocationError(f"version {new_log_entry.version} was published by somebody else") from error

    def replace(self, documents: Iterable[Document]) -> None:
        """Replace all documents by a verified state, in one transaction. Raises StoreError."""
        with self._connection(write=True) as connection:
            connection.execute(delete(document))
            for one in documents:
                connection.execute(insert(document), _row(one))

    @contextmanager
    def _connection(self, *, create: bool = False, write: bool = False) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on any error."""
        if self._sqlite and not create and not self._sqlite.is_file():
            raise not_initialised(self._data)
        try:
            with self._engine.execution_options(**{_WRITES: write}).begin() as connection:
                if write and not create and self._engine.dialect.name == "postgresql":
                    connection.execute(text("LOCK TABLE document IN SHARE ROW EXCLUSIVE MODE"))  # readers go on
                yield connection
        except SQLAlchemyError as error:
            raise as_store_error(error, self._data) from error


def _latest(connection: Connection) -> LatestVersions:
    column = document.c
    rows = connection.execute(select(column.role, func.max(column.version)).group_by(column.role))
    return latest_of(map(tuple, rows))


def _row(of: Document) -> dict[str, object]:
    log_entry = of.log_entry
    values = {"role": log_entry.role.value, "version": log_entry.version, "sha256": log_entry.sha256}
    return {**values, "published_at": log_entry.published_at, "envelope": of.envelope}


def _engine(settings: Settings, data: Path) -> Engine:
    try:
        url = make_url(settings.database_url or URL.create("sqlite", database=str(data / DATABASE_FILE)))
        backend = url.get_backend_name()
        if backend in ("postgresql", "postgres"):
            arguments = _TIMEOUTS
            url = url.set(drivername=_POSTGRESQL)
        elif backend == "sqlite":
            arguments = {"timeout": BUSY_SECONDS}
        else:
            raise StoreError("database_url: write postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:////PATH")
        engine = create_engine(url, connect_args=arguments, pool_pre_ping=True, hide_parameters=True)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise StoreError(f"database_url cannot be used: {error}") from error
    if backend == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, below
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")  # readers go on while a list is published
    connection.execute("PRAGMA synchronous = FULL")  # what was answered with 201 survives a power cut


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""Connections to the database through SQLAlchemy: SQLite in the data folder, or what `database_url` names."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool, Pool

from lencana.errors import StoreError
from lencana.registry.store.documents import as_store_error, not_initialised
from lencana.registry.store.sqlite_documents import BUSY_SECONDS, DATABASE_FILE
from lencana.settings import Settings

# Seconds to wait until it is our turn to write into SQLite, which keeps no queue: of twenty writers on a slow disk one
# may be passed over by all the others.
MAX_WRITE_WAIT_SECONDS = 20.0
_WRITES = "lencana_writes"  # execution option: this transaction keeps other writers out from its beginning
_POSTGRESQL = "postgresql+psycopg"
_TIMEOUTS = {  # of libpq: a server that has gone silent is noticed
    "connect_timeout": int(BUSY_SECONDS),
    "tcp_user_timeout": int(BUSY_SECONDS * 1000),
    "options": f"-c statement_timeout=30s -c lock_timeout={int(BUSY_SECONDS)}s",
}


class Connections:
    """The connections of one process to the database of a data folder. Close them when done."""

    def __init__(self, settings: Settings, data: Path) -> None:
        """Opens none yet. Raises StoreError when `database_url` cannot be used."""
        self._data = data
        self._sqlite = data / DATABASE_FILE if settings.database_url is None else None
        self._engine = _engine(settings, data)

    @property
    def is_postgresql(self) -> bool:
        """PostgreSQL, or else SQLite."""
        return self._engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def transaction(self, *, write: bool = False, create: bool = False, lock: str = "document") -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on any error.

        With `write` no other transaction writes into the table `lock` meanwhile, and readers go on; with `create` the
        database is made if there is none. Raises NotInitialisedError, StoreError.
        """
        if self._sqlite and not self._sqlite.is_file():
            if not create:
                raise not_initialised(self._data)
            _make_private(self._sqlite)
        try:
            with self._engine.execution_options(**{_WRITES: write}).begin() as connection:
                if write and not create and self.is_postgresql:
                    connection.execute(text(f"LOCK TABLE {lock} IN SHARE ROW EXCLUSIVE MODE"))
                yield connection
        except SQLAlchemyError as error:
            raise as_store_error(error, self._data) from error

    def close_to_others(self) -> None:
        """Take the database file from other users: it is about to hold what is not public. Raises StoreError."""
        if self._sqlite is None:
            return
        try:
            mode = self._sqlite.stat().st_mode
            if mode & 0o007:
                for path in self._sqlite.parent.glob(f"{self._sqlite.name}*"):
                    path.chmod(mode & 0o770)
        except OSError as error:
            raise StoreError(f"{self._sqlite}: others can read it, and that cannot be changed: {error}") from error

    def may_have_deleted_rows(self, table: str) -> bool:
        """Might a process that was killed have deleted rows and not erased them? With SQLite its log alone has them."""
        if not self.is_postgresql:
            return False
        query = text("SELECT n_dead_tup > 0 FROM pg_stat_user_tables WHERE relname = :name")
        with self.transaction() as connection:
            return bool(connection.scalar(query, {"name": table}))

    def erase_deleted(self, table: str) -> bool:
        """Take what was deleted from a table off the disk, not only out of sight; false if a reader was in the way.

        SQLite has overwritten it already (secure_delete), save in its write-ahead log, which this empties. PostgreSQL
        keeps deleted rows until their space is used again: this writes the table anew. Raises StoreError.
        """
        try:
            if self.is_postgresql:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql(f"VACUUM (FULL) {table}")
                return True
            with closing(self._engine.raw_connection()) as raw:
                busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise as_store_error(error, self._data) from error


def _make_private(path: Path) -> None:
    """An empty file that only its owner can read: SQLite would let the umask decide."""
    with suppress(OSError):  # SQLite will say what is wrong
        path.touch(mode=0o600, exist_ok=True)


def _engine(settings: Settings, data: Path) -> Engine:
    pool: type[Pool] | None
    logging.getLogger("sqlalchemy.engine.Engine").disabled = True  # at DEBUG it would log every row
    try:
        url = make_url(settings.database_url or URL.create("sqlite", database=str(data / DATABASE_FILE)))
        backend = url.get_backend_name()
        if backend in ("postgresql", "postgres"):
            arguments, pool = _TIMEOUTS, None
            url = url.set(drivername=_POSTGRESQL)
        elif backend == "sqlite":
            arguments = {"timeout": MAX_WRITE_WAIT_SECONDS}
            pool = NullPool  # a file that was replaced must be noticed, and not be written to in its old place
        else:
            raise StoreError("database_url: write postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:////PATH")
        engine = create_engine(url, connect_args=arguments, poolclass=pool, pool_pre_ping=True, hide_parameters=True)
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise StoreError(f"database_url cannot be used: {error}") from error
    if backend == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _tune_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, below
    connection.execute(f"PRAGMA busy_timeout = {int(MAX_WRITE_WAIT_SECONDS * 1000)}")
    connection.execute("PRAGMA journal_mode = WAL")  # readers go on while a list is published
    connection.execute("PRAGMA synchronous = FULL")  # what was answered with 201 survives a power cut
    connection.execute("PRAGMA secure_delete = ON")  # a report that is deleted is overwritten


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""The store through SQLAlchemy Core: reading, publishing, and restoring a whole state."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from lencana.errors import EquivocationError, VersionError
from lencana.registry.high_water import LocalTrustState
from lencana.registry.store.connections import Connections
from lencana.registry.store.documents import Document, LatestVersions, LogEntry, bytes_of, latest_of
from lencana.registry.store.schema import document
from lencana.settings import Settings
from lencana.trust.documents.metadata import MAX_VERSION, Role


class Store(LocalTrustState):
    """Everything that can be asked of the store, and adding to it. Close it when done."""

    def __init__(self, settings: Settings, data: Path) -> None:
        super().__init__(data)
        self._connections = Connections(settings, data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give every connection back."""
        self._connections.close()

    def create(self) -> None:
        """Make the database, or bring it to the newest schema. Raises StoreError."""
        from lencana.registry.store.migrate import migrate  # with it Alembic, which only this needs

        with self._connections.transaction(create=True, write=True) as connection:
            migrate(connection)

    def latest(self) -> LatestVersions:
        """The newest versions."""
        with self._connections.transaction() as connection:
            return _latest(connection)

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first."""
        column = document.c
        query = select(column.envelope).where(column.role == Role.ROOT.value).order_by(column.version)
        with self._connections.transaction() as connection:
            return [bytes_of(value) for value in connection.scalars(query)]

    def envelope(self, role: Role, version: int) -> bytes | None:
        """The envelope of one version, or None."""
        if version > MAX_VERSION:
            return None
        column = document.c
        query = select(column.envelope).where(column.role == role.value, column.version == version)
        with self._connections.transaction() as connection:
            value = connection.scalar(query)
            return None if value is None else bytes_of(value)

    def log(self, role: Role) -> list[LogEntry]:
        """What was published of a role, version 1 first."""
        column = document.c
        query = select(column.version, column.sha256, column.published_at)
        with self._connections.transaction() as connection:
            rows = connection.execute(query.where(column.role == role.value).order_by(column.version))
            return [LogEntry(role, *row) for row in rows]

    def documents(self) -> Iterator[Document]:
        """Every document, roots first, each role from version 1: one statement, hence one consistent state."""
        column = document.c
        query = select(column.role, column.version, column.sha256, column.published_at, column.envelope)
        query = query.order_by(column.role.desc(), column.version).execution_options(yield_per=1)
        with self._connections.transaction() as connection:
            for role, *log_entry, envelope in connection.execute(query):
                yield Document(LogEntry(Role(role), *log_entry), bytes_of(envelope))

    def add(self, new_log_entry: LogEntry, envelope: bytes, *, after: LatestVersions) -> None:
        """Add a document that was verified against the state `after`, in one transaction, or nothing at all.

        Raises VersionError when something else was published in the meantime, StoreError.
        """
        with self._connections.transaction(write=True) as connection:
            if _latest(connection) != after:
                raise VersionError("something else was published at the same time; sign again, based on it")
            try:
                connection.execute(insert(document), _row(Document(new_log_entry, envelope)))
            except IntegrityError as error:
                raise EquivocationError(f"version {new_log_entry.version} was published by somebody else") from error

    def replace(self, documents: Iterable[Document]) -> None:
        """Replace all documents by a verified state, in one transaction. Raises StoreError."""
        with self._connections.transaction(write=True) as connection:
            connection.execute(delete(document))
            for one in documents:
                connection.execute(insert(document), _row(one))


def _latest(connection: Connection) -> LatestVersions:
    column = document.c
    rows = connection.execute(select(column.role, func.max(column.version)).group_by(column.role))
    return latest_of(map(tuple, rows))


def _row(of: Document) -> dict[str, object]:
    log_entry = of.log_entry
    values = {"role": log_entry.role.value, "version": log_entry.version, "sha256": log_entry.sha256}
    return {**values, "published_at": log_entry.published_at, "envelope": of.envelope}

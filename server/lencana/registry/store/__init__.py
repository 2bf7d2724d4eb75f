"""Where published documents are kept: SQLite in the data folder, or the database that `database_url` names.

The store keeps bytes and trusts none of them: whoever reads them verifies them (`verified_state`). Documents are only
ever added, and the primary key forbids two of one version. Of messages there is only what readers report (`reports/`),
in tables of their own.

There are two ways in. `Store` (SQLAlchemy) does everything. `SqliteDocuments` (standard library) reads the default
database without the 0.17 s of CPU that importing SQLAlchemy takes, which is as much as the rest of a start
(docs/decisions/0102). Therefore `Store` is imported only when it is used.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lencana.registry.store.documents import Document, DocumentSource, LatestVersions, LogEntry, new_log_entry
from lencana.registry.store.sqlite_documents import DATABASE_FILE, SqliteDocuments
from lencana.settings import Settings

if TYPE_CHECKING:
    from lencana.registry.store.database import Store

__all__ = [
    "DATABASE_FILE",
    "Document",
    "DocumentSource",
    "LatestVersions",
    "LogEntry",
    "SqliteDocuments",
    "Store",
    "new_log_entry",
    "open_documents",
]


def open_documents(data: Path, settings: Settings) -> DocumentSource:
    """The cheapest way to read the store of this data folder. Opens nothing yet."""
    if settings.database_url is None:
        return SqliteDocuments(data)
    from lencana.registry.store.database import Store

    return Store(settings, data)


def __getattr__(name: str) -> Any:
    if name == "Store":
        from lencana.registry.store.database import Store

        return Store
    raise AttributeError(name)

"""Is there anything to do? Asked without SQLAlchemy where the default database is used (docs/decisions/0102)."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from lencana.registry.store.sqlite_documents import BUSY_SECONDS, DATABASE_FILE
from lencana.settings import Settings


def has_reports(settings: Settings, data: Path) -> bool:
    """Might there be a report? False while the default database cannot be read."""
    if settings.database_url is not None:
        return True
    uri = f"file:{quote(bytes((data / DATABASE_FILE).absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=1)) as connection:
            return connection.execute("SELECT 1 FROM report LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False


def empty_log(settings: Settings, data: Path) -> None:
    """Empty the write-ahead log of the default database: a process that was killed may have left a report in it."""
    if settings.database_url is not None:
        return
    with suppress(OSError, sqlite3.Error):  # no log: it goes whenever the last connection closes
        if not (data / f"{DATABASE_FILE}-wal").stat().st_size:
            return
        with closing(sqlite3.connect(data / DATABASE_FILE, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

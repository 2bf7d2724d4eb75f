"""The whole state of a server in one file, and back: every document with its date, the pin, the settings, the keys.

A gzipped tar that any tool opens; it does not depend on the database, so that a state can move from SQLite to
PostgreSQL (docs/decisions/0109).
"""

from lencana.registry.backup.read import VerifiedBackup, read, restore
from lencana.registry.backup.write import write

__all__ = ["VerifiedBackup", "read", "restore", "write"]

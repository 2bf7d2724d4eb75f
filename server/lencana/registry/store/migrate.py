"""Bringing a database to the newest schema, with Alembic, in one transaction that the caller has begun."""

from threading import Lock

from sqlalchemy import Connection, inspect, text

from lencana.errors import StoreError
from lencana.registry.store.schema import SCHEMA

_ONE_AT_A_TIME = Lock()  # Alembic's environment is global to the process


def migrate(connection: Connection) -> None:
    """Run what is missing. Raises StoreError when the database is newer than this program."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(2601512014)"))  # two servers may start at once
    if _schema(connection) == SCHEMA:
        return
    from alembic import command  # a third as much again as SQLAlchemy, which a database that is up to date does without
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "lencana.registry.store:migrations")
    config.attributes["connection"] = connection
    try:
        with _ONE_AT_A_TIME:
            command.upgrade(config, SCHEMA)
    except CommandError as error:
        raise StoreError("the database was made by a newer version of Lencana; update this one") from error


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if version is None else str(version)

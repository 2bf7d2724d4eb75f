"""The store: its schema and migrations, and one transaction a publish."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from lencana import errors
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root, publish_root
from lencana.registry.store import DATABASE_FILE, LatestVersions, Store, new_log_entry
from lencana.registry.store.schema import SCHEMA, metadata
from lencana.settings import Settings
from lencana.trust.documents.metadata import Role
from trust.publisher import NOW, allowlist, digest, root, signed

ROOT = signed(root(), "root")


def make(data: Path) -> Store:
    store = Store(Settings(), data)
    store.create()
    publish_first_root(store, ROOT, NOW)
    write_pin(data, digest(ROOT))
    return store


def test_migrations_make_the_schema(tmp_path: Path) -> None:
    with make(tmp_path):
        engine = create_engine(f"sqlite:///{tmp_path / DATABASE_FILE}")
        with engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        engine.dispose()
    config = Config()
    config.set_main_option("script_location", "lencana.registry.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_database_from_before_migrations_is_taken_over(tmp_path: Path) -> None:
    with make(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / DATABASE_FILE)) as connection:
            connection.execute("DROP TABLE alembic_version")
        store.create()
        assert store.latest() == LatestVersions(1, 0)


def test_a_database_from_the_future_is_left_alone(tmp_path: Path) -> None:
    with make(tmp_path) as store:
        with closing(sqlite3.connect(tmp_path / DATABASE_FILE)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(errors.StoreError, match="newer version of Lencana"):
            store.create()


def test_root_and_list_at_the_same_moment(tmp_path: Path) -> None:
    """A list verified under the old root must not be added after a new root was."""
    with make(tmp_path) as store:
        before = store.latest()
        publish_root(store, signed(root(2, list_keys="list2"), "root"), NOW)
        late = signed(allowlist(), "list")
        with pytest.raises(errors.VersionError, match="at the same time"):
            store.add(new_log_entry(Role.ALLOWLIST, 1, digest(late), NOW), late, after=before)
        assert store.latest() == LatestVersions(2, 0)


def test_root_and_list_raced(tmp_path: Path) -> None:
    late, rotation = signed(allowlist(), "list"), signed(root(2, list_keys="list2"), "root")
    for round_ in range(10):
        data = tmp_path / str(round_)
        data.mkdir()
        make(data).close()

        def run(publish: object, envelope: bytes, data: Path = data) -> bool:
            assert callable(publish)
            try:
                with Store(Settings(), data) as mine:
                    publish(mine, envelope, NOW)
            except (errors.VersionError, errors.SignatureError):
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            futures = [pool.submit(run, publish_allowlist, late), pool.submit(run, publish_root, rotation)]
        listed, rotated = (future.result() for future in futures)
        with Store(Settings(), data) as store:
            assert store.latest() == LatestVersions(1 + rotated, int(listed))
        assert listed or rotated


def test_other_databases_are_not_pretended(tmp_path: Path) -> None:
    for url in ("mysql://u:secret@h/d", "nonsense", "postgresql://h:port/d"):
        with pytest.raises(errors.StoreError, match="database_url") as caught:
            Store(Settings(database_url=url), tmp_path)
        assert "secret" not in str(caught.value)


def test_what_is_away_says_so_without_the_password(tmp_path: Path) -> None:
    store = Store(Settings(database_url="postgresql://u:secret@127.0.0.1:1/d"), tmp_path)
    with store, pytest.raises(errors.StoreError, match="cannot be used") as caught:
        store.latest()
    assert "secret" not in str(caught.value)

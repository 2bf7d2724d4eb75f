"""Data folders with a root and a list in the default database: the list in force there, and the commands over them."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from admin import BRANDS, Lencana, initialised
from lencana.core.brands.allowlist import Brand
from lencana.registry.in_force import ListInForce, open_list_in_force
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root
from lencana.registry.store import DATABASE_FILE, Store
from lencana.settings import Settings
from trust.publisher import NOW, allowlist, digest, root, signed

ROOT = signed(root(), "root")
LIST_1 = signed(allowlist(), "list")
LIST_2 = signed(allowlist(2, LIST_1, brands=(Brand(id="x", name="X", domains=("x.example",)),)), "list")


@pytest.fixture(scope="session")
def first_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What each test's own folder is a copy of."""
    folder = tmp_path_factory.mktemp("registry")
    with Store(Settings(), folder) as store:
        store.create()
        publish_first_root(store, ROOT, NOW)
        publish_allowlist(store, LIST_1, NOW)
    write_pin(folder, digest(ROOT))
    return folder


@pytest.fixture
def data(first_data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_data, tmp_path, dirs_exist_ok=True))


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    with Store(Settings(), data) as opened:
        yield opened


@pytest.fixture
def list_in_force(data: Path) -> ListInForce:
    return open_list_in_force(data, Settings())


def by_hand(data: Path, sql: str, *values: object) -> None:
    """Write into the database past every rule."""
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection, connection:
        connection.execute(sql, values)


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    """The command over a folder of two list versions."""
    made = initialised(tmp_path)
    (tmp_path / "list.toml").write_text(BRANDS)
    made("allowlist", "sign", "list.toml", "-o", "2.json")
    made("allowlist", "publish", "2.json")
    (made.data / "lencana.toml").write_text('authserv_ids = ["mx.example.net"]\n')
    return made


def elsewhere(lencana: Lencana) -> Lencana:
    """The command over another data folder, which is not there yet."""
    other = Lencana(lencana.folder)
    other.data = lencana.folder / "other"
    return other

"""One PostgreSQL for all of these tests, and two servers on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lencana.settings import Settings

from .forked import serving
from .postgresql import PostgreSQL
from .servers import Pair, make_folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[PostgreSQL]:
    made = PostgreSQL()
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture
def database(cluster: PostgreSQL) -> PostgreSQL:
    """An empty one."""
    cluster.create()
    return cluster


@pytest.fixture
def pair(database: PostgreSQL, tmp_path: Path) -> Iterator[Pair]:
    """Two servers with data folders of their own, and the list in force."""
    first = make_folder(tmp_path / "one", Settings(database_url=database.url))
    (tmp_path / "two").mkdir()
    shutil.copy(tmp_path / "one" / "root.sha256", tmp_path / "two")
    settings = {"database_url": database.url, "proxies": "127.0.0.1", "rate_limit": "100000000"}
    with serving(tmp_path / "one", **settings) as one, serving(tmp_path / "two", **settings) as two:
        yield one, two, first

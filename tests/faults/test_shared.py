"""Several servers on one real PostgreSQL."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from admin import Lencana
from lencana.registry.store import LatestVersions, Store
from lencana.settings import Settings
from lencana.trust.documents.metadata import Role
from running import allowed

from .postgresql import PostgreSQL
from .servers import Load, Pair, make_folder, make_list, wait_until

pytestmark = pytest.mark.e2e


def test_published_on_one_served_by_the_other_under_load(pair: Pair) -> None:
    one, two, last = pair
    delays = []
    with Load(one) as load_one, Load(two) as load_two:
        for version in range(2, 8):
            last = make_list(version, last, brands=200)
            assert one.publish(last) == 201
            delays.append(wait_until(lambda: two.version() == version, 60))  # noqa: B023 (called before the next)
    assert max(delays) <= allowed(2), delays
    assert load_one.failed == load_two.failed == []
    assert min(load_one.done, load_two.done) > 50
    assert two.ask("GET", "/v1/allowlist")[1] == last
    print(f"seen by the other after {[round(d, 2) for d in delays]} s; {load_one.done + load_two.done} requests")


def test_twenty_publishers_at_two_servers(pair: Pair) -> None:
    one, two, first = pair
    rivals = [make_list(2, first, mark=f"rival {n}") for n in range(20)]
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda n: (one, two)[n % 2].publish(rivals[n]), range(20)))
    assert sorted(statuses) == [201] + [409] * 19
    won = rivals[statuses.index(201)]
    for server in (one, two):
        wait_until(lambda: server.ask("GET", "/v1/allowlist")[1] == won, allowed(2))  # noqa: B023 (called before the next)


def test_database_gone_and_back(database: PostgreSQL, pair: Pair) -> None:
    one, two, first = pair
    second = make_list(2, first)
    assert two.ask("GET", "/v1/allowlist") == (200, first)
    with Load(one, readers=2) as load:
        database.stop()
        assert one.publish(second) == 503
        status, body = one.ask("GET", "/readyz")
        assert (status, json.loads(body)["store"]) == (503, False)
        assert two.ask("GET", "/v1/allowlist") == (200, first)
        database.start()
        wait_until(lambda: one.ask("GET", "/readyz")[0] == 200, 60)
        assert one.publish(second) == 201
        wait_until(lambda: two.version() == 2, 60)
    assert load.failed == []


def test_setting_up_at_the_same_time(database: PostgreSQL, tmp_path: Path) -> None:
    def create(name: str) -> LatestVersions:
        with Store(Settings(database_url=database.url), tmp_path / name) as store:
            store.create()
            return store.latest()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(create, map(str, range(8)))) == {LatestVersions()}


def test_from_sqlite_to_postgresql_by_backup(database: PostgreSQL, tmp_path: Path) -> None:
    small = Lencana(tmp_path)
    small("init", "--no-passphrase")
    small("allowlist", "renew", "--yes")
    small("backup", "b.tar.gz")
    large = Lencana(tmp_path, LENCANA_DATABASE_URL=database.url)
    large.data = tmp_path / "large"
    large("restore", "b.tar.gz")
    assert not (large.data / "lencana.sqlite").exists()
    assert large("allowlist", "show") == small("allowlist", "show")
    assert "published version 3" in large("allowlist", "renew", "--yes")
    large("backup", "c.tar.gz")
    assert "version 3" in small("restore", "c.tar.gz", "--yes")


def test_the_database_forbids_two_of_one_version(database: PostgreSQL, tmp_path: Path) -> None:
    settings = Settings(database_url=database.url)
    first = make_folder(tmp_path / "data", settings)
    twice = (
        "INSERT INTO document SELECT role, version, 'x', published_at, envelope FROM document WHERE role = 'allowlist'"
    )
    with psycopg.connect(database.url) as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(twice)
    with Store(settings, tmp_path / "data") as store:
        assert store.latest() == LatestVersions(1, 1)
        assert store.envelope(Role.ALLOWLIST, 1) == first

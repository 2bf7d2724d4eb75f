"""kill -9 while a list is being published, and twenty publishers at once: every version is whole or absent."""

import os
import random
import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path
from threading import Thread

import pytest

from lencana.registry.in_force import open_list_in_force
from lencana.registry.store import DATABASE_FILE
from lencana.settings import Settings

from .forked import serving
from .servers import Server, make_folder, make_list

pytestmark = pytest.mark.e2e

KILLS = int(os.environ.get("KILLS", "32"))
AT_ONCE = 4  # data folders that are worked on at the same time; each learns how long a publication takes
BRANDS = 2000  # enough that writing it takes a while: some 300 kB
DELAY = 0.15  # seconds from the beginning of a publication to its end, to begin with; it is learned on the way


def test_killed_while_publishing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda n: kill_often(tmp_path / str(n), KILLS // AT_ONCE), range(AT_ONCE)))
    published, answered = (sum(column) for column in zip(*outcomes, strict=True))
    print(f"{KILLS} kills: {published} lists published, {answered} answered with 201 before")
    assert 0 < published < KILLS, "the moments were not spread over the publication"


def kill_often(data: Path, times: int) -> tuple[int, int]:
    """How many lists were published, and for how many the publisher was told so."""
    chance = random.Random(str(data.name))  # noqa: S311 (moments, not secrets)
    last = make_folder(data)
    version, published, answered, delay = 1, 0, 0, DELAY
    for _ in range(times):
        new = make_list(version + 1, last, brands=BRANDS)
        statuses: list[int] = []
        with serving(data) as server:
            publisher = Thread(target=publish, args=(server, new, statuses))
            publisher.start()
            time.sleep(delay * chance.uniform(0.4, 1.3))
            server.kill()
            publisher.join()
        found = open_list_in_force(data, Settings())
        assert found.compressed_envelope().envelope() in (last, new)
        if found().allowlist.version == version + 1:
            version, last, published, delay = version + 1, new, published + 1, delay * 0.8
        else:
            delay *= 1.25
            assert statuses != [201], "what was answered with 201 is gone"
        answered += statuses == [201]
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = connection.execute("SELECT count(*) FROM document WHERE role = 'allowlist'").fetchone()
    assert rows == (version,)
    return published, answered


def publish(server: Server, envelope: bytes, statuses: list[int]) -> None:
    with suppress(OSError, HTTPException):
        statuses.append(server.publish(envelope))


def test_twenty_publishers_at_two_workers(tmp_path: Path) -> None:
    first = make_folder(tmp_path / "data")
    rivals = [make_list(2, first, mark=f"rival {n}") for n in range(20)]
    with serving(tmp_path / "data", "--workers", "2") as server, ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(server.publish, rivals))
        assert sorted(statuses) == [201] + [409] * 19
        assert server.publish(make_list(3, rivals[statuses.index(201)])) == 201


def test_the_database_is_exchanged_under_a_running_server(tmp_path: Path) -> None:
    first = make_folder(tmp_path / "data")
    second = make_list(2, first)
    with serving(tmp_path / "data") as server:
        shutil.copytree(tmp_path / "data", tmp_path / "copy")
        assert server.publish(second) == 201
        for file in (tmp_path / "data").glob(DATABASE_FILE + "*"):
            file.unlink()
        for file in (tmp_path / "copy").glob(DATABASE_FILE + "*"):
            shutil.copy(file, tmp_path / "data")
        time.sleep(1.2)
        assert server.version() == 2
        assert server.ask("GET", "/v1/allowlist")[1] == second

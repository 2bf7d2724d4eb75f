"""Readers' reports with two servers on one database, servers that are killed, databases that go, and full disks."""

import base64
import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from lencana.registry.store import DATABASE_FILE
from lencana.settings import Settings
from lencana.trust import session as sessions
from lencana.trust.keys import signing
from reports.conftest import MESSAGE, a_report, with_message
from reports.counterparts import WebServer, web_server
from trust.publisher import key

from .forked import serving
from .postgresql import PostgreSQL
from .servers import Server, make_folder, wait_until
from .test_full import small_disk  # noqa: F401 (a fixture)

pytestmark = pytest.mark.e2e

CANARY = "zwitscher9417"
KILLS = 40


def send(server: Server, report: dict[str, Any]) -> int:
    return server.ask("POST", "/v1/reports", json.dumps(report).encode())[0]


def as_admin(server: Server, method: str, path: str, body: object = None) -> tuple[int, Any]:
    address = f"http://127.0.0.1:{server.port}"
    raw = None if body is None else json.dumps(body).encode()
    session = signing.sign_session(sessions.new_session(address, datetime.now(UTC)), key("list"))
    status, answer = server.ask(method, path, raw, {"Authorization": sessions.authorization_of(session)})
    return status, json.loads(answer) if answer else None


def ids(server: Server) -> list[str]:
    found: list[str] = []
    position = ""
    while True:
        status, page = as_admin(server, "GET", f"/v1/reports?state=all&limit=100{position}")
        assert status == 200, page
        found += [report["id"] for report in page["reports"]]
        if page["next"] is None:
            return found
        position = f"&before={quote(page['next'])}"


@pytest.fixture
def hook() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text(f"whsec_{base64.b64encode(b's' * 32).decode()}")
    return file


def shared(database: PostgreSQL, tmp_path: Path, **settings: str) -> tuple[Path, Path, dict[str, str]]:
    """Two data folders on one database, and the settings of their servers."""
    make_folder(tmp_path / "one", Settings(database_url=database.url))
    (tmp_path / "two").mkdir()
    shutil.copy(tmp_path / "one" / "root.sha256", tmp_path / "two")
    return tmp_path / "one", tmp_path / "two", {"database_url": database.url, "reports": "messages", **settings}


def test_two_servers_one_inbox(database: PostgreSQL, tmp_path: Path, hook: WebServer, secret: Path) -> None:
    """Sent to one, answered at the other, told by the first; confirmed once, though both could send it on."""
    hooks = {"reports_webhook": f"{hook.address}/hook", "reports_webhook_secret_file": str(secret)}
    first, second, settings = shared(database, tmp_path, **hooks)
    strange = "é\0\u202e\U0001f600'; drop table report; --"
    with serving(first, **settings) as one, serving(second, **settings) as two:
        reports = [with_message(MESSAGE + bytes(range(256)), comment=strange, subject=strange) for _ in range(6)]
        for number, report in enumerate(reports):
            for server in (one, two)[:: (-1) ** number]:  # to both: stored once
                assert send(server, report) == 201
        assert sorted(ids(one)) == sorted(ids(two)) == sorted(report["id"] for report in reports)
        status, page = as_admin(two, "GET", "/v1/reports")
        assert (status, len(page["groups"]), page["groups"][0]["count"]) == (200, 1, 6)
        assert page["reports"][0]["comment"] == page["groups"][0]["subject"] == strange
        assert base64.b64decode(as_admin(two, "GET", f"/v1/reports/{reports[0]['id']}")[1]["raw"])[-1] == 255
        with ThreadPoolExecutor(6) as pool:
            answer = {"answer": {"kind": "phish", "text": strange}}
            paths = [f"/v1/reports/{report['id']}" for report in reports]
            done = list(pool.map(lambda n: as_admin((one, two)[n % 2], "PATCH", paths[n], answer)[0], range(6)))
        assert done == [200] * 6
        told = json.loads(one.ask("GET", f"{paths[1]}/answer")[1])
        assert told["answer"]["text"] == strange
        wait_until(lambda: len(hook.posts) >= 6, 90)
        time.sleep(1)
        assert len({headers["webhook-id"] for _, headers, _ in hook.posts}) == len(hook.posts) == 6
        metrics = one.ask("GET", "/metrics")[1].decode()
        assert "lencana_reports_waiting 0\n" in metrics
        assert "lencana_reports_unsent 0\n" in metrics


def test_the_inbox_is_full_for_both(database: PostgreSQL, tmp_path: Path) -> None:
    first, second, settings = shared(database, tmp_path, reports_max="10")
    with serving(first, **settings) as one, serving(second, **settings) as two, ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda n: send((one, two)[n % 2], a_report()), range(24)))
        assert sorted(statuses) == [201] * 10 + [507] * 14
        assert len(ids(one)) == 10


def test_database_gone_and_back(database: PostgreSQL, tmp_path: Path) -> None:
    first, _, settings = shared(database, tmp_path)
    report = a_report()
    with serving(first, **settings) as one:
        assert send(one, a_report()) == 201
        database.stop()
        status, answer = one.ask("POST", "/v1/reports", json.dumps(report).encode())
        assert (status, "judged all the same" in json.loads(answer)["detail"]) == (503, True)
        assert one.ask("POST", "/v1/check", b'{"from": "a@example.org"}')[0] == 200
        assert one.ask("GET", "/metrics")[0] == 200
        database.start()
        wait_until(lambda: send(one, report) == 201, 60)
        assert len(ids(one)) == 2


def test_deleted_for_good_from_postgresql(database: PostgreSQL, tmp_path: Path) -> None:
    first, _, settings = shared(database, tmp_path)

    def on_disk() -> bool:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            query = "SELECT pg_relation_filepath('report'), pg_relation_filepath(reltoastrelid) FROM pg_class"
            files = connection.execute(f"{query} WHERE relname = 'report'").fetchone()
        assert files is not None
        return any(CANARY.encode() in (database.data / file).read_bytes() for file in files)

    with serving(first, **settings) as one:
        noise = base64.b64encode(random.Random(7).randbytes(9000))  # noqa: S311 (it must only not compress)
        report = with_message(CANARY.encode() + noise, comment=CANARY)
        assert send(one, report) == 201
        assert on_disk()
        assert as_admin(one, "DELETE", f"/v1/reports/{report['id']}")[0] == 204
        wait_until(lambda: not on_disk(), 60)


@pytest.mark.parametrize("shares", [False, True])
def test_killed_while_reporting(database: PostgreSQL, tmp_path: Path, shares: bool) -> None:
    """What was answered with 201 is there, once; what was sent again after the kill is there once."""
    settings = {"reports": "messages"} | ({"database_url": database.url} if shares else {})
    data = tmp_path / "data"
    make_folder(data, Settings(database_url=settings.get("database_url")))
    chance = random.Random(str(shares))  # noqa: S311 (moments, not secrets)
    sent: list[dict[str, Any]] = []
    answered: set[str] = set()

    def report_on(server: Server) -> None:
        with suppress(OSError, HTTPException):
            while True:
                report = with_message(MESSAGE * 100, reader=f"r{len(sent)}")
                sent.append(report)
                if send(server, report) == 201:
                    answered.add(report["id"])

    for _ in range(KILLS // 10):
        with serving(data, **settings) as server:
            readers = [Thread(target=report_on, args=(server,)) for _ in range(3)]
            for reader in readers:
                reader.start()
            time.sleep(chance.uniform(0.1, 0.8))
            server.kill()
            for reader in readers:
                reader.join()
    with serving(data, **settings) as server:
        there = ids(server)
        assert len(there) == len(set(there))
        assert answered <= set(there) <= {report["id"] for report in sent}
        lost = [report for report in sent if report["id"] not in answered]
        assert lost
        for report in lost[:40]:
            assert send(server, report) == 201
        assert len(ids(server)) == len(answered | {report["id"] for report in lost[:40]} | set(there))


def test_disk_full_while_reporting(small_disk: Path) -> None:  # noqa: F811
    data = small_disk / "data"
    make_folder(data)
    filler = small_disk / "filler"
    with serving(data, reports="messages") as server:
        assert send(server, a_report()) == 201
        room = os.statvfs(small_disk)
        filler.write_bytes(b"\0" * (room.f_bavail * room.f_bsize - 64 * 1024))
        large = with_message(os.urandom(400_000))
        status, answer = server.ask("POST", "/v1/reports", json.dumps(large).encode())
        assert (status, "judged all the same" in json.loads(answer)["detail"]) == (507, True)
        assert server.ask("POST", "/v1/check", b'{"from": "a@example.org"}')[0] == 200
        filler.unlink()
        assert send(server, large) == 201
        assert len(ids(server)) == 2


def test_due_is_deleted_by_a_server_that_nobody_asks_for_reports(tmp_path: Path) -> None:
    data = tmp_path / "data"
    make_folder(data)
    report = with_message(CANARY.encode() * 2000, comment=CANARY)
    with serving(data, reports="messages") as server:
        assert send(server, report) == 201
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection, connection:
        connection.execute("UPDATE report SET expires = '2020-01-01T00:00:00Z'")

    def on_disk() -> list[str]:
        found = []
        for path in data.glob("lencana.sqlite*"):
            with suppress(FileNotFoundError):  # SQLite's log goes with the last connection
                found += [path.name] * (CANARY.encode() in path.read_bytes())
        return found

    assert on_disk()
    with serving(data) as server:
        server.ask("POST", "/v1/check", b'{"from": "a@example.org"}')
        wait_until(lambda: not on_disk(), 90)
        assert server.ask("GET", f"/v1/reports/{uuid4()}/answer")[0] == 404

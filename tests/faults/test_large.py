"""A list of 100,000 brands: published, seen by every worker, and given out compressed."""

import gzip
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from running import allowed

from .forked import serving
from .servers import Load, Server, make_folder, make_list, wait_until

pytestmark = pytest.mark.e2e

LISTED = 100_000


def fetch(server: Server, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The list as a reader fetches it."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", "/v1/allowlist", headers={n.replace("_", "-"): v for n, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_a_hundred_thousand(tmp_path: Path) -> None:
    first = make_folder(tmp_path / "data")
    large, took = first, []
    with serving(tmp_path / "data") as server:
        for version in (2, 3, 4):
            large = make_list(version, large, brands=LISTED)
            began = time.monotonic()
            assert server.publish(large) == 201
            took.append(time.monotonic() - began)
            assert server.version() == version
        status, headers, body = fetch(server, Accept_Encoding="gzip")
        assert (status, gzip.decompress(body)) == (200, large)
        assert len(body) < len(large) / 4
        assert fetch(server, Accept_Encoding="gzip", If_None_Match=headers["etag"])[::2] == (304, b"")
        assert fetch(server)[2] == large
    print(f"{len(large)} bytes published in {min(took):.2f} s; {len(body)} bytes in gzip")
    assert min(took) <= allowed(3)


def test_every_worker_goes_on_without_a_pause(tmp_path: Path) -> None:
    last = make_folder(tmp_path / "data")
    with serving(tmp_path / "data", "--workers", "2") as server, Load(server) as load:
        for version in range(2, 5):
            last = make_list(version, last, brands=300)
            assert server.publish(last) == 201
            began = time.monotonic()
            wait_until(lambda: [server.version() for _ in range(12)] == [version] * 12, 60)  # noqa: B023
            assert time.monotonic() - began <= allowed(2)
    assert load.failed == [] and load.done > 50

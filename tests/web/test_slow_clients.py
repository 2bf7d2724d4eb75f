"""Bodies that do not come: whose connections end and when, and that everybody else is served meanwhile."""

import contextlib
import socket
import sys
import time
from pathlib import Path

import pytest

from lencana.cli.server.serve import THREADS
from lencana.web.bodies.slow_clients import MAX_SLOW_READS, BodyRead, overdue_peers
from running import allowed

from .serving import serving
from .test_serve import HALF, RAW

pytestmark = pytest.mark.slow
NOW = 1000.0
FEW, MANY = MAX_SLOW_READS // 2, MAX_SLOW_READS + 1


def read(peer: str, age: float, allowed: float = 10) -> BodyRead:
    return BodyRead(peer, NOW - age, NOW - age + allowed)


CASES = (
    ("nobody", [], {}),
    ("within their time", [read("a", 9.9), read("b", 0.1)], {}),
    ("beyond it", [read("a", 10.1), read("b", 9.9)], {"a": (1, 10.1)}),
    ("a large body has longer", [read("a", 10.1, allowed=400)], {}),
    ("one peer is named once, by all of his", [read("a", 12), read("a", 11), read("a", 3)], {"a": (2, 11)}),
    ("a crowd that has just begun", [read("a", 0.9)] * MANY, {}),
    ("a crowd", [read("a", 1.5)] * MANY, {"a": (MANY, 1.5)}),
    ("who holds most", [read("a", 2)] * MANY + [read("b", 2)] * FEW, {"a": (MANY, 2)}),
    (
        "and the next, as long as it is a crowd",
        [read("a", 2)] * MANY + [read("b", 3)] * MANY,
        {"a": (MANY, 2), "b": (MANY, 3)},
    ),
    ("each a little", [read(str(n), 2) for n in range(MAX_SLOW_READS)], {}),
    ("each a little, and one too many", [read(str(n), 2) for n in range(MANY)], {"0": (1, 2)}),
)


@pytest.mark.parametrize(("what", "reads", "ended"), CASES, ids=[case[0] for case in CASES])
def test_whose_connections_end(what: str, reads: list[BodyRead], ended: dict[str, tuple[int, float]]) -> None:
    found = {peer: (count, round(seconds, 3)) for peer, (count, seconds) in overdue_peers(reads, NOW).items()}
    assert found == ended, what


def test_a_crowd_is_half_of_the_threads() -> None:
    assert 2 * MAX_SLOW_READS == THREADS


@pytest.mark.skipif(sys.platform != "linux", reason="needs TCP_INFO")
def test_more_silent_clients_than_threads_and_others_are_served(organisation: Path) -> None:
    """They are given a minute; who asks with them does not wait for that.

    From an address of their own: of one peer, an honest connection may end in a silent one's place.
    """
    with serving(organisation, request_timeout="60") as server, contextlib.ExitStack() as stack:
        for _ in range(3 * THREADS):
            silent = socket.create_connection(("127.0.0.1", server.port), source_address=("127.0.0.2", 0))
            stack.enter_context(silent).sendall(HALF + b"x")
        for _ in range(10):
            assert server.request("POST", "/v1/check", b"From: a@example.org", **RAW)[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="needs TCP_INFO")
def test_a_body_that_drips_ends_as_one_that_is_silent(organisation: Path) -> None:
    with serving(organisation, request_timeout="1") as server, contextlib.ExitStack() as stack:
        dripping = {stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(8)}
        for connection in dripping:
            connection.sendall(HALF)
            connection.settimeout(0.02)
        give_up = time.monotonic() + allowed(20)
        while dripping:
            assert time.monotonic() < give_up, f"{len(dripping)} still drip"
            dripping -= {connection for connection in dripping if _has_ended(connection)}
            time.sleep(0.1)


def _has_ended(connection: socket.socket) -> bool:
    """One more byte, and what comes of it."""
    try:
        connection.sendall(b"x")
        return connection.recv(4096) is not None
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="needs TCP_INFO")
def test_a_slow_body_within_its_time_arrives(organisation: Path) -> None:
    body = b"From: OpenAI <a@stranger.example>\r\n\r\nHello"
    head = b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: message/rfc822\r\nContent-Length: %d\r\n\r\n"
    with (
        serving(organisation, request_timeout="20") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection,
    ):
        connection.sendall(head % len(body))
        for byte in body:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")

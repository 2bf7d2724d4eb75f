"""Servers as an operator starts them, lists to publish at them, and readers who ask them all the while."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

from e2e.process import Started, free_port, running
from lencana.core.brands.allowlist import Brand, Guard
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root
from lencana.registry.store import Store
from lencana.settings import Settings
from running import allowed
from trust.publisher import allowlist, digest, root, signed

NOW = datetime.now(UTC).replace(microsecond=0)
ROOT = signed(root(expires=NOW + timedelta(days=365)), "root")


def make_list(version: int, prev: bytes | None, *, brands: int = 1, mark: str = "") -> bytes:
    """A signed list; `mark` makes it differ from others of its version."""
    entries = tuple(
        Brand(id=f"b{n}", name=f"Brand {n} {mark}".strip(), domains=(f"brand{n}.com",), guard=Guard.HOMOGRAPH)
        for n in range(brands)
    )
    return signed(allowlist(version, prev, brands=entries, expires=NOW + timedelta(days=14)), "list")


def make_folder(data: Path, settings: Settings | None = None) -> bytes:
    """A data folder whose keys are the tests'; its list, version 1."""
    data.mkdir(parents=True)
    first = make_list(1, None)
    with Store(settings or Settings(), data) as store:
        store.create()
        publish_first_root(store, ROOT, NOW)
        write_pin(data, digest(ROOT))
        publish_allowlist(store, first, NOW)
    return first


class Server:
    """One running server."""

    def __init__(self, port: int, process: Started | None) -> None:
        """`process` is None for what stands before servers."""
        self.port = port
        self.process = process

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Status and body of one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            kind = {"Content-Type": "application/json"} if body else {}
            connection.request(method, path, body, kind | dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def kill(self) -> None:
        """kill -9, it and its workers."""
        self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        """To it and its workers; until it has gone."""
        assert self.process
        os.killpg(self.process.pid, number)
        self.process.wait()

    def publish(self, envelope: bytes) -> int:
        """The status of publishing a list there."""
        return self.ask("PUT", "/v1/allowlist", envelope)[0]

    def version(self) -> int:
        """Of the list that it judges by."""
        answer = json.loads(self.ask("POST", "/v1/check", b'{"from": "a@example.org"}')[1])
        return int(answer["allowlist"]["version"])


Pair = tuple[Server, Server, bytes]  # and the list in force


@contextmanager
def serving(data: Path, *words: str, **settings: str) -> Iterator[Server]:
    """`lencana serve` on a data folder, from when it answers."""
    port = free_port()
    env = as_variables(settings)
    call = [sys.executable, "-m", "lencana", "--data", data, "serve", "--port", str(port), *words]
    with running(call, log=data.with_suffix(".log"), port=port, env=env) as process:
        server = Server(port, process)
        wait_until(lambda: answers(server), 20)
        yield server


def as_variables(settings: Mapping[str, str]) -> dict[str, str]:
    """LENCANA_*; signatures are not looked up unless it is asked for."""
    return {f"LENCANA_{name.upper()}": value for name, value in ({"dkim": "off"} | settings).items()}


def answers(server: Server) -> bool:
    """Is it there?"""
    try:
        return server.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


def wait_until(condition: object, seconds: float) -> float:
    """Seconds until it was true. Raises AssertionError when an idle machine would have taken longer than `seconds`."""
    assert callable(condition)
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < allowed(seconds), f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


class Load:
    """Readers who ask without a pause; `failed` holds every answer that was not 200, and every broken connection."""

    def __init__(self, server: Server, readers: int = 4) -> None:
        self.failed: list[str] = []
        self.done = 0
        self._stop = Event()
        self._threads = [Thread(target=self._ask, args=(server.port,)) for _ in range(readers)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, port: int) -> None:
        headers = {"Content-Type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            while not self._stop.is_set():
                try:
                    connection.request("POST", "/v1/check", b'{"from": "OpenAI <a@example.org>"}', headers)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        self.failed.append(str(answer.status))
                    self.done += 1
                except (OSError, HTTPException) as error:  # HTTPException: half an answer
                    self.failed.append(repr(error))
                    connection.close()

"""Servers under load: started as an operator starts them, measured from outside, always stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import process

HOST = "127.0.0.1"
CONNECTIONS = 8
AUTHSERV = {"LENCANA_AUTHSERV_IDS": "mx.example.org"}  # the mailbox provider of every generated message
_READY = 30  # seconds until a server answers
_STOP = 10  # seconds until it is gone
_DEADLINE = 60  # seconds for one load


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    port: int

    def ask(self, path: str, body: bytes) -> bytes:
        """One request, and the body of its answer. Raises RuntimeError unless it is a 200."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_DEADLINE)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            if response.status != 200:
                raise RuntimeError(f"POST {path}: {response.status} {answer[:400]!r}")
            return answer
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Load:
    """What a client sends: to which path of which server, with which headers, which bodies in turn."""

    server: Server
    path: str
    bodies: tuple[str, ...]
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one load took: seconds of CPU in the server's process tree a request, and requests a second."""

    cpu: float
    rate: float


@contextmanager
def lencana(data: Path, environ: Mapping[str, str] = AUTHSERV) -> Iterator[Server]:
    """`lencana serve` over a data folder."""
    port = _free_port()
    with _serving(["-m", "lencana", "--data", str(data), "serve", "--port", str(port)], environ, port) as server:
        yield server


@contextmanager
def bare(answer: bytes, *, cors: bool = False) -> Iterator[Server]:
    """The bare Flask application, answering `answer`."""
    port = _free_port()
    environ = {"BENCH_ANSWER": answer.decode()} | ({"BENCH_CORS": "1"} if cors else {})
    with _serving(["-m", "bench.bare", str(port)], environ, port) as server:
        yield server


def measure(load: Load, requests: int) -> Cost:
    """Have a client of its own process send `requests` requests."""
    order = {
        "host": HOST,
        "port": load.server.port,
        "connections": CONNECTIONS,
        "requests": requests,
        "deadline": _DEADLINE,
        "head": "\r\n".join(
            (f"POST {load.path} HTTP/1.1", f"Host: {HOST}", "Content-Type: application/json", *load.headers, "")
        ),
        "bodies": load.bodies,
    }
    before = process.cpu_of_tree(load.server.pid)
    done = subprocess.run(
        [sys.executable, "-m", "bench.client"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        timeout=2 * _DEADLINE,
    )
    if done.returncode:
        raise RuntimeError(f"the client failed: {done.stderr[-2000:]}")
    cpu = process.cpu_of_tree(load.server.pid) - before
    return Cost(cpu / requests, requests / json.loads(done.stdout)["seconds"])


@contextmanager
def _serving(arguments: Sequence[str], environ: Mapping[str, str], port: int) -> Iterator[Server]:
    with TemporaryDirectory(prefix="lencana-bench-") as folder:
        log = Path(folder) / "log"
        running = process.start(arguments, environ, log)
        try:
            _await(running, port, log)
            yield Server(running.pid, port)
        finally:
            _stop(running)


def _await(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + _READY
    while not _answers(port):
        if running.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"a server did not start: {log.read_text()[-2000:]}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(running: subprocess.Popen[bytes]) -> None:
    """Ask it to end; what is left of its own process group after a while is killed."""
    running.terminate()
    try:
        running.wait(_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(_STOP)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

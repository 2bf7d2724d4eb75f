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

from bench.servers import process

HOST = "127.0.0.1"
CONNECTIONS = 8
PACED_CONNECTIONS = 32  # as many as `lencana serve` has threads
AUTHSERV = {"LENCANA_AUTHSERV_IDS": "mx.example.org"}  # the mailbox provider of every generated message
# As deploy/systemd/lencana.service starts the server; the bare application has it, too.
AS_DEPLOYED = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1"}
_READY_SECONDS = 30  # until a server answers
_STOP_SECONDS = 10  # until it is gone
_DEADLINE_SECONDS = 60  # for one load


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers."""

    pid: int
    port: int

    def ask(self, path: str, body: bytes, content: str = "application/json") -> bytes:
        """One request, and the body of its answer. Raises RuntimeError unless it is a 200."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_DEADLINE_SECONDS)
        try:
            connection.request("POST", path, body, {"Content-Type": content})
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
    content: str = "application/json"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one load took: seconds of CPU in the server's process tree a request, and requests a second."""

    cpu: float
    rate: float


@dataclass(frozen=True, slots=True)
class Delay:
    """What half load did to those who waited: milliseconds from when a request was due to its whole answer."""

    p50: float
    p99: float


@contextmanager
def lencana(
    data: Path,
    environ: Mapping[str, str] = AUTHSERV,
    *,
    workers: int = 1,
    own_core: bool = False,
    waitress: bool = False,
) -> Iterator[Server]:
    """`lencana serve` over a data folder, or the same application on waitress."""
    port = _free_port()
    serve = ["-m", "lencana", "--data", str(data), "serve", "--port", str(port), "--workers", str(workers)]
    serve += ["--own-core"] if own_core else []
    if waitress:
        serve = _on_waitress("lencana.web.wsgi:make_app", port)
    with _serving(serve, {**environ, "LENCANA_DATA": str(data)}, port) as server:
        yield server


@contextmanager
def bare(
    answer: bytes, *, cors: bool = False, workers: int = 1, own_core: bool = False, waitress: bool = False
) -> Iterator[Server]:
    """The bare Flask application, answering `answer`."""
    port = _free_port()
    environ = {"BENCH_ANSWER": answer.decode()}
    environ |= {name: "1" for name, wanted in (("BENCH_CORS", cors), ("BENCH_OWN_CORE", own_core)) if wanted}
    serve = (
        _on_waitress("bench.servers.bare:make_app", port)
        if waitress
        else ["-m", "bench.servers.bare", str(port), str(workers)]
    )
    with _serving(serve, environ, port) as server:
        yield server


def _on_waitress(application: str, port: int) -> list[str]:
    return ["-m", "waitress", f"--listen={HOST}:{port}", "--call", application]


def measure(load: Load, requests: int) -> Cost:
    """Have a client of its own process send `requests` requests, eight at a time."""
    before = process.cpu_of_tree(load.server.pid)
    done = _client("bench.servers.client", load, {"connections": CONNECTIONS, "requests": requests})
    cpu = process.cpu_of_tree(load.server.pid) - before
    return Cost(cpu / requests, requests / done["seconds"])


def delay(load: Load, rate: float, seconds: float) -> Delay:
    """Have a client send `rate` requests a second at random moments, whether or not the server keeps up."""
    requests = max(int(rate * seconds), 20)
    done = _client("bench.servers.paced", load, {"connections": PACED_CONNECTIONS, "requests": requests, "rate": rate})
    return Delay(done["p50"] * 1000, done["p99"] * 1000)


def _client(module: str, load: Load, more: Mapping[str, float]) -> dict[str, float]:
    order = {
        **more,
        "host": HOST,
        "port": load.server.port,
        "deadline": _DEADLINE_SECONDS,
        "head": "\r\n".join(
            (f"POST {load.path} HTTP/1.1", f"Host: {HOST}", f"Content-Type: {load.content}", *load.headers, "")
        ),
        "bodies": load.bodies,
    }
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command, input=json.dumps(order), capture_output=True, text=True, timeout=2 * _DEADLINE_SECONDS
    )
    if done.returncode:
        raise RuntimeError(f"the client failed: {done.stderr[-2000:]}")
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


@contextmanager
def _serving(arguments: Sequence[str], environ: Mapping[str, str], port: int) -> Iterator[Server]:
    with TemporaryDirectory(prefix="lencana-bench-") as folder:
        log = Path(folder) / "log"
        running = process.start(arguments, {**AS_DEPLOYED, **environ}, log)
        try:
            _await(running, port, log)
            yield Server(running.pid, port)
        finally:
            _stop(running)


def _await(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + _READY_SECONDS
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
        running.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(_STOP_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

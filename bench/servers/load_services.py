"""What stands around the servers in a load run: a PostgreSQL and an nginx of their own, on loopback."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from bench.servers.server import HOST, Server

SITE = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "nginx.conf"
_READY_SECONDS = 30  # until a server answers on its port
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
_MAIN = """\
daemon off;
user {user};
pid {room}/pid;
error_log {room}/error.log;
events {{ worker_connections 512; }}
http {{
    fastcgi_temp_path {room}/other; scgi_temp_path {room}/other; uwsgi_temp_path {room}/other;
    proxy_temp_path {room}/answers;
    include {room}/site.conf;
}}
"""


def absent() -> str | None:
    """Why a load run cannot be made here; None if it can."""
    missing = [
        name for name, found in (("nginx", shutil.which("nginx", path=_PATH)), ("PostgreSQL", _bin())) if not found
    ]
    return f"not installed: {' and '.join(missing)} (tests/e2e/install.sh installs it)" if missing else None


@contextmanager
def postgresql() -> Iterator[str]:
    """An empty database, as `database_url`. PostgreSQL refuses to run as root, so root lends it to `postgres`."""
    with _room() as room:
        root = os.geteuid() == 0
        become = ["runuser", "-u", "postgres", "--"] if root else []
        if root:
            os.chown(room, pwd.getpwnam("postgres").pw_uid, -1)
        data, port = room / "data", _free_port()
        make = [*become, f"{_bin()}/initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
        subprocess.run(make, check=True, capture_output=True, cwd=room)
        serve = [*become, f"{_bin()}/postgres", "-D", str(data), "-p", str(port), "-k", str(room), "-h", HOST]
        url = f"postgresql://postgres@{HOST}:{port}/"
        with _running(serve, room, lambda: _create(f"{url}postgres")):
            yield f"{url}lencana"


@contextmanager
def nginx(servers: Sequence[Server]) -> Iterator[Server]:
    """Before these servers, as deploy/nginx/nginx.conf sets it up, but without TLS, which we do not measure."""
    with _room() as room:
        port = _free_port()
        lines = "".join(f"    server {HOST}:{server.port};\n" for server in servers)
        site = SITE.read_text()
        for pattern, new in (
            (r"(    server 127\.0\.0\.1:.*\n)+", lines),
            (r"listen 443 ssl http2;", f"listen {HOST}:{port};"),
            (r" *ssl_certificate.*\n", ""),
            (r"/run/lencana-nginx", f"{room}/bodies"),
        ):
            site = re.sub(pattern, new, site)
        (room / "site.conf").write_text(site)
        (room / "nginx.conf").write_text(_MAIN.format(room=room, user=pwd.getpwuid(os.geteuid()).pw_name))
        with _running(["nginx", "-c", f"{room}/nginx.conf"], room, lambda: _listens(port)) as pid:
            yield Server(pid, port)


@contextmanager
def _running(command: Sequence[str], room: Path, ready: Callable[[], bool]) -> Iterator[int]:
    with (room / "log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=room, env={**os.environ, "PATH": _PATH})
    try:
        give_up = time.monotonic() + _READY_SECONDS
        while not ready():
            if running.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"{command[-1]} did not start: {(room / 'log').read_text()[-1000:]}")
            time.sleep(0.05)
        yield running.pid
    finally:
        running.terminate()
        running.wait(20)


@contextmanager
def _room() -> Iterator[Path]:
    """A folder that other users may enter."""
    room = Path(tempfile.mkdtemp(prefix="lencana-bench-"))
    room.chmod(0o755)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _create(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE lencana")
        return True
    return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _bin() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them off the PATH."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port

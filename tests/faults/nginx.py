"""nginx as deploy/nginx/nginx.conf sets it up, on ports and in folders of the test's own."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.process import free_port, require, running

SITE = Path(__file__).parents[2] / "deploy" / "nginx" / "nginx.conf"
METRICS = ("/metrics", "/metrics/", "//metrics", "/metrics?x", "/%6detrics", "/x/../metrics/")  # each is answered there
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
_MAIN = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    fastcgi_temp_path {folder}/other; scgi_temp_path {folder}/other; uwsgi_temp_path {folder}/other;
    proxy_temp_path {folder}/answers;
    include {folder}/site.conf;
}}
"""


@contextmanager
def nginx(folder: Path, *servers: int) -> Iterator[int]:
    """Before servers on these ports; the port that it listens on, without TLS."""
    port = free_port()
    listen = ((r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"), (r" *ssl_certificate.*\n", ""))
    command = _prepare(folder, servers, *listen)
    with running(command, log=folder / "out.log", port=port, env={"PATH": _PATH}):
        yield port


def examine(folder: Path) -> str:
    """What nginx says of the file itself, with a certificate. Raises CalledProcessError when it would not start."""
    key, certificate = folder / "site.key", folder / "site.pem"
    folder.mkdir()
    make = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=badge.example.org"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    files = ((r"/etc/ssl/\S+\.pem", str(certificate)), (r"/etc/ssl/\S+\.key", str(key)))
    command = _prepare(folder, (8025,), *files)
    env = {**os.environ, "PATH": _PATH}
    return subprocess.run([*command, "-t"], check=True, capture_output=True, text=True, env=env).stderr


def _prepare(folder: Path, servers: tuple[int, ...], *changes: tuple[str, str]) -> list[str]:
    require("nginx")
    folder.mkdir(exist_ok=True)
    site = SITE.read_text()
    upstream = "\n".join(f"    server 127.0.0.1:{port};" for port in servers)
    for pattern, new in (
        (r"(    server 127\.0\.0\.1:.*\n)+", upstream + "\n"),
        (r"/run/lencana-nginx", f"{folder}/bodies"),
        *changes,
    ):
        site, count = re.subn(pattern, new, site)
        assert count, f"deploy/nginx/nginx.conf has no {pattern}"
    (folder / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""  # its workers could not reach the test's folder otherwise
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user))
    return ["nginx", "-c", str(folder / "nginx.conf")]

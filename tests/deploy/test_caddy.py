"""Caddy in front of a server, by deploy/caddy/Caddyfile: https by its own CA, clients told apart, /metrics closed."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e2e.process import free_port, require, running
from faults.nginx import METRICS
from faults.servers import make_folder, serving
from running import allowed

FILE = Path(__file__).parents[2] / "deploy" / "caddy" / "Caddyfile"
NAME = "badge.example.org"

pytestmark = pytest.mark.e2e


@contextmanager
def caddy(folder: Path, server: int) -> Iterator[tuple[int, Path]]:
    """Caddy before a server, with certificates of its internal CA; its port and that CA's certificate."""
    require("caddy")
    port, folder = free_port(), folder.absolute()
    folder.mkdir(exist_ok=True)
    options = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\thttps_port {port}\n"
    options += f"\tstorage file_system {folder}/storage\n}}\n"
    ours = f"{NAME}:{port} {{\n\ttls internal\n\tbind 127.0.0.1"
    site, count = re.subn(rf"^{re.escape(NAME)} {{$", ours, FILE.read_text(), flags=re.MULTILINE)
    assert count == 1
    site = site.replace("127.0.0.1:8025", f"127.0.0.1:{server}")
    (folder / "Caddyfile").write_text(options + site)
    command = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, log=folder / "out.log", port=port, env={"HOME": str(folder)}):
        authority = folder / "storage" / "pki" / "authorities" / "local" / "root.crt"
        certificate = folder / "storage" / "certificates" / "local" / NAME / f"{NAME}.crt"
        until = time.monotonic() + allowed(20)
        while not (authority.exists() and certificate.exists()):
            assert time.monotonic() < until, (folder / "out.log").read_text()
            time.sleep(0.1)
        yield port, authority


def curl(port: int, authority: Path, path: str, *words: str) -> tuple[int, str]:
    """Status and body, over https by the site's name, trusting that CA alone."""
    address = f"https://{NAME}:{port}{path}"
    command = ["curl", "-s", "--cacert", authority, "--resolve", f"{NAME}:{port}:127.0.0.1", "-w", "\n%{http_code}"]
    done = subprocess.run([*command, *words, address], check=True, capture_output=True, text=True)
    body, _, status = done.stdout.rpartition("\n")
    return int(status), body


def test_https_by_its_name(tmp_path: Path) -> None:
    require("curl")
    make_folder(tmp_path / "data")
    settings = {"proxies": "127.0.0.1", "hosts": NAME, "rate_limit": "100"}
    with (
        serving(tmp_path / "data", **settings) as server,
        caddy(tmp_path / "caddy", server.port) as (port, authority),
    ):
        assert curl(port, authority, "/readyz")[0] == 200
        assert json.loads(curl(port, authority, "/v1/allowlist")[1])["payloadType"]
        for metrics in METRICS:
            assert curl(port, authority, metrics, "--path-as-is")[0] == 403, metrics
        check = ("-H", "Content-Type: application/json", "-d", '{"from": "a@example.org", "text": "hello"}')
        assert json.loads(curl(port, authority, "/v1/check", *check)[1])["verdict"] == "unknown"
        forged = ("-H", "X-Forwarded-For: 192.0.2.7", "-H", "Content-Type: application/json", "-d", BATCH)
        answers = [curl(port, authority, "/v1/check/batch", *forged)[0] for _ in range(3)]
        assert 429 in answers, "what a client writes into X-Forwarded-For makes it nobody else"
        while curl(port, authority, "/v1/root")[0] == 200:
            pass
        for name in ("X_Forwarded_For", "X-Forwarded_For", "X_Forwarded-For"):  # all one field to a WSGI server
            answers = [curl(port, authority, "/v1/root", "-H", f"{name}: 192.0.2.8")[0] for _ in range(5)]
            assert 429 in answers, name


BATCH = json.dumps({"messages": [{"from": "a@example.org"}] * 60})

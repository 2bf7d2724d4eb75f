"""`lencana status`: what it says of a data folder and of a running server, and each problem with its remedy."""

import json
import math
import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from admin import Lencana, initialised
from e2e.process import free_port
from e2e.servers.quiet import listening
from running import lencana as run
from web.serving import serving

NOBODY = "http://127.0.0.1:9"  # discard: nothing listens there


@pytest.fixture(autouse=True)
def _not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a server that does not answer; but for the test of a process, which waits as it does for people."""
    monkeypatch.setattr("lencana.cli.status.START_SECONDS", 0.0)


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path)


def status(data: Path, server: str, **settings: str) -> tuple[int, dict[str, object]]:
    done = run(data, "status", "--json", "--server", server, **settings)
    return done.returncode, json.loads(done.stdout)


def test_a_new_folder_has_two_things_to_do(lencana: Lencana) -> None:
    code, told = status(lencana.data, NOBODY)
    assert code == 1
    assert [problem["remedy"] for problem in told["problems"]] == [
        "lencana doctor --apply genuine.eml, with a message that you know to be genuine",
        "lencana serve, or systemctl start lencana; --server names another address",
    ]
    assert (told["list_version"], told["extension"], told["server"]) == (1, None, None)


def test_an_expired_list_is_the_first_problem(lencana: Lencana) -> None:
    _, told = status(lencana.data, NOBODY, now="2099-01-01T00:00:00Z")
    assert "expired" in told["problems"][0]["problem"]
    assert told["problems"][0]["remedy"].startswith("lencana ")


def test_a_running_server_tells_its_counters(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, authserv_ids="mx.example.net") as server:
        raw = b"From: a@example.com\r\nSubject: hello\r\n\r\nhello\r\n"
        server.request("POST", "/v1/check", raw, **{"Content-Type": "message/rfc822"})
        report = {"id": "6f0e8f1e-0000-4000-8000-000000000000", "kind": "other", "reader": "r"}
        server.request("POST", "/v1/reports", json.dumps(report).encode(), **{"Content-Type": "application/json"})
        code, told = status(
            data, f"http://127.0.0.1:{server.port}", authserv_ids="mx.example.net", now=datetime.now(UTC).isoformat()
        )
    assert code == 0, told["problems"]
    assert told["server"]["ready"] is True
    assert told["server"]["clients_last_day"] == 1
    assert told["server"]["verdicts"] == {"unknown": 1}
    assert told["server"]["reports_waiting"] == 1


def test_a_server_that_starts_just_now_is_waited_for(lencana: Lencana) -> None:
    """As after `systemctl restart` in the line before; who sits at a terminal is told what it waits for."""
    port = free_port()
    call = [sys.executable, "-m", "lencana", "--data", lencana.data, "status", "--server", f"http://127.0.0.1:{port}"]
    screen, terminal = pty.openpty()
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=terminal, text=True) as asking:
        os.close(terminal)
        assert b"waiting" in os.read(screen, 1000)
        with listening(port, SimpleHTTPRequestHandler):  # 404 is an answer, too
            told, _ = asking.communicate()
    os.close(screen)
    assert "no server answers" not in told


def test_hosts_that_are_missing(lencana: Lencana) -> None:
    (lencana.data / "lencana.toml").write_text('server = "https://lencana.example.org"\n')
    _, told = status(lencana.data, NOBODY)
    remedies = [problem["remedy"] for problem in told["problems"]]
    assert any('hosts = ["lencana.example.org"]' in remedy for remedy in remedies)


def test_the_admins_folder_asks_the_server_that_it_remembers(lencana: Lencana) -> None:
    (lencana.data / "lencana.toml").write_text(f'server = "{NOBODY}"\n')
    done = run(lencana.data, "status", "--json")
    problems = [problem["problem"] for problem in json.loads(done.stdout)["problems"]]
    assert problems == [f"no server answers at {NOBODY}: Connection refused"], "its own trust and names are no reader's"


def test_for_people(lencana: Lencana) -> None:
    done = run(lencana.data, "status", "--server", NOBODY)
    assert re.search(r"list        version 1, \d+ brands, expires \d{4}-", done.stdout)
    assert f"! no server answers at {NOBODY}: Connection refused\n" in done.stdout
    assert "→ lencana serve" in done.stdout


class _BehindProxy(SimpleHTTPRequestHandler):
    """As Caddy and nginx are configured: no counters for the outside."""

    def do_GET(self) -> None:
        self.send_response(403 if self.path == "/metrics" else 200)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Silence."""


def test_counters_that_a_proxy_closes_are_not_called_zero(lencana: Lencana) -> None:
    port = free_port()
    with listening(port, _BehindProxy):
        done = run(lencana.data, "status", "--server", f"http://127.0.0.1:{port}")
        _, told = status(lencana.data, f"http://127.0.0.1:{port}")
    assert f"http://127.0.0.1:{port}: ready\n" in done.stdout
    assert "its counters are closed to this machine" in done.stdout
    assert told["server"]["verdicts"] is None and told["server"]["clients_last_day"] is None


@pytest.mark.parametrize("wrong", ["127.0.0.1:8025", "ftp://badge.example.org"])
def test_an_address_that_is_none_is_told_where_it_stands(lencana: Lencana, wrong: str) -> None:
    typed = run(lencana.data, "status", "--server", wrong)
    (lencana.data / "lencana.toml").write_text(f'server = "{wrong}"\n')
    remembered = run(lencana.data, "status")
    assert typed.stderr == f"lencana: --server: {wrong!r} is not an address that begins with https:// or http://\n"
    assert remembered.stderr.startswith(f"lencana: {lencana.data / 'lencana.toml'}: server: {wrong!r} does not begin")


def test_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lencana.cli.status.START_SECONDS", math.inf)  # no server is asked
    done = run(tmp_path / "none", "status")
    assert done.returncode == 2
    assert done.stderr.endswith(" init\n")

"""Two servers on one PostgreSQL behind nginx, by deploy/nginx/nginx.conf: nobody notices what happens behind it."""

import signal
from pathlib import Path

import pytest

from e2e.process import require
from running import allowed

from .forked import serving
from .nginx import METRICS, examine, nginx
from .servers import Load, Pair, Server, make_folder, make_list, wait_until

pytestmark = pytest.mark.e2e


def test_nginx_takes_the_file_as_it_is(tmp_path: Path) -> None:
    require("nginx", "openssl")
    said = examine(tmp_path / "nginx").splitlines()
    assert "test is successful" in said[-1]
    assert not [line for line in said if "[warn]" in line and "http2" not in line]  # from 1.25 on it is written apart


def test_published_under_load_and_no_request_fails(pair: Pair, tmp_path: Path) -> None:
    one, two, last = pair
    with nginx(tmp_path / "nginx", one.port, two.port) as port, Load(Server(port, None)) as load:
        for version in range(2, 6):
            last = make_list(version, last, brands=500)
            assert Server(port, None).publish(last) == 201
            took = wait_until(lambda: one.version() == two.version() == version, 60)  # noqa: B023
            assert took <= allowed(2)
            assert Server(port, None).ask("GET", "/v1/allowlist") == (200, last)
    assert load.failed == [] and load.done > 100


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["ended", "killed"])
def test_a_server_goes_away_under_load_and_no_request_fails(pair: Pair, tmp_path: Path, how: signal.Signals) -> None:
    one, two, _ = pair
    with nginx(tmp_path / "nginx", one.port, two.port) as port, Load(Server(port, None)) as load:
        wait_until(lambda: load.done > 100, 60)
        one.signal(how)
        before = load.done
        wait_until(lambda: load.done > before + 200, 60)
    assert load.failed == []


def test_clients_behind_it_are_told_apart(tmp_path: Path) -> None:
    make_folder(tmp_path / "data")
    with (
        serving(tmp_path / "data", proxies="127.0.0.1", rate_limit="100") as server,
        nginx(tmp_path / "nginx", server.port) as port,
    ):
        forged = {"X-Forwarded-For": "192.0.2.7"}
        statuses = [Server(port, None).ask("GET", "/v1/root", headers=forged)[0] for _ in range(110)]
        assert statuses[:100] == [200] * 100 and statuses[-1] == 429, "what the client says of itself changes nothing"
        for metrics in METRICS:
            assert Server(port, None).ask("GET", metrics)[0] == 403, metrics
        assert server.ask("GET", "/v1/root", headers={"X-Forwarded-For": "192.0.2.8"})[0] == 200

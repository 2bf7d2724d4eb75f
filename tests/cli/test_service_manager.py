"""systemd is told when the server answers, and not before (sd_notify(3))."""

import socket
from pathlib import Path

import pytest

from lencana.cli.server.service_manager import notify_ready
from web.serving import FOREVER, serving


@pytest.fixture(params=["a file", "an abstract name"])
def manager(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    """What systemd listens on."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    request.addfinalizer(made.close)
    name = f"{'' if request.param == 'a file' else '@'}{tmp_path / 'notify'}"
    made.bind(name.replace("@", "\0"))
    made.settimeout(FOREVER)
    monkeypatch.setenv("NOTIFY_SOCKET", name)
    return made


def test_it_is_told_once(manager: socket.socket) -> None:
    notify_ready()
    assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize("manager", ["a file"], indirect=True)
def test_a_server_says_so_when_it_answers(manager: socket.socket, tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        assert manager.recv(100) == b"READY=1"
        assert server.request("GET", "/healthz")[0] == 200
        manager.setblocking(False)
        with pytest.raises(BlockingIOError):
            manager.recv(100)


def test_without_a_manager_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify_ready()

"""`lencana desk` opens the server's page that becomes the desk, and says where else the desk is."""

import json
from pathlib import Path

import pytest

from admin import Lencana, initialised
from faults.servers import serving
from lencana.cli.desk import PAGE, SETTINGS_LINK
from lencana.extension_kit.files import packed_release
from running import lencana as run

EXTENSION = Path(__file__).parents[2] / "extension"


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path)


def test_what_it_names_is_there() -> None:
    assert (EXTENSION / PAGE).is_file()
    texts = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text())
    assert texts["desk_link"]["message"] == SETTINGS_LINK


@pytest.mark.parametrize(
    ("environment", "options", "opened"),
    [
        ({"DISPLAY": ":0"}, (), True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, (), True),
        ({}, (), False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, (), False),
        ({"DISPLAY": ":0"}, ("--no-open",), False),
        ({}, ("--open",), True),
    ],
)
def test_a_browser_is_started_where_it_would_be_seen(
    lencana: Lencana,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    environment: dict[str, str],
    options: tuple[str, ...],
    opened: bool,
) -> None:
    """By a program in the place of a browser, which notes the address."""
    note, program = tmp_path / "opened", tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{note}"\n')
    program.chmod(0o755)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**environment, "BROWSER": f"{program} %s"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser._tryorder", None)  # it looks at BROWSER once
    server = "http://127.0.0.1:9"
    assert Lencana(lencana.folder)("desk", "--server", server, *options).startswith(f"{server}/desk\n")
    assert note.exists() is opened
    if opened:
        assert note.read_text() == f"{server}/desk"


def test_without_anything_packed(lencana: Lencana) -> None:
    told = lencana("desk")
    assert f'its settings, "{SETTINGS_LINK}"' in told
    assert "chrome-extension" not in told
    assert "/desk" not in told.replace("desk.html", "")


def test_of_the_packed_extension_and_of_a_servers(lencana: Lencana) -> None:
    lencana("extension", "key", "new", "--no-passphrase")
    lencana("extension", "pack", "--server", "http://127.0.0.1:8025")
    release = packed_release(lencana.data / "extension")
    assert release
    address = f"chrome-extension://{release.chromium_id}/{PAGE}"
    assert address in lencana("desk")
    elsewhere = Lencana(lencana.folder)
    elsewhere.data = lencana.folder / "elsewhere"
    with serving(lencana.data) as server:
        url = f"http://127.0.0.1:{server.port}"
        told = elsewhere("desk", "--server", url)
    assert address in told
    assert f"{url}/extension says how" in told
    assert address not in elsewhere("desk", "--server", url), "a server that is down is no error"


def test_an_address_that_is_none_is_not_printed_first(tmp_path: Path) -> None:
    done = run(tmp_path / "data", "desk", "--no-open", "--server", "badge.example.org")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--server: 'badge.example.org' is not an address" in done.stderr

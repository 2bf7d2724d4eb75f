"""`lencana desk` says where the desk is, by the extension that was packed or that the server hands out."""

import json
from pathlib import Path

import pytest

from admin import Lencana
from faults.servers import serving
from lencana.cli.desk import PAGE, SETTINGS_LINK
from lencana.extension_kit.files import packed_release

EXTENSION = Path(__file__).parents[2] / "extension"


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = Lencana(tmp_path)
    made("init", "--no-passphrase")
    return made


def test_what_it_names_is_there() -> None:
    assert (EXTENSION / PAGE).is_file()
    texts = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text())
    assert texts["desk_link"]["message"] == SETTINGS_LINK


def test_without_anything_packed(lencana: Lencana) -> None:
    told = lencana("desk")
    assert f'its settings, "{SETTINGS_LINK}"' in told
    assert "chrome-extension" not in told


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

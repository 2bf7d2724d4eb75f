"""What `lencana serve` says at a terminal: only what there is."""

from pathlib import Path

import pytest

from lencana.cli.server import startup_banner
from lencana.settings import Settings

ORIGIN = "http://127.0.0.1:8025"
PUBLIC = "https://badge.example.org"
INSTALLED = Settings(server=PUBLIC, tokens=("secret-token",), authserv_ids=("mx.example.org",))


def banner(settings: Settings, *, packed: bool = False) -> str:
    return startup_banner.startup_banner(ORIGIN, "2b7b3ce3" * 8, "lencana", settings, packed=packed)


@pytest.mark.parametrize(
    ("settings", "packed", "there", "not_there"),
    [
        (
            Settings(),
            False,
            ["Load unpacked", "One setting is missing", f"server {ORIGIN}"],
            ["Authorization", "Readers"],
        ),
        (INSTALLED, True, [f"{PUBLIC}/join", f"Readers reach it at: {PUBLIC}/", "Bearer TOKEN"], ["Load unpacked"]),
        (INSTALLED, False, [f"server {PUBLIC}", "Bearer TOKEN"], ["One setting is missing", "secret-token"]),
    ],
    ids=["trial", "installed", "not packed yet"],
)
def test_it_names_what_there_is(settings: Settings, packed: bool, there: list[str], not_there: list[str]) -> None:
    text = banner(settings, packed=packed)
    assert [words for words in there if words not in text] == []
    assert [words for words in not_there if words in text] == []
    assert text.count("2b7b 3ce3") >= 1


def test_an_installed_package_has_no_folder_to_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(startup_banner, "__file__", str(tmp_path / "a/b/c/d.py"))
    text = banner(INSTALLED)
    assert "Load unpacked" not in text and f"extension pack --new-key --server {PUBLIC}" in text

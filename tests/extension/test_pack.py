"""The archives for the stores: the same bytes from the same commit, each with the manifest that its store takes."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MAX_ARCHIVE_BYTES = 150_000


def pack(folder: Path, *arguments: str) -> dict[str, Path]:
    """Both archives by browser, made in a new folder."""
    call = [sys.executable, ROOT / "tools/pack.py", "-o", folder, *arguments]
    done = subprocess.run(call, check=False, capture_output=True, text=True)
    if "not a git repository" in done.stderr:
        pytest.skip("not in a git repository: an archive is that of a commit")
    assert done.returncode == 0, done.stderr
    return {name: folder / f"lencana-{name}.zip" for name in ("chromium", "firefox")}


def manifest(path: Path) -> dict[str, Any]:
    """What the archive's manifest says."""
    with zipfile.ZipFile(path) as archive:
        read: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return read


def test_same_commit_same_bytes(tmp_path: Path) -> None:
    """Packed twice, nothing differs; nothing but the committed files is in it, and it is small enough."""
    first, second = pack(tmp_path / "a"), pack(tmp_path / "b")
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-tree", "-r", "--name-only", "HEAD", "extension"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    names = (name.removeprefix("extension/") for name in listed.stdout.split())
    expected = sorted(name for name in names if Path(name).name != "README.md")
    for browser, path in first.items():
        assert path.read_bytes() == second[browser].read_bytes()
        assert path.stat().st_size <= MAX_ARCHIVE_BYTES
        with zipfile.ZipFile(path) as archive:
            assert archive.namelist() == expected


def test_each_store_gets_its_manifest(tmp_path: Path) -> None:
    """No key that is the other browser's, or that a store refuses; no site is granted."""
    archives = pack(tmp_path)
    chromium, firefox = manifest(archives["chromium"]), manifest(archives["firefox"])
    assert not {"key", "browser_specific_settings", "host_permissions"} & set(chromium)
    assert set(chromium["background"]) == {"service_worker", "type"}
    assert not {"key", "minimum_chrome_version", "storage", "host_permissions"} & set(firefox)
    assert set(firefox["background"]) == {"scripts", "type"}
    assert chromium["permissions"] == firefox["permissions"]


def test_an_organisations_own_archive(tmp_path: Path) -> None:
    """Sites named when packing are granted with a forced installation, and the id stays the one that policies name."""
    archives = pack(tmp_path, "--host", "https://mail.example.org:8443/x", "--host", "http://127.0.0.1:8025")
    for path in archives.values():
        assert manifest(path)["host_permissions"] == ["https://mail.example.org/*", "http://127.0.0.1/*"]
    assert "key" in manifest(archives["chromium"])

"""The archives of browsers and of Thunderbird: the same folder, each with what it runs and nothing else."""

import io
import json
import posixpath
import re
import zipfile
from typing import Any

import pytest

from lencana.extension_kit import files, release
from lencana.extension_kit.manifest import Browser, merge_patch

ARCHIVES = {
    name.removeprefix("lencana-").removesuffix(".zip"): packed
    for name, packed in release.store_archives(files.read_files(), "0.1.0").items()
}
_IMPORT = re.compile(r'^(?:import|export|\} from)\b[^;]*?"(\.{1,2}/[^"]+)";', re.MULTILINE)
_LOADED = re.compile(r'(?:src|href)="([^":]+\.(?:js|css|svg))"')
_BASE = {"a": 1, "b": {"c": 2, "d": 3}, "e": [4]}


def contents(browser: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ARCHIVES[browser])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(browser: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(contents(browser)["manifest.json"])
    return parsed


@pytest.mark.parametrize("browser", list(Browser))
def test_all_that_is_loaded_is_there(browser: Browser) -> None:
    packed = contents(browser)
    for name, content in packed.items():
        pattern = _IMPORT if name.endswith(".js") else _LOADED if name.endswith(".html") else None
        for loaded in pattern.findall(content.decode()) if pattern else ():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), loaded))
            assert path in packed, f"{name} loads {loaded}"


@pytest.mark.parametrize("browser", list(Browser))
def test_what_the_manifest_names_is_there(browser: Browser) -> None:
    packed = contents(browser)
    named = re.findall(r'"([\w./-]+\.(?:js|html|png|svg))"', packed["manifest.json"].decode())
    assert {name for name in named if name not in packed} == set()


def test_each_has_its_own_and_nothing_of_the_other() -> None:
    packed = contents("thunderbird")
    assert "thunderbird/background.js" in packed
    assert not {"background.js", "thunderbird/manifest.json", "managed_schema.json"} & set(packed)
    assert not [name for name in packed if name.startswith(("content/adapters/", "desk/", "vendor/"))]
    for browser in ("chromium", "firefox"):
        assert not [name for name in contents(browser) if name.startswith("thunderbird/")]


def test_scripts_of_a_message_are_there() -> None:
    """By the list in thunderbird/background.js, which no import names."""
    packed = contents("thunderbird")
    wiring = packed["thunderbird/background.js"].decode()
    folders = re.findall(r"\.\.\.\[([^\]]+)\]\.map\(\(name\) => `(\w+)/\$\{name\}\.js`\)", wiring)
    listed = [f"{folder}/{name}.js" for names, folder in folders for name in re.findall(r'"(\w+)"', names)]
    listed += re.findall(r'"(thunderbird/\w+\.(?:js|css))"', wiring)
    assert len(listed) > 9
    assert [name for name in listed if name not in packed] == []


def test_thunderbirds_manifest() -> None:
    """No site before the reader allows it, no experiment, nothing of browsers alone."""
    made = manifest("thunderbird")
    assert made["manifest_version"] == 3
    assert made["background"] == {"scripts": ["thunderbird/background.js"], "type": "module"}
    assert not {"key", "action", "storage", "minimum_chrome_version", "host_permissions", "experiment_apis"} & set(made)
    assert set(made["browser_specific_settings"]) == {"gecko"}
    assert set(made["browser_specific_settings"]["gecko"]) == {"id", "strict_min_version"}
    assert made["content_security_policy"] == manifest("firefox")["content_security_policy"]


@pytest.mark.parametrize(
    ("patch", "merged"),
    [
        ({}, _BASE),
        ({"a": None}, {"b": {"c": 2, "d": 3}, "e": [4]}),
        ({"a": {"x": None, "y": 1}}, {**_BASE, "a": {"y": 1}}),
        ({"b": {"c": None}}, {**_BASE, "b": {"d": 3}}),
        ({"e": [5, 6], "f": False}, {**_BASE, "e": [5, 6], "f": False}),
        ({"nobody": None}, _BASE),
    ],
)
def test_merge_patch(patch: dict[str, Any], merged: dict[str, Any]) -> None:
    """RFC 7396, appendix A in part."""
    assert merge_patch(_BASE, patch) == merged

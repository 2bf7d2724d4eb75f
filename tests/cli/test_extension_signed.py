"""`lencana extension add-signed`: what Mozilla has signed is handed out, and nothing else."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from admin import Lencana

from .packing import SITES, with_extension_key


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return with_extension_key(tmp_path)


def signed_by_mozilla(packed: bytes, name: str = "META-INF/mozilla.rsa", **files: bytes) -> bytes:
    """What comes back from Mozilla: the same files, packed again, and a signature; `files` replace some of them."""
    changed = {key.replace("__", "."): content for key, content in files.items()}
    archive = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as ours, zipfile.ZipFile(archive, "w") as theirs:
        for entry in ours.namelist():
            theirs.writestr(entry, changed.pop(entry, ours.read(entry)))
        for entry, content in ({name: b"signature"} | changed).items():
            theirs.writestr(entry, content)
    return archive.getvalue()


def test_what_mozilla_signed_is_handed_out(lencana: Lencana, tmp_path: Path) -> None:
    lencana("extension", "pack", *SITES)
    folder = lencana.data / "extension"
    before = json.loads((folder / "release.json").read_text())
    signed = signed_by_mozilla((folder / before["firefox_file"]).read_bytes())
    (tmp_path / "signed.xpi").write_bytes(signed)
    lencana("extension", "add-signed", str(tmp_path / "signed.xpi"))
    after = json.loads((folder / "release.json").read_text())
    assert (folder / after["firefox_file"]).read_bytes() == signed
    assert after["signed_by_mozilla"] and after["chromium_sha256"] == before["chromium_sha256"]
    lencana("extension", "pack", *SITES)  # the same once more
    assert json.loads((folder / "release.json").read_text()) == after, "it stays signed"
    assert "give --revision 1" in lencana.fails("extension", "pack", *SITES, "--webmail", "https://webmail.example.net")
    lencana("extension", "pack", *SITES, "--revision", "1")
    assert not json.loads((folder / "release.json").read_text())["signed_by_mozilla"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "META-INF/nothing"}, "no signature in META-INF"),
        ({"background__js": b"evil()"}, "background.js is not as it was packed"),
        ({"more__js": b"evil()"}, "more.js is not as it was packed"),
        ({"manifest__json": b"{}"}, "no manifest of an extension"),
        (
            {"manifest__json": b'{"version": "9", "browser_specific_settings": {"gecko": {"id": "a@b.example"}}}'},
            "the archive's id is a@b.example",
        ),
        (
            {
                "manifest__json": b'{"version": "9", "browser_specific_settings":'
                b' {"gecko": {"id": "lencana@lencana.example"}}}'
            },
            "the archive's version is 9",
        ),
        (None, "not an .xpi archive"),
    ],
)
def test_what_mozilla_did_not_sign_changes_nothing(
    lencana: Lencana, tmp_path: Path, change: dict[str, Any] | None, said: str
) -> None:
    lencana("extension", "pack", *SITES)
    folder = lencana.data / "extension"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (packed,) = folder.glob("*.xpi")
    signed = b"nonsense" if change is None else signed_by_mozilla(packed.read_bytes(), **change)
    (tmp_path / "signed.xpi").write_bytes(signed)
    assert said in lencana.fails("extension", "add-signed", str(tmp_path / "signed.xpi"))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

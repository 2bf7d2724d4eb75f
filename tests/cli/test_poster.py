"""`lencana root show --poster`: well-formed, with the address and every digit of the fingerprint, and readable."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from admin import Lencana

SERVER = "https://lencana.example.org"


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = Lencana(tmp_path)
    made("init", "--no-passphrase")
    return made


@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_people_compare_is_on_it(lencana: Lencana, tmp_path: Path, lang: str) -> None:
    lencana("root", "show", "--poster", str(tmp_path / "poster.svg"), "--server", SERVER, "--lang", lang)
    drawing = ET.fromstring((tmp_path / "poster.svg").read_text())  # noqa: S314 (our own)
    assert (drawing.get("width"), drawing.get("height")) == ("210mm", "297mm")
    texts = [element.text or "" for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert SERVER in texts
    digits = "".join(texts[-4:]).replace(" ", "")
    assert digits == (lencana.data / "root.sha256").read_text().strip()


def test_it_needs_an_address(lencana: Lencana, tmp_path: Path) -> None:
    assert "--poster needs the server's address" in lencana.fails("root", "show", "--poster", str(tmp_path / "a.svg"))
    (lencana.data / "lencana.toml").write_text(f'server = "{SERVER}"\n')
    lencana("root", "show", "--poster", str(tmp_path / "a.svg"))
    assert "No such file" in lencana.fails("root", "show", "--poster", str(tmp_path / "none" / "a.svg"))

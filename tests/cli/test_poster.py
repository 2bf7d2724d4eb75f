"""`lencana root show --poster`: well-formed, with the address and every digit of the fingerprint, and readable."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from admin import Lencana, initialised
from lencana.engine.languages import LANGUAGES
from lencana.engine.texts import own_texts
from lencana.extension_kit.line_breaks import cells, lines

SERVER = "https://lencana.example.org"


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_people_compare_is_on_it(lencana: Lencana, tmp_path: Path, lang: str) -> None:
    lencana("root", "show", "--poster", str(tmp_path / "poster.svg"), "--server", SERVER, "--lang", lang)
    drawing = ET.fromstring((tmp_path / "poster.svg").read_text())  # noqa: S314 (our own)
    assert (drawing.get("width"), drawing.get("height")) == ("210mm", "297mm")
    texts = [element.text or "" for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert SERVER in texts
    digits = "".join(texts[-4:]).replace(" ", "")
    assert digits == (lencana.data / "root.sha256").read_text().strip()
    assert all(cells(text) <= 58 for text in texts), texts
    last_line = drawing.findall("{http://www.w3.org/2000/svg}text")[-1]
    assert float(last_line.get("y", "")) < 297 - 28 - 70, "it would stand on the QR code"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ["one two", "three"]),
        ("日本語の文。日本語の文", ["日本語の", "文。日本", "語の文"]),
        ("「日本」語文字", ["「日本」", "語文字"]),
        ("한국어 문장 입니다", ["한국어", "문장", "입니다"]),
        ("ที่ ที่ ที่ ที่ ที่", ["ที่ ที่ ที่ ที่", "ที่"]),
        ("longerthanaline a", ["longerthanaline", "a"]),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert lines(text, 8) == expected


def test_breaking_a_text_into_lines_loses_nothing() -> None:
    for lang in LANGUAGES:
        for text in (text.replace("\n", " ") for text in own_texts(lang).values()):
            assert "".join(lines(text, 20)).replace(" ", "") == text.replace(" ", ""), text


def test_it_needs_an_address(lencana: Lencana, tmp_path: Path) -> None:
    assert "--poster needs the server's address" in lencana.fails("root", "show", "--poster", str(tmp_path / "a.svg"))
    (lencana.data / "lencana.toml").write_text(f'server = "{SERVER}"\n')
    lencana("root", "show", "--poster", str(tmp_path / "a.svg"))
    assert "No such file" in lencana.fails("root", "show", "--poster", str(tmp_path / "none" / "a.svg"))

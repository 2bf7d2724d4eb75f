"""What the documents point to is there: files, headings, the tests that SECURITY.md names, the extension's ids."""

import json
import re
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/*.md")])

_CODE = re.compile(r"^(?:    .*|```.*?^```)$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_NAMED = re.compile(r"`((?:tests|bench|tools|server|extension|docs)/[^`\s]*)`")


def anchor(heading: str) -> str:
    """As GitHub names a heading: lower case, without punctuation, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def broken(document: Path) -> list[str]:
    """The relative links that lead nowhere."""
    links = _LINK.findall(_CODE.sub("", document.read_text()))
    return [link for link in links if "://" not in link and not leads_somewhere(document, link)]


def leads_somewhere(document: Path, link: str) -> bool:
    path, _, fragment = link.partition("#")
    target = document.parent / path if path else document
    return target.exists() and (not fragment or fragment in map(anchor, _HEADING.findall(target.read_text())))


def test_documents_are_found() -> None:
    assert {"README.md", "SECURITY.md", "admin.md", "0001-evidence-not-reputation.md"} <= {d.name for d in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    assert broken(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_named_are_there(document: Path) -> None:
    assert [name for name in _NAMED.findall(document.read_text()) if not list(ROOT.glob(name.rstrip("/")))] == []


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "# Two words: yes\n[a](#two-words-yes) [b](#no) [c](page.md) [d](gone.md) [e](https://example.org/)\n"
    )
    assert broken(document) == ["#no", "gone.md"]


def test_policies_name_the_extension() -> None:
    """Chromium's id is made of the key: its hash's first 32 hex digits, written with the letters a to p."""
    manifest = json.loads((ROOT / "extension" / "manifest.json").read_text())
    digits = sha256(b64decode(manifest["key"])).hexdigest()[:32]
    text = (ROOT / "docs" / "managed.md").read_text()
    assert digits.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")) in text
    assert manifest["browser_specific_settings"]["gecko"]["id"] in text


def named_code(row: str) -> tuple[list[str], list[str]]:
    """The paths and the names in the last column of a row of the glossary."""
    words = re.findall(r"`([^`]+)`", row.rstrip(" |").rpartition("|")[2])
    paths = [word for word in words if re.search(r"[/.]", word)]
    return paths, [word for word in words if word not in paths]


ROWS = [row for row in (ROOT / "docs" / "glossary.md").read_text().splitlines() if row.startswith("| ") and "`" in row]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_the_glossary_names_code_that_is_there(row: str) -> None:
    paths, names = named_code(row)
    files = [ROOT / path if path.startswith("extension/") else ROOT / "server" / "lencana" / path for path in paths]
    assert files
    assert [str(file) for file in files if not file.exists()] == []
    text = "\n".join(file.read_text() for file in files if file.is_file())
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []

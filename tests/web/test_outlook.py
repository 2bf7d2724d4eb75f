"""The pane of the add-in for Outlook: its files, who may frame it, and its manifest."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from admin import Lencana
from lencana.errors import InputError
from lencana.extension_kit.outlook import manifest, pane_file

SERVER = "https://lencana.example.org"
NAMESPACE = {"office": "http://schemas.microsoft.com/office/appforoffice/1.1"}


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("pane.html", "text/html; charset=utf-8"),
        ("message_pane.js", "text/javascript; charset=utf-8"),
        ("icon-64.png", "image/png"),
        ("extension/modules/trust/list_in_force.js", "text/javascript; charset=utf-8"),
        ("extension/_locales/en/messages.json", "application/json"),
        ("extension/icons/lencana.svg", "image/svg+xml"),
    ],
)
def test_files(client: FlaskClient, path: str, content_type: str) -> None:
    response = client.get(f"/outlook/{path}")
    assert (response.status_code, response.content_type) == (200, content_type)
    again = client.get(f"/outlook/{path}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "manifest.xml",  # a template
        "a" * 300 + ".js",
        "README.md",
        "extension/manifest.json",
        "extension/background.js",
        "extension/desk/desk.js",
        "extension/../../../pyproject.toml",
        "extension/modules/../../../package.json",
        "..%2f..%2fpackage.json",
        "extension",
        "nothing.js",
        "%00.js",
        "a\\b.js",
    ],
)
def test_no_other_files(client: FlaskClient, path: str) -> None:
    assert client.get(f"/outlook/{path}").status_code == 404


def test_every_import_of_the_pane_is_there() -> None:
    """Each module that one of the pane's modules imports is handed out, and so on."""
    seen: set[str] = set()
    waiting = ["pane.js", "message_pane.js"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        found = pane_file(path)
        assert found is not None, path
        for line in found[0].decode().splitlines():
            if line.startswith(("import ", "export {", "} from ")) and '"' in line:
                waiting.append(_resolved(path, line.split('"')[1]))
    assert "extension/modules/trust/strict_json.js" in seen


def test_who_may_frame_it(client: FlaskClient) -> None:
    policy = client.get("/outlook/pane.html").headers["Content-Security-Policy"]
    directives = dict(part.split(maxsplit=1) for part in policy.split("; "))
    assert directives["script-src"] == "'self' https://appsforoffice.microsoft.com"
    assert directives["connect-src"] == "'self'"
    assert "https://outlook.office.com" in directives["frame-ancestors"].split()
    assert client.get("/").headers["Content-Security-Policy"].count("frame-ancestors 'none'") == 1


def test_manifest() -> None:
    tree = ET.fromstring(manifest(SERVER, "0.1.0"))  # noqa: S314 (our own)
    text = {name: tree.findtext(f"office:{name}", "", NAMESPACE) for name in ("Id", "Version", "Permissions")}
    assert (text["Version"], text["Permissions"]) == ("0.1.0.0", "ReadItem")
    assert manifest(SERVER, "0.1.0") == manifest(SERVER, "0.1.0")
    assert text["Id"] not in manifest("https://other.example.org", "0.1.0")
    addresses = [value for node in tree.iter() for value in node.attrib.values() if "://" in value]
    assert all(address.startswith((SERVER, "http://schemas.")) for address in addresses)


def test_manifest_over_https_alone() -> None:
    with pytest.raises(InputError, match="https alone"):
        manifest("http://lencana.example.org", "0.1.0")


def test_command(tmp_path: Path) -> None:
    target = tmp_path / "outlook.xml"
    Lencana(tmp_path)("extension", "outlook", "--server", SERVER, "-o", str(target))
    assert f"{SERVER}/outlook/pane.html" in target.read_text()


def _resolved(path: str, address: str) -> str:
    parts = path.split("/")[:-1]
    for part in address.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)

"""What readers and their browsers fetch: the packed extension, its update manifests, /join."""

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from admin import Lencana, copied, initialised
from lencana.engine.texts import catalogue

from .conftest import application

SERVER = "https://lencana.example.org"
PACK = (
    "extension",
    "pack",
    "--server",
    SERVER,
    "--fingerprint",
    "2b7b3ce3" * 8,
    "--webmail",
    "https://mail.example.org",
)


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return copied(initialised(tmp_path), "extension", "key", "new", "--no-passphrase")


def client_of(lencana: Lencana, **settings: object) -> FlaskClient:
    return application(lencana.data, server=SERVER, **settings).test_client()


def test_browsers_find_the_packed_version(lencana: Lencana) -> None:
    lencana(*PACK)
    client = client_of(lencana)
    manifest = client.get("/extension/update.xml")
    check = ET.fromstring(manifest.data)[0][0].attrib  # noqa: S314 (our own)
    crx = client.get(check["codebase"].removeprefix(SERVER))
    assert crx.content_type == "application/x-chrome-extension"
    assert hashlib.sha256(crx.data).hexdigest() == check["hash_sha256"]
    update = json.loads(client.get("/extension/updates.json").data)["addons"]["lencana@lencana.example"]["updates"][0]
    xpi = client.get(update["update_link"].removeprefix(SERVER))
    assert xpi.content_type == "application/x-xpinstall"
    assert "sha256:" + hashlib.sha256(xpi.data).hexdigest() == update["update_hash"]
    assert client.get("/extension/latest.xpi").data == xpi.data
    again = client.get("/extension/latest.xpi", headers={"If-None-Match": xpi.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_mozillas_signature_reaches_firefox(lencana: Lencana, tmp_path: Path) -> None:
    lencana(*PACK)
    client = client_of(lencana)
    says_unsigned = catalogue("en")["join.firefox_signature"]
    assert says_unsigned in client.get("/extension/").text
    unsigned = client.get("/extension/latest.xpi").data
    signed = BytesIO(unsigned)
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("META-INF/mozilla.rsa", b"signature")
    (tmp_path / "signed.xpi").write_bytes(signed.getvalue())
    lencana("extension", "add-signed", str(tmp_path / "signed.xpi"))
    update = json.loads(client.get("/extension/updates.json").data)["addons"]["lencana@lencana.example"]["updates"][0]
    assert update["update_hash"] == "sha256:" + hashlib.sha256(signed.getvalue()).hexdigest()
    for address in (update["update_link"].removeprefix(SERVER), "/extension/latest.xpi"):
        assert client.get(address).data == signed.getvalue()
    assert says_unsigned not in client.get("/extension/").text


def test_thunderbird_finds_its_own(lencana: Lencana) -> None:
    """Its archive and its updates are not Firefox's, though the extension's id is the same."""
    lencana(*PACK)
    page = client_of(lencana).get("/extension/")
    assert "thunderbird.xpi" not in page.text
    lencana(*PACK, "--thunderbird")
    client = client_of(lencana)
    update = json.loads(client.get("/extension/thunderbird-updates.json").data)
    (entry,) = update["addons"]["lencana@lencana.example"]["updates"]
    assert entry["update_link"] == f"{SERVER}/extension/thunderbird.xpi"
    archive = client.get("/extension/thunderbird.xpi")
    assert (archive.status_code, archive.content_type) == (200, "application/x-xpinstall")
    assert "sha256:" + hashlib.sha256(archive.data).hexdigest() == entry["update_hash"]
    assert archive.data != client.get("/extension/latest.xpi").data
    assert entry["applications"]["gecko"]["strict_min_version"] == "151.0"
    for lang in ("en", "id"):
        assert 'href="/extension/thunderbird.xpi"' in client.get(f"/extension/?lang={lang}").text
    (lencana.data / "extension" / "thunderbird.xpi").write_bytes(archive.data[:-1] + b"!")
    assert client.get("/extension/thunderbird.xpi").status_code == 404


@pytest.mark.parametrize(
    "name", ["update.xml", "latest.xpi", "thunderbird.xpi", "release.json", "..%2flencana.toml", "lencana.toml"]
)
def test_nothing_else_is_handed_out(lencana: Lencana, name: str) -> None:
    client = client_of(lencana)
    assert client.get(f"/extension/{name}").status_code == 404
    lencana(*PACK)
    assert client.get(f"/extension/{name}").status_code == (200 if name in ("update.xml", "latest.xpi") else 404)


def test_an_archive_that_was_changed_is_not_handed_out(lencana: Lencana) -> None:
    lencana(*PACK)
    (archive,) = (lencana.data / "extension").glob("*.xpi")
    archive.write_bytes(archive.read_bytes()[:-1] + b"!")
    answer = client_of(lencana).get("/extension/latest.xpi")
    assert (answer.status_code, "pack it again" in answer.get_json()["detail"]) == (404, True)


def test_join_tells_an_extension_what_it_needs(lencana: Lencana) -> None:
    lencana(*PACK)
    client = client_of(lencana, webmails=("https://mail.example.org",), tokens=("secret-token",))
    answer = client.get("/join", headers={"Accept": "application/json"})
    told = answer.get_json()
    assert told["server"] == SERVER
    assert told["fingerprint"] == (lencana.data / "root.sha256").read_text().strip()
    assert told["webmails"] == ["https://mail.example.org"]
    assert told["token_required"] is True
    assert set(told["extension"]) == {"version", "chromium_id"}
    assert "secret-token" not in answer.text + client.get("/join", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("path", ["/join", "/extension/", "/desk"])
def test_pages_for_people(lencana: Lencana, path: str, lang: str) -> None:
    page = client_of(lencana).get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
    assert page.content_type.startswith("text/html")
    assert f'<html lang="{lang}" dir="ltr">' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "join." not in page.text


@pytest.mark.parametrize(
    ("user_agent", "first"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0", "Microsoft Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36", "Chrome or Chromium"),
        ("curl/8", "Chrome or Chromium"),
    ],
)
def test_the_readers_own_browser_comes_first(lencana: Lencana, user_agent: str, first: str) -> None:
    page = client_of(lencana).get("/extension/", headers={"User-Agent": user_agent}).text.partition("<main")[2]
    assert page.index(" open>") < page.index(f"<summary>{first}</summary>") < page.index("</details>")

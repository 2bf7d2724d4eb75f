"""`lencana extension pack`: the same bytes from the same input, and a clear line for each mistake."""

import json
from pathlib import Path

import pytest

from admin import Lencana, initialised

from .packing import FINGERPRINT, SERVER, SITES, contents, packed, with_extension_key


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return with_extension_key(tmp_path)


def test_an_organisations_archives(lencana: Lencana, tmp_path: Path) -> None:
    lencana("extension", "pack", *SITES, "-o", str(tmp_path / "a"))
    lencana("extension", "pack", *SITES, "-o", str(tmp_path / "b"))
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    for suffix, files in packed(tmp_path / "a").items():
        manifest = json.loads(files["manifest.json"])
        assert manifest["host_permissions"] == ["https://mail.example.org/*", "https://lencana.example.org/*"]
        assert json.loads(files["organisation.json"]) == {
            "server": SERVER,
            "fingerprint": FINGERPRINT.replace(" ", ""),
            "webmails": ["https://mail.example.org:8443"],
        }
        assert "key" not in manifest
        gecko = manifest.get("browser_specific_settings", {}).get("gecko", {})
        asked = manifest["update_url"] if suffix == ".crx" else gecko["update_url"]
        assert asked == f"{SERVER}/extension/" + ("update.xml" if suffix == ".crx" else "updates.json")
        assert not [name for name in files if name.endswith(".md")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--server", SERVER), "give --server and --fingerprint together"),
        (("--server", "http://lencana.example.org", "--fingerprint", FINGERPRINT), "is not https"),
        (("--server", SERVER, "--fingerprint", "2b7b"), "--fingerprint: 64 hex digits"),
        (("--webmail", "mail.example.org"), "--webmail: 'mail.example.org' is not an address such as"),
        (("--webmail", "https://user@mail.example.org"), "--webmail: "),
        (("--firefox-id", "lencana"), "--firefox-id: 'lencana' is not of the form"),
        (("--revision", "70000"), "--revision: 0 to 65535"),
        (("--key", "no.pem"), "no.pem does not exist; --new-key makes it, --key names another"),
    ],
)
def test_a_mistake_is_told(lencana: Lencana, arguments: tuple[str, ...], said: str) -> None:
    assert said in lencana.fails("extension", "pack", *arguments)
    assert not (lencana.data / "extension").exists()


def test_thunderbirds_archive(lencana: Lencana, tmp_path: Path) -> None:
    """Beside the others when it is asked for: it knows the organisation, may reach its server, and reads no webmail."""
    lencana("extension", "pack", *SITES, "-o", str(tmp_path / "a"))
    assert not (tmp_path / "a" / "thunderbird.xpi").exists()
    lencana("extension", "pack", *SITES, "--thunderbird", "-o", str(tmp_path / "b"))
    packed = contents(tmp_path / "b" / "thunderbird.xpi")
    manifest = json.loads(packed["manifest.json"])
    assert manifest["host_permissions"] == ["https://lencana.example.org/*"]
    gecko = manifest["browser_specific_settings"]["gecko"]
    assert gecko["update_url"] == f"{SERVER}/extension/thunderbird-updates.json"
    assert json.loads(packed["organisation.json"])["server"] == SERVER
    lencana(
        "extension", "pack", *SITES, "--thunderbird", "-o", str(tmp_path / "a")
    )  # which changes nothing for browsers
    lencana("extension", "pack", *SITES, "--revision", "1", "-o", str(tmp_path / "a"))
    again = json.loads(contents(tmp_path / "a" / "thunderbird.xpi")["manifest.json"])
    assert again["version"] == "0.1.0.1", "packed once, it is packed with every later version"
    for name in ("lencana-0.1.0.crx", "lencana-0.1.0.xpi"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_list_key_signs_no_extension(lencana: Lencana, tmp_path: Path) -> None:
    lencana("key", "new", str(tmp_path / "list.pem"), "--no-passphrase")
    assert "P-256 or RSA" in lencana.fails("extension", "pack", "--key", str(tmp_path / "list.pem"))


def test_browsers_take_only_newer_versions(lencana: Lencana) -> None:
    lencana("extension", "pack", *SITES)
    lencana("extension", "pack", *SITES)  # the same once more changes nothing
    changed = (*SITES, "--webmail", "https://webmail.example.net")
    assert "give --revision 1" in lencana.fails("extension", "pack", *changed)
    lencana("extension", "pack", *changed, "--revision", "1")
    assert "give --revision 2" in lencana.fails("extension", "pack", *SITES)


def test_the_stores_archives(lencana: Lencana, tmp_path: Path) -> None:
    """Nobody's: no key, no site, no update address; each with the manifest that its store takes, and small enough."""
    lencana("extension", "pack", "--store", "-o", str(tmp_path / "a"))
    lencana("extension", "pack", "--store", "-o", str(tmp_path / "b"))
    manifests = {}
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
        assert path.stat().st_size <= 400_000  # 18 languages are some 100 KB, the desk with its key files 85
        manifests[path.name] = json.loads(contents(path)["manifest.json"])
        assert "organisation.json" not in contents(path)
    chromium, firefox = manifests["lencana-chromium.zip"], manifests["lencana-firefox.zip"]
    assert not {"key", "browser_specific_settings", "host_permissions", "update_url"} & set(chromium)
    assert set(chromium["background"]) == {"service_worker", "type"}
    assert not {"key", "minimum_chrome_version", "storage", "host_permissions"} & set(firefox)
    assert "update_url" not in firefox["browser_specific_settings"]["gecko"]
    assert set(firefox["background"]) == {"scripts", "type"}


def test_a_stores_archive_is_nobodys(lencana: Lencana, tmp_path: Path) -> None:
    assert "--store: " in lencana.fails("extension", "pack", "--store", *SITES, "-o", str(tmp_path / "a"))
    assert not (tmp_path / "a").exists()


@pytest.mark.usefixtures("cheap_passphrases")
def test_pack_makes_its_key_and_knows_the_fingerprint(tmp_path: Path) -> None:
    lencana = initialised(tmp_path, LENCANA_PASSPHRASE="correct horse")
    words = ("extension", "pack", "--server", SERVER, "--webmail", "https://mail.example.org")
    assert "--new-key makes it" in lencana.fails(*words)
    lencana(*words, "--new-key")
    assert "BEGIN ENCRYPTED PRIVATE KEY" in (lencana.data / "keys" / "extension.pem").read_text()
    archive = packed(lencana.data / "extension")[".xpi"]
    assert json.loads(archive["organisation.json"])["fingerprint"] == (lencana.data / "root.sha256").read_text().strip()
    key = (lencana.data / "keys" / "extension.pem").read_bytes()
    assert "was packed with another key" in lencana.fails(*words, "--new-key", "--revision", "1")
    assert (lencana.data / "keys" / "extension.pem").read_bytes() == key


def test_another_key_than_before_is_told(lencana: Lencana, tmp_path: Path) -> None:
    lencana("extension", "pack", *SITES)
    before = {path.name: path.read_bytes() for path in (lencana.data / "extension").iterdir()}
    lencana("extension", "key", "new", str(tmp_path / "other.pem"), "--no-passphrase")
    told = lencana.fails("extension", "pack", *SITES, "--revision", "1", "--key", str(tmp_path / "other.pem"))
    assert "was packed with another key" in told
    assert {path.name: path.read_bytes() for path in (lencana.data / "extension").iterdir()} == before

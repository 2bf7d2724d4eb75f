"""`lencana extension`: the same bytes from the same input, and a clear line for each mistake."""

import json
import plistlib
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from admin import Lencana
from lencana.extension_kit import crx3

FINGERPRINT = "2b7b 3ce3 " * 8
SERVER = "https://lencana.example.org"
SITES = ("--server", SERVER, "--fingerprint", FINGERPRINT, "--webmail", "https://mail.example.org:8443/roundcube/")


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = Lencana(tmp_path)
    made("extension", "key", "new", "--no-passphrase")
    return made


def contents(path: Path) -> dict[str, bytes]:
    raw = path.read_bytes()
    with zipfile.ZipFile(BytesIO(crx3.archive_of(raw) if path.suffix == ".crx" else raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(folder: Path) -> dict[str, dict[str, bytes]]:
    return {path.suffix: contents(path) for path in folder.iterdir() if path.suffix in (".crx", ".xpi")}


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


def test_policies(lencana: Lencana, tmp_path: Path) -> None:
    lencana("extension", "pack", *SITES)
    made = tmp_path / "policies"
    words = ("--fingerprint", FINGERPRINT, "--webmail", "https://mail.example.org", "--unsigned", "--ca", "/etc/ca.pem")
    lencana("extension", "policy", *words, "-o", str(made))
    release = json.loads((lencana.data / "extension" / "release.json").read_text())
    chromium = json.loads((made / "linux/etc/chromium/policies/managed/lencana.json").read_text())
    installation = chromium["ExtensionSettings"][release["chromium_id"]]
    assert installation["update_url"] == f"{SERVER}/extension/update.xml"
    assert chromium["3rdparty"]["extensions"][release["chromium_id"]]["webmails"] == ["https://mail.example.org"]
    firefox = json.loads((made / "linux/etc/firefox/policies/policies.json").read_text())["policies"]
    assert firefox["Certificates"] == {"Install": ["/etc/ca.pem"]}
    assert firefox["Preferences"]["xpinstall.signatures.required"] == {"Value": False, "Status": "locked"}
    registry = (made / "windows/lencana-edge.reg").read_bytes().decode("utf-16")
    assert r"[HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Edge]" in registry
    assert rf"\3rdparty\extensions\{release['chromium_id']}\policy]" in registry
    profile = plistlib.loads((made / "macos/lencana-firefox.mobileconfig").read_bytes())
    assert profile["PayloadContent"][0]["PayloadType"] == "org.mozilla.firefox"
    assert profile["PayloadContent"][0]["EnterprisePoliciesEnabled"] is True


def test_policies_of_one_browser_and_system(lencana: Lencana, tmp_path: Path) -> None:
    lencana("extension", "pack", *SITES)
    lencana(
        "extension",
        "policy",
        "--fingerprint",
        FINGERPRINT,
        "--os",
        "windows",
        "--browser",
        "edge",
        "-o",
        str(tmp_path / "made"),
    )
    made = [str(path.relative_to(tmp_path)) for path in (tmp_path / "made").rglob("*.*")]
    assert made == ["made/windows/lencana-edge.reg"]


def test_policy_needs_a_packed_extension(lencana: Lencana) -> None:
    assert "`lencana extension pack --server ...` makes it" in lencana.fails("extension", "policy")


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


def test_an_id_of_ones_own_is_in_archive_policy_and_release(lencana: Lencana, tmp_path: Path) -> None:
    own = "lencana@kantor.example"
    lencana("extension", "pack", *SITES, "--firefox-id", own)
    archive = packed(lencana.data / "extension")[".xpi"]
    assert json.loads(archive["manifest.json"])["browser_specific_settings"]["gecko"]["id"] == own
    words = ("--fingerprint", FINGERPRINT, "--browser", "firefox", "-o", str(tmp_path))
    lencana("extension", "policy", *words)
    policy = json.loads((tmp_path / "linux/etc/firefox/policies/policies.json").read_text())["policies"]
    assert list(policy["ExtensionSettings"]) == list(policy["3rdparty"]["Extensions"]) == [own]
    assert own in (tmp_path / "windows/lencana-firefox.reg").read_bytes().decode("utf-16")


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


def test_pack_makes_its_key_and_knows_the_fingerprint(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path, LENCANA_PASSPHRASE="correct horse")
    lencana("init", "--no-passphrase")
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

"""`lencana extension policy`: files that install what was packed, for each browser and system."""

import json
import plistlib
from pathlib import Path

import pytest

from admin import Lencana

from .packing import FINGERPRINT, SERVER, SITES, packed, with_extension_key


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return with_extension_key(tmp_path)


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

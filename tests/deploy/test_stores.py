"""What the stores are told: complete in both languages, and true of the manifest and of the readers that there are."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STORES = ROOT / "deploy" / "stores"
MANIFEST = json.loads((ROOT / "extension" / "manifest.json").read_text())
# As the listing calls the webmails that extension/content/adapters reads.
NAMES = {
    "cypht": "Cypht", "gmail": "Gmail", "horde": "Horde", "nextcloud": "Nextcloud Mail", "openxchange": "Open-Xchange",
    "outlook": "Outlook", "proton": "Proton Mail", "roundcube": "Roundcube", "snappymail": "SnappyMail",
    "sogo": "SOGo", "yahoo": "Yahoo Mail", "zimbra": "Zimbra",
}  # fmt: skip
NOT_WEBMAILS = {"adapter", "message_finder"}
LISTINGS = sorted(path.name.split(".")[1] for path in STORES.glob("listing.*.md"))
ANSWERS = sorted(path.name.split(".")[1] for path in STORES.glob("privacy.*.md"))


def test_english_and_indonesian_are_there() -> None:
    assert {"en", "id"} <= set(LISTINGS) & set(ANSWERS)


@pytest.mark.parametrize("language", ANSWERS)
def test_each_permission_has_its_reason(language: str) -> None:
    told = (STORES / f"privacy.{language}.md").read_text()
    reasons = dict(re.findall(r"^\| (`[^|]+) \| ([^|]+) \|$", told, re.MULTILINE))
    named = {name for cell in reasons for name in re.findall(r"`([^`]+)`", cell)}
    assert named == {*MANIFEST["permissions"], *MANIFEST["optional_host_permissions"]}
    assert all(len(reason) > 20 for reason in reasons.values())
    (data,) = MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"]["required"]
    assert f"`{data}`" in told, "what Mozilla asks"


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_webmail_that_is_read_is_named(language: str) -> None:
    told = (STORES / f"listing.{language}.md").read_text()
    read = {path.stem for path in (ROOT / "extension/content/adapters").glob("*.js")} - NOT_WEBMAILS
    assert [NAMES[name] for name in sorted(read) if NAMES[name] not in told] == []


def test_the_pictures_are_ones_that_the_tests_take() -> None:
    """Each is Chromium's, of a name that a test in tests/e2e gives to `picture` or `keep`, or makes of a subject."""
    wanted = re.findall(r'"chromium-([\w-]+)\.png"', (STORES / "screenshots.py").read_text())
    assert len(wanted) == 5
    code = "".join(path.read_text() for path in (ROOT / "tests/e2e").glob("*.py"))
    messages = {path.stem for path in (ROOT / "tests/e2e/mail/messages").glob("*.eml")}
    taken = set(re.findall(r'picture\("([\w-]+)"\)|keep\(.+\{name\}-([\w-]+)"\)', code))
    taken = {name for pair in taken for name in pair}
    taken |= {f"preview-{name}" for name in messages} if 'picture(f"preview-{' in code else set()
    assert set(wanted) <= taken, set(wanted) - taken

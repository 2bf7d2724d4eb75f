"""Thunderbird, installed and set up by policy from the organisation's own server, with Alice's account over IMAP."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from .account import Account
from .browsers.browser import insist, wait_for
from .conftest import PICTURES
from .mail import MESSAGES_FOLDER
from .mail.mailbox import Mailbox, dovecot
from .mail.signed import Signer
from .process import require, skip
from .servers.organisation import Organisation
from .test_attached import BESIDE, NOTICE, SIGNED, carrier
from .thunderbird.attacks import ATTACKS, message

pytest.importorskip("marionette_driver", reason="not installed: marionette_driver (pip install -e '.[e2e]')")

from .thunderbird.thunderbird import Thunderbird, thunderbird

pytestmark = pytest.mark.e2e

GENUINE, FORGED, STRANGER = "Your receipt for November", "Payment failed", "Good news about your plan"
PRIVATE = "Your private receipt"  # all that makes `verified.eml` green, in a mailbox of another provider
CLAIM = "Your workspace will be closed today"
VERDICTS = {
    GENUINE: ("verified", "Verified · OpenAI"),
    FORGED: ("suspicious", "Suspicious"),
    CLAIM: ("suspicious", "Suspicious"),
    "Five essays about ChatGPT": ("unknown", "Unknown"),
    "A note without evidence": ("unknown", "Unknown"),
    PRIVATE: ("unknown", "Unknown"),
    STRANGER: ("unknown", "Unknown"),
}
FILE = "It was opened from a file"
ATTACHED = "It was opened from an attachment"
_TEXT = "return document.body.innerText"


@pytest.fixture(scope="module")
def inbox(folder: Path, account: Account, signing: Signer) -> Iterator[Mailbox]:
    """A mailbox of this module's own: its hostile messages are nobody else's."""
    require("dovecot", "thunderbird")
    (folder / "thunderbird-mail").mkdir()
    with dovecot(folder / "thunderbird-mail", account) as box:
        for file in sorted(MESSAGES_FOLDER.glob("*.eml")):
            box.deliver(file.read_bytes())
        private = (MESSAGES_FOLDER / "verified.eml").read_bytes().replace(GENUINE.encode(), PRIVATE.encode())
        box.deliver(b"Received: from a by mail.other.example; Sun, 22 Nov 2026 09:12:01 +0000\n" + private)
        for subject, notice in {BESIDE: NOTICE, SIGNED: signing.sign(NOTICE)}.items():
            box.deliver(carrier(subject, notice))
        for name in ATTACKS:
            box.deliver(message(name))
        yield box


@pytest.fixture(scope="module")
def organisation(folder: Path, signing: Signer) -> Iterator[Organisation]:
    """The organisation's server, with the archive for Thunderbird."""
    (folder / "thunderbird").mkdir()
    organisation = Organisation(folder / "thunderbird", "https://mail.example.org", secure=True)
    organisation.pack("--thunderbird")
    with organisation.serving(LENCANA_DNS=signing.dns):
        yield organisation


@pytest.fixture(scope="module")
def reader(folder: Path, inbox: Mailbox, organisation: Organisation) -> Iterator[Thunderbird]:
    """Alice at her Thunderbird; her organisation's policy has installed Lencana and set it up."""
    (folder / "thunderbird-profile").mkdir()
    if os.geteuid() != 0:
        skip("only root may make a mount namespace in which Thunderbird has policies")
    program = organisation.browser_program("thunderbird")
    with thunderbird(folder / "thunderbird-profile", inbox, program=program) as started:
        wait_for(started.extension_version, "the extension is installed")
        started.fetch(inbox.count)
        yield started


def keep_picture(reader: Thunderbird, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    reader.screenshot(PICTURES / f"thunderbird-{name}.png")


@pytest.mark.parametrize("subject", VERDICTS)
def test_message(reader: Thunderbird, subject: str) -> None:
    """Badge and button say the same, and the badge is in front of everything."""
    shown = reader.open(subject)
    keep_picture(reader, subject.split()[0].lower())
    assert (shown.kind, reader.button) == VERDICTS[subject], shown.text
    assert shown.in_front


def test_manifest_is_understood(reader: Thunderbird) -> None:
    """Thunderbird knows every key and every permission."""
    assert reader.manifest_warnings() == []


def test_one_after_another(reader: Thunderbird) -> None:
    """A, B, A: the same visible sender, once genuine and once forged. Neither ever bears the other's verdict."""
    reader.open(GENUINE)
    for subject in (FORGED, GENUINE, FORGED, GENUINE):
        reader.select(subject)
        expected, label = VERDICTS[subject]
        for _ in range(1000):
            now = reader.now()
            if now.subject == subject and now.badge and (now.badge.kind, now.button) == (expected, label):
                break
            if now.subject == subject and now.badge:
                assert now.badge.kind in ("checking", expected), now
                assert expected == "verified" or not now.button.startswith("Verified"), now
        else:
            pytest.fail(f"{subject}: {now}")


@pytest.mark.parametrize(
    ("subject", "kind", "words"),
    [(BESIDE, "unknown", ATTACHED), (SIGNED, "verified", "Sent from noreply@tm.openai.com")],
)
def test_attached_message(reader: Thunderbird, subject: str, kind: str, words: str) -> None:
    """Whoever attached it may have written all of it: green only by a signature that the server verified."""
    assert reader.open(subject).kind == "unknown"
    with reader.opened_attachment():
        shown = reader.badge("Your account notice")
        keep_picture(reader, f"attached-{kind}")
        assert (shown.kind, words in shown.text) == (kind, True), shown.text


@pytest.mark.parametrize(("is_signed", "kind", "words"), [(False, "unknown", FILE), (True, "verified", "Sent from")])
def test_message_from_a_file(
    reader: Thunderbird, signing: Signer, tmp_path: Path, is_signed: bool, kind: str, words: str
) -> None:
    """As with an attachment, and with the line ends that files have."""
    path = tmp_path / "saved.eml"
    path.write_bytes(signing.sign(NOTICE).replace(b"\r\n", b"\n") if is_signed else NOTICE)
    with reader.opened_file(path):
        shown = reader.badge("Your account notice")
        assert (shown.kind, words in shown.text) == (kind, True), shown.text


def test_message_in_a_local_folder(reader: Thunderbird) -> None:
    """Nothing says that a mail server has put it there: anything can be moved in, and a file, too."""
    reader.open(FORGED)
    reader.copy_to_local_folder(GENUINE)
    shown = reader.badge(GENUINE)
    assert (shown.kind, FILE in shown.text) == ("unknown", True), shown.text
    assert reader.open(GENUINE).kind == "verified"


def test_background_sleeps_and_wakes(reader: Thunderbird) -> None:
    """It is ended when nothing happens; what is shown stays, and the next message wakes it."""
    reader.open(GENUINE)
    reader.stop_background()
    assert reader.badge(GENUINE).kind == "verified"
    assert reader.open(FORGED).kind == "suspicious"
    assert reader.open(GENUINE).kind == "verified"


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_message(reader: Thunderbird, name: str) -> None:
    """Whatever it draws, Lencana's own badge is in sight and in front, and the button says the same."""
    shown = reader.open(name)
    if not shown.in_front:
        keep_picture(reader, f"failed-{name.replace(' ', '-')}")
    assert (shown.kind, reader.button) == ("unknown", "Unknown")
    assert shown.in_front


def test_where_the_badge_cannot_be_seen_the_button_tells(reader: Thunderbird) -> None:
    """No message can do this: here the program itself covers the badge, and takes it away."""
    reader.open(CLAIM)
    reader.cover_badge()
    wait_for(lambda: "believe this button" in reader.now().tooltip, "the button tells of it")
    assert reader.button == "Suspicious"
    reader.open(STRANGER)
    reader.remove_badge()
    wait_for(lambda: reader.now().badge, "it is put back")
    assert reader.button == "Unknown"


def test_in_the_dark(reader: Thunderbird) -> None:
    """The badge follows the reader's theme, as the message does."""
    assert reader.open(GENUINE).theme == "light"
    with reader.dark():
        reader.open(STRANGER)
        for subject in (FORGED, GENUINE):
            shown = reader.open(subject)
            keep_picture(reader, f"dark-{shown.kind}")
            assert (shown.theme, shown.in_front) == ("dark", True)


def test_settings_and_the_tag(reader: Thunderbird, inbox: Mailbox) -> None:
    """What the policy sets is locked, no webmail is asked for; nothing is tagged before the reader asks for it."""
    page = "options.html"
    reader.open(CLAIM)
    reader.open_page("pages/options/options.html")
    wait_for(
        lambda: reader.in_page(page, "return document.querySelector('#trust').dataset.state === 'pinned'"), "trust"
    )
    locked = "return ['server', 'headers-only'].map((id) => document.getElementById(id).disabled)"
    assert reader.in_page(page, locked) == [True, False]
    hidden = "return ['webmail-form', 'missing', 'list-tag-card'].map((id) => document.getElementById(id).hidden)"
    assert reader.in_page(page, hidden) == [True, True, False]
    keep_picture(reader, "settings")
    assert reader.tagged() == set(), "nothing is tagged unasked"
    is_on = "return document.querySelector('#list-tag').checked"
    insist(
        lambda: reader.click_in_page(page, "#list-tag"), lambda: reader.in_page(page, is_on), "the tag is switched on"
    )
    reader.close_page()
    reader.open(STRANGER)
    reader.open(CLAIM)
    wait_for(lambda: reader.tagged() == {CLAIM}, "the suspicious message is tagged")
    keep_picture(reader, "tagged")
    reader.open(STRANGER)
    arriving = (MESSAGES_FOLDER / "lookalike.eml").read_bytes().replace(b"New sign-in", b"A new sign-in")
    inbox.deliver(arriving)
    reader.fetch(inbox.count)
    wait_for(lambda: reader.tagged() == {CLAIM, "A new sign-in from Surabaya"}, "new mail is tagged, unopened")


def test_report_menu_and_popup(reader: Thunderbird) -> None:
    """ "Report…" and the context menu open windows of Lencana's own; the button's popup shows the same badge."""
    reader.open(CLAIM)
    insist(lambda: reader.click_badge(".report"), lambda: reader.in_page("report.html", _TEXT), "the report's form")
    wait_for(lambda: "helpdesk@desk-7.example" in str(reader.in_page("report.html", _TEXT)), "what is reported")
    reader.close_windows()
    reader.choose_from_menu("ChatGPT Support: verify at", "https://openai.com.evil.net/x")
    wait_for(lambda: "belongs to evil.net" in str(reader.in_page("popup.html?tab=checked", _TEXT)), "the menu's window")
    reader.close_windows()
    reader.press_button()
    wait_for(lambda: "The sender calls itself OpenAI" in str(reader.in_page("popup.html", _TEXT)), "the popup")


def test_updated(reader: Thunderbird, organisation: Organisation) -> None:
    """From the organisation's server, and the message that is open is checked by the new version."""
    first = reader.extension_version()
    organisation.pack("--thunderbird", "--revision", "1")
    reader.open(GENUINE)
    reader.update_extension()
    wait_for(lambda: reader.extension_version() == f"{first}.1", "the update is installed")
    assert reader.badge(GENUINE).kind == "verified"
    assert reader.open(FORGED).kind == "suspicious"

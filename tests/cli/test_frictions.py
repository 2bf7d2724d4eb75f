"""Things that stopped newcomers and operators: each says now what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from admin import Lencana, initialised
from lencana.data import read_bytes
from running import lencana as run


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    return initialised(tmp_path)


@pytest.mark.parametrize("text", ["https://openai.com/login", "http://user@openai.com:8080/", "noreply@openai.com"])
def test_a_link_or_an_address_stands_for_its_domain(lencana: Lencana, text: str) -> None:
    assert "openai.com: OpenAI" in lencana("domain", text)


def test_a_folder_elsewhere_is_not_made_anew(tmp_path: Path) -> None:
    said = run(tmp_path / "elsewhere", "check", "message.eml").stderr
    assert str(tmp_path / "elsewhere") in said
    assert "name it by --data or LENCANA_DATA" in said


def test_a_field_of_the_top_below_a_brand(lencana: Lencana, tmp_path: Path) -> None:
    source = tmp_path / "list.toml"
    source.write_text(read_bytes("brands/openai.toml").decode() + '\nexpires_in = "14d"\n')
    said = lencana.fails("allowlist", "sign", str(source), "-o", str(tmp_path / "signed.json"))
    assert "'expires_in'; it belongs at the top of the file" in said


def test_restore_compares_by_itself(lencana: Lencana, tmp_path: Path) -> None:
    lencana("backup", "--no-keys", str(tmp_path / "state.tar.gz"))
    pinned = (lencana.data / "root.sha256").read_text().strip()
    other = run(tmp_path / "new", "restore", "--fingerprint", "00" * 32, str(tmp_path / "state.tar.gz"))
    assert other.returncode == 2
    assert "nothing was changed" in other.stderr
    assert not (tmp_path / "new" / "root.sha256").exists()
    grouped = "-".join(pinned[at : at + 4] for at in range(0, 64, 4)).upper()
    done = run(tmp_path / "new", "restore", "--yes", "--fingerprint", grouped, str(tmp_path / "state.tar.gz"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "root.sha256").exists()


def test_a_bundled_list_can_be_added_later(lencana: Lencana) -> None:
    assert "lencana allowlist add-pack common-id" in lencana("init", "--no-passphrase", "--with", "common-id")
    assert "Bank BCA: new brand" in lencana("allowlist", "add-pack", "common-id", "--yes")
    assert "Bank BCA" in lencana("allowlist", "show")
    assert "not in any pack" not in lencana("allowlist", "update-packs", "--yes")


def test_init_shows_where_the_fingerprint_comes_from(lencana: Lencana) -> None:
    said = lencana("init", "--no-passphrase")
    assert "`lencana root show` prints the one that readers compare" in said
    assert said.count("fingerprint ") == 1 and said.splitlines()[-1].startswith("root fingerprint ")


def test_doctor_shows_before_and_after(lencana: Lencana, tmp_path: Path) -> None:
    genuine = tmp_path / "genuine.eml"
    genuine.write_bytes(
        b"Authentication-Results: mx.example.org; dmarc=pass header.from=openai.com\r\n"
        b"From: OpenAI <noreply@openai.com>\r\nSubject: hello\r\n\r\nhello\r\n"
    )
    said = lencana("doctor", "--apply", str(genuine))
    before, _, after = said.partition("With the new setting:")
    assert "Unknown" in before.partition("With the current settings:")[2]
    assert "Verified · OpenAI" in after
    assert (lencana.data / "lencana.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not an email message"),
        (bytes(range(256)) * 8, "This is not an email message"),
        (b"Hello there,\n\nthis is a text.\n", "This is not an email message"),
        (b"", "The file is empty"),
    ],
)
@pytest.mark.parametrize("command", ["check", "doctor"])
def test_what_is_no_message_is_told(lencana: Lencana, tmp_path: Path, command: str, content: bytes, said: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert said in run(lencana.data, command, str(file)).stdout
    file.write_bytes(b"Subject: hello\n\n" + content)
    assert "not an email" not in run(lencana.data, command, str(file)).stdout


def test_both_root_keys_are_made_at_once(tmp_path: Path) -> None:
    sticks = (tmp_path / "a", tmp_path / "b")
    for stick in sticks:
        stick.mkdir()
    keys = [f"--root-key={stick / name}" for stick, name in zip(sticks, ("root.pem", "spare.pem"), strict=True)]
    lencana = Lencana(tmp_path)
    said = lencana("init", "--no-passphrase", *keys)
    pinned = (lencana.data / "root.sha256").read_text().strip()
    assert pinned[:4] in said and "A second root key" not in said
    assert [path.stem for path in (lencana.data / "keys").glob("*.pem")] == ["list"]
    rotated = lencana("root", "rotate", "--yes", "--remove", "root=root", "--key", str(tmp_path / "b" / "spare.pem"))
    assert "roots: removes root" in rotated


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (("gone/root.pem",), "is the stick in?"),
        (("root.key",), "ends in .pem"),
        (("root.pem", "b/root.pem"), "a name of its own"),
        (("list.pem",), "other than list.pem"),
    ],
)
def test_a_root_key_in_the_wrong_place_makes_nothing(tmp_path: Path, files: tuple[str, ...], said: str) -> None:
    (tmp_path / "b").mkdir()
    lencana = Lencana(tmp_path)
    assert said in lencana.fails("init", "--no-passphrase", *(f"--root-key={tmp_path / file}" for file in files))
    assert not lencana.data.exists()


@pytest.mark.parametrize("name", ["suspicous.eml", "mail/suspicious", "/nowhere/suspicious.eml"])
def test_a_message_to_try_that_is_not_there_is_no_domain(lencana: Lencana, tmp_path: Path, name: str) -> None:
    lencana("allowlist", "export", str(tmp_path / "list.toml"))
    said = lencana.fails("allowlist", "diff", str(tmp_path / "list.toml"), "--try", name)
    assert f"--try {name}: there is no such file" in said
    assert "openai.com: OpenAI" in lencana(
        "allowlist", "diff", str(tmp_path / "list.toml"), "--try", "https://openai.com/x"
    )


def test_doctor_that_could_apply_nothing_does_not_succeed(lencana: Lencana, tmp_path: Path) -> None:
    message = tmp_path / "message.eml"
    message.write_bytes(b"From: OpenAI <noreply@openai.com>\r\nSubject: hello\r\n\r\nhello\r\n")
    done = run(lencana.data, "doctor", "--apply", str(message))
    assert done.returncode == 1
    assert "Nothing to apply: no field says which mail server took this message in." in done.stdout
    message.write_bytes(
        b"Authentication-Results: mx.example.org; dmarc=pass header.from=openai.com\r\n" + message.read_bytes()
    )
    assert run(lencana.data, "doctor", "--apply", str(message)).returncode == 0
    again = run(lencana.data, "doctor", "--apply", str(message))
    assert again.returncode == 0
    assert "Nothing to apply: it is trusted already." in again.stdout


@pytest.mark.parametrize("words", [("--help",), ("allowlist", "show")])
def test_no_room_for_what_is_printed_is_one_line(lencana: Lencana, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        call = [sys.executable, "-m", "lencana", "--data", str(lencana.data), *words]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "lencana: No space left on device\n")


def test_a_socket_that_is_none(lencana: Lencana) -> None:
    pytest.importorskip("Milter")
    assert "--socket: 'foo' is neither inet:PORT@ADDRESS nor unix:PATH" in lencana.fails("milter", "--socket", "foo")


def test_a_clock_that_is_behind_is_asked_about(lencana: Lencana, tmp_path: Path) -> None:
    lencana("allowlist", "export", str(tmp_path / "list.toml"))
    signed = ("allowlist", "sign", str(tmp_path / "list.toml"), "-o", str(tmp_path / "signed.json"))
    for words in (signed, ("allowlist", "renew", "--yes")):
        done = run(lencana.data, *words, now="2020-01-01T00:00:00Z")
        assert done.returncode == 0, done.stderr
        assert "and the clock here says 2020-01-01T00:00:00Z; is it right?" in done.stderr
    assert "is it right" not in run(lencana.data, "allowlist", "renew", "--yes", now="2027-01-01T00:00:00Z").stderr


def test_a_signed_list_in_place_of_its_text(lencana: Lencana, tmp_path: Path) -> None:
    lencana("allowlist", "export", str(tmp_path / "list.toml"))
    signed = str(tmp_path / "signed.json")
    lencana("allowlist", "sign", str(tmp_path / "list.toml"), "-o", signed)
    for words in (("diff", signed), ("lint", signed), ("renew", "--yes", "--key", signed)):
        assert lencana.fails("allowlist", *words).count("\n") == 1
    assert "is a signed list; give the TOML" in lencana.fails("allowlist", "diff", signed)


def test_a_folder_of_another_user_says_as_whom_to_run(lencana: Lencana) -> None:
    lencana.data.chmod(0o000)
    without_rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    call = [*without_rights, sys.executable, "-m", "lencana", "--data", str(lencana.data), "status"]
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    finally:
        lencana.data.chmod(0o700)
    assert done.returncode == 2
    assert "is not for this user to read" in done.stderr and "sudo -u lencana" in done.stderr
    assert done.stderr.count("\n") == 1

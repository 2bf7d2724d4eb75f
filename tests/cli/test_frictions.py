"""Things that stopped newcomers and operators: each says now what to do."""

from pathlib import Path

import pytest

from admin import Lencana
from lencana.data import read_bytes
from running import lencana as run


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = Lencana(tmp_path)
    made("init", "--no-passphrase")
    return made


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


def test_init_shows_where_the_fingerprint_comes_from(lencana: Lencana) -> None:
    assert "`lencana root show` prints the one that readers compare" in lencana("init", "--no-passphrase")


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

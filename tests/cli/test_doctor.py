"""`lencana doctor`: from a good message to a green one in a minute."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from faults.servers import serving
from running import CASES, lencana, must
from running import lencana as run

GOOD = str(CASES / "verified-login-code" / "mail.eml")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    must(lencana(tmp_path / "data", "init", "--no-passphrase"))
    return tmp_path / "data"


def test_it_names_the_setting_applies_it_and_then_the_message_is_verified(data: Path) -> None:
    (data / "lencana.toml").write_text('# ours\ndkim = "off"\n')
    first = lencana(data, "doctor", GOOD)
    assert first.returncode == 1
    assert 'authserv_ids = ["mx.example.net"]' in first.stdout
    assert "lencana.toml" in first.stdout
    must(lencana(data, "doctor", "--apply", GOOD))
    assert (data / "lencana.toml").read_text() == '# ours\ndkim = "off"\nauthserv_ids = ["mx.example.net"]\n'
    second = must(lencana(data, "doctor", GOOD))
    assert "trusted already" in second.stdout
    assert "Verified" in second.stdout


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("verified-microsoft", 'authserv_ids = ["microsoft"]'),
        ("unknown-unreadable-newest", "cannot be read: an unclosed quoted string"),
        ("unknown-no-evidence", "has no Authentication-Results"),
        ("unknown-mention-subject", "example.org is not on your list"),
    ],
)
def test_it_says_what_is_wrong(data: Path, case: str, says: str) -> None:
    done = lencana(data, "doctor", str(CASES / case / "mail.eml"), dkim="off")
    assert done.returncode == 1
    assert says in done.stdout


def test_a_missing_file_and_a_broken_setting_are_one_line_each(data: Path) -> None:
    done = lencana(data, "doctor", "no-such.eml")
    assert (done.returncode, done.stderr) == (2, "lencana: no-such.eml: No such file or directory\n")
    (data / "lencana.toml").write_text("dkim = 'sometimes'")
    done = lencana(data, "doctor", GOOD)
    assert done.returncode == 2
    assert "lencana.toml" in done.stderr
    assert "dkim" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_file_keeps_its_mode_for_it_may_hold_tokens(data: Path) -> None:
    (data / "lencana.toml").write_text('tokens = ["sesame"]\n')
    (data / "lencana.toml").chmod(0o600)
    must(lencana(data, "doctor", "--apply", GOOD, dkim="off"))
    assert (data / "lencana.toml").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.glob("*lencana.toml*")] == ["lencana.toml"]


def test_a_variable_that_wins_over_the_file_is_named(data: Path) -> None:
    done = must(lencana(data, "doctor", "--apply", GOOD, dkim="off", authserv_ids="mx.other.example"))
    assert "LENCANA_AUTHSERV_IDS is set here and overrides the file: add mx.example.net to it" in done.stdout


def test_on_the_admins_machine_it_asks_the_server(tmp_path: Path) -> None:
    here, there = tmp_path / "data", tmp_path / "srv"
    lencana = partial(run, now=datetime.now(UTC).isoformat())  # as the server's clock has it
    must(lencana(here, "init", "--no-passphrase"))
    must(lencana(here, "backup", "--no-keys", str(tmp_path / "state.tar.gz")))
    must(lencana(there, "restore", "--yes", str(tmp_path / "state.tar.gz")))
    (there / "lencana.toml").write_text('tokens = ["sesame"]\nhosts = ["badge.example"]\ndkim = "off"\n')
    with serving(there) as server:
        (here / "lencana.toml").write_text(f'server = "http://127.0.0.1:{server.port}"\n')
        untrusting = lencana(here, "doctor", GOOD)
        assert untrusting.returncode == 1
        assert "whose settings count for your readers" in untrusting.stdout
        assert "On the server:" in untrusting.stdout
        assert 'add "mx.example.net" to authserv_ids' in untrusting.stdout
        refused = lencana(here, "doctor", "--apply", GOOD)
        assert "run it on http://127.0.0.1" in refused.stderr
        assert not (here / "lencana.toml").read_text().count("authserv_ids")
        assert "With the current settings" in lencana(here, "doctor", "--server", "none", GOOD).stdout
    with serving(there, authserv_ids="mx.example.net") as server:
        (here / "lencana.toml").write_text(f'server = "http://127.0.0.1:{server.port}"\n')
        trusting = must(lencana(here, "doctor", GOOD))
        assert "The server trusts mx.example.net: nothing to do there." in trusting.stdout
        assert "Verified" in trusting.stdout

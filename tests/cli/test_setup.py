"""`lencana setup`: what it writes, what it says, and what it refuses without having written anything."""

import stat
import tomllib
from pathlib import Path

import pytest

from running import CASES, lencana

ANSWERS = """
server = "https://lencana.example.org"
webmails = ["https://mail.example.org/roundcube/"]
lists = ["common-id"]
token = true
tls = "proxy"
"""
GENUINE = (
    b"Authentication-Results: mx.example.org; dmarc=pass header.from=openai.com\r\nFrom: a@openai.com\r\n\r\nhello\r\n"
)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(ANSWERS)
    return path


def settings(data: Path) -> dict[str, object]:
    return tomllib.loads((data / "lencana.toml").read_text())


def test_settings_and_next_steps(tmp_path: Path, answers: Path) -> None:
    genuine = tmp_path / "genuine.eml"
    genuine.write_bytes(GENUINE)
    answers.write_text(f'genuine = "{genuine}"\n' + ANSWERS)
    done = lencana(tmp_path / "data", "setup", "--answers", str(answers))
    assert done.returncode == 0, done.stderr
    written = settings(tmp_path / "data")
    token = written.pop("tokens")[0]
    assert written == {
        "server": "https://lencana.example.org",
        "hosts": ["lencana.example.org"],
        "webmails": ["https://mail.example.org"],
        "authserv_ids": ["mx.example.org"],
        "proxies": ["127.0.0.1"],
    }
    assert token in done.stdout
    assert f"authserv_ids has mx.example.org, from the newest Authentication-Results of {genuine}" in done.stdout
    assert stat.S_IMODE((tmp_path / "data" / "lencana.toml").stat().st_mode) == 0o600
    for step in (
        "lencana --data ~/lencana init --root-key",
        "--with common-id",
        "restore - </tmp/state.tar.gz",
        "deploy/caddy/Caddyfile",
        "/join",
    ):
        assert step in done.stdout
    assert not (tmp_path / "data" / "keys").exists(), "no key is made on a server"


def test_what_is_there_stays(tmp_path: Path, answers: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "lencana.toml").write_text('# ours\nmax_links = 50\nhosts = ["old.example.org"]\ntokens = ["kept"]\n')
    lencana(data, "setup", "--answers", str(answers))
    lencana(data, "setup", "--answers", str(answers))
    written = settings(data)
    assert written["hosts"] == ["old.example.org", "lencana.example.org"]
    assert (written["tokens"], written["max_links"]) == (["kept"], 50)
    assert "# ours" in (data / "lencana.toml").read_text()


def test_a_trial_makes_the_keys_too(tmp_path: Path, answers: Path) -> None:
    done = lencana(tmp_path / "data", "setup", "--trial", "--answers", str(answers))
    assert "common-id" in done.stdout
    assert (tmp_path / "data" / "keys" / "list.pem").exists()
    assert f"lencana --data {tmp_path / 'data'} root show --poster" in done.stdout, "its only folder is this one"


def test_questions_at_a_terminal(tmp_path: Path) -> None:
    replies = "https://lencana.example.org\n\n\nnonsense\ncommon-id\nn\nlencana\nmessages\n"
    done = lencana(tmp_path / "data", "setup", stdin=replies)
    assert done.returncode == 0, done.stderr
    assert "'nonsense' is none of common-id" in done.stdout + done.stderr
    assert "--tls-certificate" in done.stdout
    assert "doctor --apply" in done.stdout
    assert settings(tmp_path / "data")["reports"] == "messages"


def test_a_wrong_answer_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, not after all six; and nobody's shell has replaced a ~ that is typed here."""
    (tmp_path / "genuine.eml").write_bytes(GENUINE)
    monkeypatch.setenv("HOME", str(tmp_path))
    replies = [
        *("lencana.example.org", "https://lencana.example.org/"),
        *("mail.example.org", "https://mail.example.org https://webmail.example.org/x"),
        *("~/nothing.eml", "~/genuine.eml"),
        *("", "n", "proxy", "verdicts"),
    ]
    done = lencana(tmp_path / "data", "setup", stdin="\n".join(replies) + "\n")
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert "'lencana.example.org' is not an address" in said and "'mail.example.org' is not an address" in said
    assert f"{tmp_path / 'nothing.eml'}: No such file or directory" in said
    written = settings(tmp_path / "data")
    assert written["webmails"] == ["https://mail.example.org", "https://webmail.example.org"]
    assert written["authserv_ids"] == ["mx.example.org"]


def test_a_folder_that_nobody_may_write(tmp_path: Path, answers: Path) -> None:
    (tmp_path / "file").touch()
    done = lencana(tmp_path / "file" / "data", "setup", "--answers", str(answers))
    assert done.returncode == 2
    assert "cannot write" in done.stderr and "Errno" not in done.stderr
    assert "run this as the user to whom" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("https://lencana", "http://lencana"), "is not https"),
        (('"common-id"', '"all"'), "lists: 'all' is none of common-id"),
        (('"proxy"', '"magic"'), "tls: 'magic' cannot be used; write proxy, lencana, nobody"),
        (("token = true", 'reports = "all"'), "reports: 'all' cannot be used; write off, verdicts, messages"),
        (("token", "tokn"), "there is no question 'tokn'; answers are to server, webmails"),
        (('["common-id"]', '"common-id"'), "lists: write a list"),
        (("true", '"yes"'), "token: write true or false"),
        (("lists =", "lists"), "not TOML: "),
        (("server =", "# server ="), "server is missing"),
        (('"https://lencana.example.org"', ""), "answers.toml"),
    ],
)
def test_a_mistake_writes_nothing(tmp_path: Path, answers: Path, change: tuple[str, str], said: str) -> None:
    answers.write_text(ANSWERS.replace(*change))
    done = lencana(tmp_path / "data", "setup", "--answers", str(answers))
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data" / "lencana.toml").exists()


def test_a_message_without_results(tmp_path: Path, answers: Path) -> None:
    message = next(CASES.glob("suspicious-display-name/*.eml"))
    message_without = tmp_path / "without.eml"
    message_without.write_bytes(b"From: a@example.org\r\n\r\n" + message.read_bytes()[-20:])
    answers.write_text(f'genuine = "{message_without}"\n' + ANSWERS)
    done = lencana(tmp_path / "data", "setup", "--answers", str(answers))
    assert "has no Authentication-Results that can be read" in done.stderr

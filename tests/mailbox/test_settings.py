"""What the operator writes into [mailbox], and what he is told of mistakes."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from lencana.errors import SettingsError
from lencana.mailbox.transport.servers import read_place, read_server
from lencana.settings import MailboxSettings, Security, load_settings
from running import lencana

LEAST = '[mailbox]\naddress = "check@example.test"\nfor = ["example.test"]\n'


def test_the_handbook_has_every_setting_with_its_default() -> None:
    text = (Path(__file__).parents[2] / "docs" / "mailbox.md").read_text()
    written = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    fields = {field.encode_name: field for field in msgspec.structs.fields(MailboxSettings)}
    assert written.keys() == fields.keys()
    for name, told in written.items():
        default = fields[name].default
        if default is msgspec.NODEFAULT:
            assert told == "must be given"
        elif default is not None:
            assert tomllib.loads(f"x = {told.strip('`')}")["x"] == default, name


def test_least(tmp_path: Path) -> None:
    (tmp_path / "lencana.toml").write_text(LEAST)
    settings = load_settings(tmp_path, {}).mailbox
    assert settings is not None and settings.for_ == ("example.test",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no [mailbox]"),
        ('[mailbox]\nfor = ["example.test"]', "address"),
        ('[mailbox]\naddress = "check@example.test"', "for"),
        ('[mailbox]\naddress = "check@example.test"\nfor = []', "for"),
        (LEAST, "either `imap`"),
        (LEAST + 'imap = "localhost"\nlmtp = "127.0.0.1:24"', "either `imap`"),
        (LEAST + 'lmtp = "127.0.0.1:24"', "--once reads a mailbox"),
        (LEAST + 'imap = "localhost"', "password_file"),
        (LEAST + 'imap = "localhost"\nimap_pasword_file = "x"', "imap_pasword_file"),
        (LEAST + 'imap = "localhost:99999"', "HOST:PORT"),
        (LEAST + 'imap = "mail.example.org"\nimap_security = "none"', "this machine alone"),
        (LEAST + 'imap = "localhost"\nsmtp = "mail.example.org"\nsmtp_security = "none"', "this machine alone"),
        (LEAST + 'imap = "localhost"\nlanguage = "xx"', "language"),
        (LEAST.replace('"example.test"]', '"not a domain"]') + 'imap = "localhost"', "mailbox.for"),
        (LEAST + 'imap = "localhost"\nimap_password_file = "/nonexistent/p"', "cannot be read"),
    ],
)
def test_a_mistake_is_told(own_list: Path, text: str, told: str) -> None:
    (own_list / "lencana.toml").write_text(text)
    done = lencana(own_list, "mailbox", "--once")
    assert done.returncode == 2
    assert told in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("h", ("h", 993)),
        ("h:1", ("h", 1)),
        ("[::1]:24", ("::1", 24)),
        ("::1", ("::1", 993)),
        ("127.0.0.1:9", ("127.0.0.1", 9)),
    ],
)
def test_places(place: str, read: tuple[str, int]) -> None:
    assert read_place("imap", place, 993) == read


@pytest.mark.parametrize("place", ["h:", "h:x", "h:0", "h:70000", ":1"])
def test_no_places(place: str) -> None:
    with pytest.raises(SettingsError):
        read_place("imap", place, 993)


def test_a_password_is_in_no_representation(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("hunter2\nsecond line")
    server = read_server("imap", "h", Security.TLS, "u", str(tmp_path / "p"), {})
    assert (server.password, server.port) == ("hunter2", 993)
    assert "hunter2" not in repr(server)
    assert server.tls is not None and server.tls.check_hostname
    server = read_server("smtp", "h", Security.STARTTLS, "u", None, {"LENCANA_MAILBOX_SMTP_PASSWORD": "x"})
    assert (server.password, server.port) == ("x", 587)


def test_the_command_says_what_it_is_for() -> None:
    done = lencana(Path(), "mailbox", "--help", now=datetime.now(UTC).isoformat())
    assert "--once" in done.stdout

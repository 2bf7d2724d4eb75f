"""Settings that are read as something else than their text."""

import re
import tomllib
from pathlib import Path

import pytest

from lencana.errors import SettingsError
from lencana.settings import Settings, load_settings


@pytest.mark.parametrize(
    ("text", "server"),
    [("127.0.0.1:5353", ("127.0.0.1", 5353)), ("[::1]:53", ("::1", 53)), (None, None)],
)
def test_a_dns_server_is_an_address_and_a_port(text: str | None, server: tuple[str, int] | None) -> None:
    assert Settings(dns=text).dns_server == server


@pytest.mark.parametrize("text", ["127.0.0.1", "localhost:53", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", ":53"])
def test_what_is_no_dns_server_is_told_at_the_start_and_not_with_the_first_message(text: str) -> None:
    with pytest.raises(SettingsError, match="ADDRESS:PORT"):
        _ = Settings(dns=text).dns_server


_MAILBOX = '[mailbox]\naddress = "a@a.example"\nfor = ["a.example"]\n'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('authserv_ids = "mx.example.net"', "authserv_ids: write a list of words in quotation marks, such as"),
        ("tokens = [1, {}]", "tokens: write a list of words"),
        ('tokens = [""]', "tokens: write a list of words"),
        ("rate_limit = -1", "rate_limit: write a whole number, at least 0"),
        ("max_batch = 0", "max_batch: write a whole number, at least 1"),
        ("request_timeout = 0", "request_timeout: write a number, above 0"),
        ('dkim = "maybe"', "dkim: write auto, always, off"),
        ('rate_limit = "many"', "rate_limit: write a whole number"),
        ("server = 5", "server: write a text in quotation marks"),
        ("mailbox = 5", "mailbox: write a table of fields"),
        ('[mailbox]\nfor = ["a.example"]', "mailbox: address is missing"),
        ('[mailbox]\naddress = "a@a.example"\nfro = ["a.example"]', "mailbox: there is no setting 'fro'; did you mean"),
        (_MAILBOX + 'imap_security = "ssl"', "mailbox.imap_security: write tls, starttls, none"),
        ("rate_limits = 5", "there is no setting 'rate_limits'; did you mean 'rate_limit'?"),
        ("colour = 5", "there is no setting 'colour'; remove it"),
        ("dkim = ", "not TOML: "),
        ('server = "lencana.example.org"', "server: 'lencana.example.org' does not begin with https://"),
        ('webmails = ["https://a.example", "b.example"]', "webmails: 'b.example' does not begin with https://"),
        ('hosts = ["https://lencana.example.org"]', "hosts: 'https://lencana.example.org' is no host name; write one"),
        ('extension_origins = ["lencana"]', "extension_origins: 'lencana' does not begin with chrome-extension:// or"),
        ('languages = ["en", "tlh"]', "languages: there is no 'tlh'; choose from en, id, ar, de, "),
    ],
)
def test_a_mistake_is_told_by_file_and_setting_with_what_to_write(line: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "lencana.toml").write_text(line)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {})
    assert f"{tmp_path / 'lencana.toml'}: {told}" in str(caught.value)


def test_a_variable_is_told_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^LENCANA_RATE_LIMIT: rate_limit: write a whole number$"):
        load_settings(tmp_path, {"LENCANA_RATE_LIMIT": "many"})


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "lencana.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8; save the file as UTF-8"):
        load_settings(tmp_path, {})


def test_the_handbook_has_every_setting_with_its_default() -> None:
    """As one would write it; what it is without a value is said in words."""
    text = (Path(__file__).parents[1] / "docs" / "admin.md").read_text().partition("## Every setting")[2]
    written = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE))
    assert written.keys() == set(Settings.__struct_fields__)
    for name, told in written.items():
        default = getattr(Settings(), name)
        if default is not None:
            assert tomllib.loads(f"x = {told.strip('`')}")["x"] == (list(default) if default == () else default), name

"""Settings that are read as something else than their text."""

import pytest

from lencana.errors import SettingsError
from lencana.settings import Settings


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

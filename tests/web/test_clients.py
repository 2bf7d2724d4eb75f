"""Which address is one client, also behind reverse proxies that the operator has named."""

import pytest

from lencana.errors import SettingsError
from lencana.web.limits.clients import client_resolver

DIRECT = (
    ("192.0.2.7", "192.0.2.7"),
    ("::ffff:192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
    ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
    ("fe80::1%eth0", "fe80::/64"),
    ("127.0.0.1", None),
    ("127.8.9.1", None),
    ("::1", None),
    ("::ffff:127.0.0.1", None),
    ("", "?"),
    ("unix:", "?"),
)

# Named: 127.0.0.1, 10.0.0.0/8, 2001:db8:f::/48.
FORWARDED = (
    ("X-Forwarded-For of the proxy is trusted", "127.0.0.1", "192.0.2.7", "192.0.2.7"),
    ("it alone, not what came with the request", "127.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
    ("proxies in a row", "127.0.0.1", "192.0.2.7,10.1.2.3 , 10.9.9.9", "192.0.2.7"),
    ("IPv6", "2001:db8:f::1", "2001:db8:1:2::5", "2001:db8:1:2::/64"),
    ("nobody named", "10.0.0.1", "", "10.0.0.1"),
    ("nobody but proxies", "127.0.0.1", "10.0.0.1", "10.0.0.1"),
    ("no address", "10.0.0.1", "unknown", "10.0.0.1"),
    ("no address on the way", "10.0.0.1", "192.0.2.7, junk, 10.0.0.2", "10.0.0.2"),
    ("a very long one", "10.0.0.1", "1" * 70_000, "10.0.0.1"),
    ("this machine, through its proxy", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
    ("a stranger is believed nothing", "192.0.2.9", "192.0.2.7", "192.0.2.9"),
    ("this machine under another address", "127.0.0.2", "192.0.2.7", None),
)


@pytest.mark.parametrize(("address", "client"), DIRECT)
def test_without_proxies(address: str, client: str | None) -> None:
    find = client_resolver(())
    assert find({"REMOTE_ADDR": address}) == client
    assert find({"REMOTE_ADDR": address, "HTTP_X_FORWARDED_FOR": "198.51.100.1"}) == client


@pytest.mark.parametrize(("what", "address", "forwarded", "client"), FORWARDED, ids=[case[0] for case in FORWARDED])
def test_behind_proxies(what: str, address: str, forwarded: str, client: str | None) -> None:
    find = client_resolver(("127.0.0.1", "10.0.0.0/8", "2001:db8:f::/48"))
    environ = {"REMOTE_ADDR": address} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    assert find(environ) == client, what


@pytest.mark.parametrize("proxy", ["proxy.example", "10.0.0.0/33", "10.0.0.1/8", ""])
def test_what_is_no_address_is_said(proxy: str) -> None:
    with pytest.raises(SettingsError, match="proxies: "):
        client_resolver((proxy,))

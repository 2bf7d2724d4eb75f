"""Who is asking: the network address that counts as one client."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from lencana.errors import SettingsError

CACHED_ADDRESSES = 4096  # addresses whose meaning is remembered
MAX_ADDRESS_CHARS = 64  # characters of an address
IPV6_SUBNET_BITS = 64  # bits of an IPv6 address that a host cannot choose by itself (RFC 4291 section 2.5.1)
ClientResolver = Callable[[Mapping[str, Any]], str | None]


def client_resolver(proxies: tuple[str, ...]) -> ClientResolver:
    """From a WSGI environment to the client: an IPv4 address or an IPv6 subnet; None for this machine itself.

    Of `X-Forwarded-For` counts what one of `proxies` (addresses or networks) has added: the rest anybody can write.
    Raises SettingsError for a proxy that is no address.
    """
    networks = tuple(map(_network, proxies))

    @lru_cache(CACHED_ADDRESSES)
    def is_proxy(text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in networks)

    @lru_cache(CACHED_ADDRESSES)
    def client_of(text: str) -> str | None:
        address = _address(text)
        if address is None:
            return "?"
        return None if address.is_loopback and not is_proxy(text) else _client(address)

    def nearest_client(proxy: str, forwarded: str) -> str:
        """The nearest address that is not a proxy of ours; the proxy itself when it names none."""
        nearest = proxy
        for text in reversed(forwarded.split(",")):
            if _address(text := text.strip()[:MAX_ADDRESS_CHARS]) is None:
                break
            nearest = text
            if not is_proxy(text):
                break
        return nearest

    def resolve(environ: Mapping[str, Any]) -> str | None:
        peer: str = environ.get("REMOTE_ADDR", "")
        if networks and is_proxy(peer):
            peer = nearest_client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
        return client_of(peer)

    return resolve


@lru_cache(CACHED_ADDRESSES)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    """What it stands for; an IPv4 address written as IPv6 is IPv4."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _client(address: IPv4Address | IPv6Address) -> str:
    return str(IPv6Network((int(address), IPV6_SUBNET_BITS), strict=False) if address.version == 6 else address)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise SettingsError(f"proxies: {error}; give addresses or networks such as 10.0.0.0/8") from error

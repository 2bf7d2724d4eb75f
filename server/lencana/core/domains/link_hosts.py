"""Hosts that any brand's mail links to, and those where strangers publish (data/link_hosts.toml)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from urllib.parse import unquote

from lencana.core.domains.domain import Domain
from lencana.core.domains.public_suffixes import is_icann_suffix
from lencana.core.domains.urls import link_host
from lencana.data import read_toml

MAX_NESTED_URLS = 10  # in one link
_MAX_ENCODINGS = 3  # how often a nested URL may be percent-encoded
_NESTED = re.compile(r"(?:https?:)?[/\\]{2}[^\s/\\&#\"'<>]+[^\s&\"'<>]*", re.IGNORECASE)
_PATH = re.compile(r"[^/?#]*//[^/?#]*([^?#]*)")


def is_where_strangers_publish(url: str, host: Domain) -> bool:
    """Can anybody publish what the URL shows? By the table, or because the host is below a private public suffix."""
    path = match[1].lower() if (match := _PATH.match(url)) else ""
    for name in host.parents():
        for prefix in _strangers().get(name, ()):
            if not prefix or path == prefix or path.startswith(prefix + "/"):
                return True
    suffix = host.public_suffix
    return "." in suffix and not is_icann_suffix(suffix)


def is_footer_host(host: Domain) -> bool:
    """Is it an app store or a social network, which the footers of newsletters lead to?"""
    return not _footer_hosts().isdisjoint(host.parents())


def is_mailing_tracker(host: Domain) -> bool:
    """Is it the host of a mailing service's click tracker, or of a gateway that rewrites links?"""
    return not _trackers().isdisjoint(host.parents())


def nested_urls(url: str) -> Iterator[tuple[str, Domain]]:
    """Yield the absolute URLs within a URL, after its host: open redirectors have their destination there."""
    rest = url.partition("//")[2]
    if "//" not in rest and "%2" not in rest and "\\" not in rest:
        return
    for _ in range(_MAX_ENCODINGS):
        rest = unquote(rest)
    start = min((position for mark in "/?#" if (position := rest.find(mark)) >= 0), default=len(rest))
    for match in islice(_NESTED.finditer(rest, start + 1), MAX_NESTED_URLS):
        nested = match[0] if match[0].lower().startswith("http") else f"https:{match[0]}"
        host = link_host(nested)
        if host is not None and host.registrable and "." in host.ascii:
            yield nested, host


@cache
def _strangers() -> dict[str, tuple[str, ...]]:
    """The paths where strangers publish, by host; "" for the whole host."""
    paths: dict[str, tuple[str, ...]] = {}
    for entry in read_toml("link_hosts.toml")["strangers"].split():
        host, _, path = entry.partition("/")
        paths[host] = (*paths.get(host, ()), f"/{path}" if path else "")
    return paths


@cache
def _footer_hosts() -> frozenset[str]:
    table = read_toml("link_hosts.toml")
    return frozenset((table["social"] + table["app_stores"]).split())


@cache
def _trackers() -> frozenset[str]:
    table: dict[str, str] = read_toml("redirectors.toml")["hosts"]
    return frozenset((table["mailing"] + table["gateways"]).split())

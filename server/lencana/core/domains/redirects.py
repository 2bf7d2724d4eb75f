"""Links that are rewritten on their way: where they really lead, when they say so (data/redirectors.toml)."""

import re
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.domains.urls import link_host
from lencana.data import read_toml

_LAYERS = 3  # gateways rewrite what other gateways rewrote
_PROOFPOINT_3 = "/v3/__", "__;"  # around the address
_ADDRESS_IN_PATH = re.compile(r"https?(?:%3a|:)(?:%2f|/).*", re.IGNORECASE)


class _RedirectRule(msgspec.Struct, frozen=True, gc=False):
    """One kind of rewritten link."""

    host: str
    encoding: str
    path: str = "/"
    parameter: str = ""


def destination(url: str) -> tuple[str, Domain | None]:
    """The address that a link leads to in the end, itself if it is none of those that are known, and the host there.

    Whose link it is, is told by the host that a browser would go to (urls.link_host); None where that is none.
    """
    host = link_host(url)
    for _ in range(_LAYERS):
        if host is None or host.registrable not in _unwrappable_domains() or (inner := _unwrap(url, host)) is None:
            break
        url, host = inner, link_host(inner)
    return url, host


def is_redirector(host: Domain) -> bool:
    """Does the host lead elsewhere by design?"""
    return not _redirectors().isdisjoint(host.parents())


def _unwrap(url: str, host: Domain) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for wrapper in _wrappers():
        if host.is_within(wrapper.host) and parts.path.startswith(wrapper.path):
            inner = _inner(wrapper, parts.path, parts.query)
            if inner:
                return inner
    return None


def _inner(wrapper: _RedirectRule, path: str, query: str) -> str | None:
    try:
        value = parse_qs(query, max_num_fields=100).get(wrapper.parameter, [""])[0]
    except ValueError:
        return None
    match wrapper.encoding:
        case "query":
            return value if value.startswith(("http://", "https://")) else None
        case "domain":
            return f"https://{value}/" if value else None
        case "path":
            found = _ADDRESS_IN_PATH.search(path)
            return unquote(found[0]) if found else None
        case "proofpoint2":
            return unquote(value.replace("-", "%").replace("_", "/")) if value else None
        case _:
            begin, end = _PROOFPOINT_3
            inner, is_closed, _ = f"{path}?{query}".partition(begin)[2].partition(end)
            return re.sub(r"^(https?:)/+", r"\1//", inner) if is_closed else None


@cache
def _wrappers() -> tuple[_RedirectRule, ...]:
    return msgspec.convert(tuple(read_toml("redirectors.toml")["unwrap"]), tuple[_RedirectRule, ...])


@cache
def _unwrappable_domains() -> frozenset[str]:
    """Most links are known by this not to be rewritten."""
    return frozenset(Domain.parse(wrapper.host).registrable for wrapper in _wrappers())


@cache
def _redirectors() -> frozenset[str]:
    table: dict[str, str] = read_toml("redirectors.toml")["hosts"]
    return frozenset(name for line in table.values() for name in line.split())

"""Links that security gateways and mailing services rewrite: where they lead (data/redirectors.toml)."""

import re
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.domains.urls import link_host
from lencana.data import read_toml

_MAX_LAYERS = 3  # gateways rewrite the links that other gateways have rewritten
_PROOFPOINT_3 = "/v3/__", "__;"  # before and after the address
_ADDRESS_IN_PATH = re.compile(r"https?(?:%3a|:)(?:%2f|/).*", re.IGNORECASE)


class _RedirectRule(msgspec.Struct, frozen=True, gc=False):
    """How one service rewrites links: `encoding` says how the link contains the address that it leads to."""

    host: str
    encoding: str
    path: str = "/"
    parameter: str = ""


def destination(url: str) -> tuple[str, Domain | None]:
    """The address that a link leads to, as far as the link says, and the host there, None if it has no host.

    A link that no known service has rewritten leads to its own address.
    """
    host = link_host(url)
    for _ in range(_MAX_LAYERS):
        if host is None or host.registrable not in _unwrappable_domains() or (inner := _unwrap(url, host)) is None:
            break
        url, host = inner, link_host(inner)
    return url, host


def is_redirector(host: Domain) -> bool:
    """Is it the host of a redirector or URL shortener, whose links do not say where they lead?"""
    return not _redirectors().isdisjoint(host.parents())


def _unwrap(url: str, host: Domain) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for rule in _redirect_rules():
        if host.is_within(rule.host) and parts.path.startswith(rule.path):
            inner = _inner(rule, parts.path, parts.query)
            if inner:
                return inner
    return None


def _inner(rule: _RedirectRule, path: str, query: str) -> str | None:
    try:
        value = parse_qs(query, max_num_fields=100).get(rule.parameter, [""])[0]
    except ValueError:
        return None
    match rule.encoding:
        case "query":
            return value if value.startswith(("http://", "https://")) else None
        case "domain":
            return f"https://{value}/" if value else None
        case "path":
            address = _ADDRESS_IN_PATH.search(path)
            return unquote(address[0]) if address else None
        case "proofpoint2":
            return unquote(value.replace("-", "%").replace("_", "/")) if value else None
        case _:  # proofpoint3
            begin, end = _PROOFPOINT_3
            inner, is_closed, _ = f"{path}?{query}".partition(begin)[2].partition(end)
            return re.sub(r"^(https?:)/+", r"\1//", inner) if is_closed else None


@cache
def _redirect_rules() -> tuple[_RedirectRule, ...]:
    return msgspec.convert(tuple(read_toml("redirectors.toml")["unwrap"]), tuple[_RedirectRule, ...])


@cache
def _unwrappable_domains() -> frozenset[str]:
    """The registrable domains of the rules: a link to any other domain needs no closer look."""
    return frozenset(Domain.parse(rule.host).registrable for rule in _redirect_rules())


@cache
def _redirectors() -> frozenset[str]:
    table: dict[str, str] = read_toml("redirectors.toml")["hosts"]
    return frozenset(name for line in table.values() for name in line.split())

"""The host that a link goes to, as a browser reads it: by the WHATWG URL Standard (sections 3.5, 4.4), not RFC 3986."""

import re
from urllib.parse import unquote

from lencana.core.domains.domain import Domain
from lencana.errors import DomainError

_SIMPLE_URL = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|$)")
_WITHOUT_TABS_AND_NEWLINES = str.maketrans("", "", "\t\r\n")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))  # are trimmed from both ends
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_AUTHORITY = re.compile(r"[\\/]*([^\\/?#]*)")
_PORT = re.compile(r":[0-9]*$")
_IPV4_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_HOST_SCHEMES = ("http", "https", "ftp")
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")  # section 3.1
MAX_LABELS_TRIED = 8  # of a name that is none: a registrable domain has no more
_HOSTLESS_SCHEMES = ("data", "javascript", "vbscript", "blob", "file")


def link_host(url: str) -> Domain | None:
    """The host that a link goes to; None if it does not lead to the web (mailto:, tel:, a relative path).

    An IP address is in dotted decimal notation, and is its own registrable domain. For `data:`, `javascript:` and other
    schemes whose content is not on a host, the scheme stands for the host.
    """
    if (simple := _SIMPLE_URL.match(url)) is None:
        return _parse_as_browser(url)
    try:
        return Domain.parse(simple[1])
    except DomainError:
        return _as_host(simple[1])


def _parse_as_browser(url: str) -> Domain | None:
    url = url.strip(_C0_AND_SPACE).translate(_WITHOUT_TABS_AND_NEWLINES)
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() in _HOSTLESS_SCHEMES:
        return _literal_host(scheme[1].lower() + ":")
    if scheme is not None and scheme[1].lower() in _HOST_SCHEMES:
        after_scheme = url[scheme.end() :]
    elif scheme is None and len(url) > 1 and url[0] in "\\/" and url[1] in "\\/":
        after_scheme = url
    else:
        return None
    match = _AUTHORITY.match(after_scheme)
    return _as_host(match[1].rpartition("@")[2]) if match else None


def _as_host(authority: str) -> Domain | None:
    if authority.startswith("["):
        return _literal_host(authority.partition("]")[0] + "]")
    name = unquote(_PORT.sub("", authority))
    if (address := _ipv4_address(name)) is not None:
        return _literal_host(address)
    return None if _FORBIDDEN_IN_HOST.search(name) else _resolvable_name(name)


def _resolvable_name(name: str) -> Domain | None:
    """The domain name. If it is not one but the DNS may still answer (`a{b.example.org`), the nearest name above it."""
    labels = name.split(".")
    shorter = (".".join(labels[start:]) for start in range(max(1, len(labels) - MAX_LABELS_TRIED), len(labels)))
    for candidate in filter(None, (name, *shorter)):
        try:
            domain = Domain.parse(candidate)
        except DomainError:
            continue
        return domain if domain.registrable or candidate is name else None
    return None


def _ipv4_address(name: str) -> str | None:
    """An IPv4 address, in any notation that browsers read (0x7f.1, 017700000001, 2130706433), as dotted decimal."""
    parts = name.removesuffix(".").split(".")
    if len(parts) > 4 or not all(map(_IPV4_NUMBER.fullmatch, parts)):
        return None
    try:
        *high, last = (_number(part) for part in parts)
    except ValueError:
        return None
    if any(number > 255 for number in high) or last >= 256 ** (4 - len(high)):
        return None
    value = last + sum(number * 256 ** (3 - index) for index, number in enumerate(high))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(part: str) -> int:
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if part[0] == "0" else int(part)


def _literal_host(name: str) -> Domain:
    return Domain(name, name, name)

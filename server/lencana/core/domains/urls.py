"""Where a link goes, as a browser reads it (WHATWG URL Standard, sections 3.5 and 4.4), which is not RFC 3986's way."""

import re
from urllib.parse import unquote

from lencana.core.domains.domain import Domain
from lencana.errors import DomainError

_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|$)")
_DROPPED = str.maketrans("", "", "\t\r\n")
_ENDS = "".join(map(chr, range(0x21)))  # C0 controls and the space are trimmed
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_AUTHORITY = re.compile(r"[\\/]*([^\\/?#]*)")
_PORT = re.compile(r":[0-9]*$")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
_WEB = ("http", "https", "ftp")
_FORBIDDEN = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")  # in a host, section 3.1
_NO_HOST = ("data", "javascript", "vbscript", "blob", "file")


def link_host(url: str) -> Domain | None:
    """The host that a link goes to; None for what goes nowhere on the web (mailto:, tel:, a relative path).

    An IP address is its own registrable name, in the usual notation; `data:` and `javascript:` are theirs.
    """
    if (plain := _PLAIN.match(url)) is None:
        return _parse_as_browser(url)
    try:
        return Domain.parse(plain[1])
    except DomainError:
        return _as_host(plain[1])


def _parse_as_browser(url: str) -> Domain | None:
    url = url.strip(_ENDS).translate(_DROPPED)
    scheme = _SCHEME.match(url)
    if scheme is not None and scheme[1].lower() in _NO_HOST:
        return _literal_host(scheme[1].lower() + ":")
    if scheme is not None and scheme[1].lower() in _WEB:
        rest = url[scheme.end() :]
    elif scheme is None and len(url) > 1 and url[0] in "\\/" and url[1] in "\\/":
        rest = url
    else:
        return None
    match = _AUTHORITY.match(rest)
    return _as_host(match[1].rpartition("@")[2]) if match else None


def _as_host(authority: str) -> Domain | None:
    if authority.startswith("["):
        return _literal_host(authority.partition("]")[0] + "]")
    name = unquote(_PORT.sub("", authority))
    if (address := _address(name)) is not None:
        return _literal_host(address)
    return None if _FORBIDDEN.search(name) else _nearest(name)


def _nearest(name: str) -> Domain | None:
    """The name; or of one that is none, but that the DNS may answer (`a{b.example.org`), what it is under."""
    whole = name
    while name:
        try:
            domain = Domain.parse(name)
        except DomainError:
            name = name.partition(".")[2]
        else:
            return domain if domain.registrable or name is whole else None
    return None


def _address(name: str) -> str | None:
    """An IPv4 address in any notation a browser knows: 0x7f.1, 017700000001, 2130706433."""
    parts = name.removesuffix(".").split(".")
    if len(parts) > 4 or not all(map(_NUMBER.fullmatch, parts)):
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

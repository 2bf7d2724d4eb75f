"""What an organisation's copy of the extension knows from the start, and which sites it may read."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from lencana.errors import InputError
from lencana.trust.documents.fingerprint import parse_fingerprint

FILE: Final = "organisation.json"  # in the archive; extension/modules/settings/managed.js reads it
GECKO_ID: Final = "lencana@lencana.example"
MAX_GECKO_ID_CHARS: Final = 80
_GECKO_ID: Final = re.compile(r"[A-Za-z0-9._-]*@[A-Za-z0-9._-]+")  # Mozilla's form of an id that is no UUID
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation's server, its root's fingerprint (64 hex digits) and the webmails that its people use."""

    server: str | None = None
    fingerprint: str | None = None
    webmails: tuple[str, ...] = ()
    token: str | None = field(default=None, repr=False)

    def match_patterns(self, *, webmails: bool = True) -> list[str]:
        """The sites that a forced installation grants: webmails and server. A match pattern holds no port."""
        origins = [*(self.webmails if webmails else ()), *([self.server] if self.server else [])]
        return list(dict.fromkeys(f"{urlsplit(origin).scheme}://{urlsplit(origin).hostname}/*" for origin in origins))

    @property
    def managed_settings(self) -> dict[str, Any]:
        """The fields of extension/managed_schema.json."""
        values = {
            "server": self.server,
            "fingerprint": self.fingerprint,
            "webmails": list(self.webmails),
            "token": self.token,
        }
        return {name: value for name, value in values.items() if value}

    @property
    def packed_settings(self) -> bytes:
        """The settings as a file of the archive, without the token: whoever has the archive can read it."""
        settings = {name: value for name, value in self.managed_settings.items() if name != "token"}
        return json.dumps(settings, indent=2, sort_keys=True).encode() + b"\n"


def read_organisation(
    server: str | None, fingerprint: str | None, webmails: tuple[str, ...], token: str | None = None
) -> Organisation:
    """An organisation from what was typed.

    Raises InputError, naming the field and the remedy.
    """
    if (server is None) != (fingerprint is None):
        raise InputError("give --server and --fingerprint together: readers trust a server by its fingerprint alone")
    if fingerprint is not None:
        fingerprint = parse_fingerprint(fingerprint)
        if fingerprint is None:
            raise InputError("--fingerprint: 64 hex digits, as `lencana root show` prints them")
    return Organisation(
        server=None if server is None else site_origin(server, "--server", secure=True),
        fingerprint=fingerprint,
        webmails=tuple(dict.fromkeys(site_origin(webmail, "--webmail") for webmail in webmails)),
        token=token,
    )


def read_firefox_id(typed: str) -> str:
    """An id for the extension in Firefox and Thunderbird: like an address, at most 80 characters.

    Raises InputError.
    """
    if not _GECKO_ID.fullmatch(typed) or len(typed) > MAX_GECKO_ID_CHARS:
        raise InputError(f"--firefox-id: {typed!r} is not of the form lencana@example.org")
    return typed


def site_origin(address: str, option: str, *, secure: bool = False) -> str:
    """Scheme, host and port of an address; `secure`: https, but on this very machine.

    Raises InputError.
    """
    try:
        site = urlsplit(address.strip())
        host, port = site.hostname, site.port
    except ValueError:
        host, port = None, None
    if host is None or site.scheme not in ("http", "https") or site.username is not None:
        raise InputError(f"{option}: {address!r} is not an address such as https://mail.example.org")
    host = f"[{host}]" if ":" in host else host
    if secure and site.scheme == "http" and host not in _LOOPBACK:
        raise InputError(f"{option}: {address!r} is not https; only a server on the same machine may do without")
    return f"{site.scheme}://{host}" + (f":{port}" if port else "")

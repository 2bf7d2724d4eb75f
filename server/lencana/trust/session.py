"""Admins' sessions: a short statement, signed with a list key, in place of a password (docs/format.md section 9).

It names the server for which it was made, so that one server cannot use it at another.
"""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

from lencana.core.domains.domain import Domain
from lencana.errors import DomainError, EnvelopeError, InputError, SessionError
from lencana.trust.documents import base64, strict_json
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.metadata import Role, TimeText, format_time, parse_time
from lencana.trust.documents.root_document import Root

PAYLOAD_TYPE = "application/vnd.lencana.session.v1+json"
SCHEME = "Lencana"  # of the Authorization field
MAX_LIFETIME = timedelta(hours=8)
CLOCK_SKEW = timedelta(minutes=2)  # between the admin's clock and the server's, either way
MAX_ENVELOPE_BYTES = 3 * 1024
MAX_TOKEN_CHARS = MAX_ENVELOPE_BYTES * 4 // 3
DEFAULT_PORTS = {"https": "443", "http": "80"}
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>[1-9][0-9]{0,4}))?")


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin says: that he speaks to this server, from `issued` until `expires`."""

    server: str  # origin (RFC 6454): scheme, host in A-labels, port unless it is the scheme's own
    issued: datetime
    expires: datetime


class Admin(msgspec.Struct, frozen=True, kw_only=True):
    """Who has signed a session that is valid now."""

    keyid: str
    session: Session


class _SessionJson(msgspec.Struct, frozen=True, kw_only=True):
    server: str
    issued: TimeText
    expires: TimeText


def new_session(address: str, now: datetime, lifetime: timedelta = MAX_LIFETIME) -> Session:
    """A session for the server at this address. Raises InputError for what is no http(s) address."""
    if not timedelta() < lifetime <= MAX_LIFETIME:
        raise InputError(f"a session lasts at most {MAX_LIFETIME // timedelta(hours=1)} hours")
    issued = now.astimezone(UTC).replace(microsecond=0)
    return Session(server=origin_of(address), issued=issued, expires=issued + lifetime)


def encode_session(session: Session) -> bytes:
    """The bytes to sign."""
    return msgspec.json.encode(
        _SessionJson(server=session.server, issued=format_time(session.issued), expires=format_time(session.expires))
    )


def authorization_of(envelope: bytes) -> str:
    """The value of the Authorization field: the scheme, and the envelope in base64url without padding."""
    encoded = base64.encode(envelope).rstrip("=").replace("+", "-").replace("/", "_")
    return f"{SCHEME} {encoded}"


def origin_of(address: str) -> str:
    """The origin of a server's address, as browsers write it. Raises InputError."""
    scheme, host, port = "", "", None
    with suppress(ValueError):  # of brackets or a port that are none
        parts = urlsplit(address.strip())
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = Domain.parse(host).ascii
        except DomainError:
            host = ""
    suffix = "" if port is None or str(port) == DEFAULT_PORTS.get(scheme) else f":{port}"
    origin = f"{scheme}://{host}{suffix}"
    if not _ORIGIN.fullmatch(origin):
        raise InputError(f"{address[:100]!r} is not the address of a server; write it as https://lencana.example.org")
    return origin


def verify_session(token: str, root: Root, host: str, now: datetime) -> Admin:
    """Who asks: the key of the allowlist role that has signed the session in `token`, what stands after the scheme.

    `host` is the request's Host, which must be a name of this server that was checked before. One valid signature is
    enough, whatever the role's threshold: a session publishes nothing. Raises SessionError with what to do.
    """
    envelope = _read_token(token)
    signers = dsse.valid_signers(envelope, root.keys_of(Role.ALLOWLIST))
    if not signers:
        raise SessionError("the session is not signed by a key that the root names for the list; sign it with one")
    session = parse_session(envelope.payload)
    if session.expires - session.issued > MAX_LIFETIME:
        raise SessionError(f"the session is longer than {MAX_LIFETIME // timedelta(hours=1)} hours; make a shorter one")
    if now + CLOCK_SKEW < session.issued:
        raise SessionError("the session begins later than now by this server's clock; set the clock right")
    if now >= session.expires + CLOCK_SKEW:
        raise SessionError("the session has expired; make a new one")
    if not is_for_host(session, host):
        raise SessionError(f"the session is for {session.server}, not for this server; make one for it")
    return Admin(keyid=min(signers), session=session)


def parse_session(payload: bytes) -> Session:
    """The session in these bytes. Raises SessionError."""
    try:
        read = strict_json.decode(payload, _SessionJson)
        issued, expires = parse_time(read.issued), parse_time(read.expires)
        if not _ORIGIN.fullmatch(read.server):
            raise ValueError("`server` is not an origin")
        if issued >= expires:
            raise ValueError("`issued` is not before `expires`")
    except ValueError as error:
        raise SessionError(f"not a session: {error}") from error
    return Session(server=read.server, issued=issued, expires=expires)


def is_for_host(session: Session, host: str) -> bool:
    """Does the session name this Host? A port that is the scheme's own may be missing."""
    scheme, _, authority = session.server.partition("://")
    return authority == host.lower().removesuffix(f":{DEFAULT_PORTS[scheme]}")


def is_loopback(name: str) -> bool:
    """Does a host name or address literal stand for the very machine that asks?"""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _read_token(token: str) -> dsse.Envelope:
    if len(token) > MAX_TOKEN_CHARS:
        raise SessionError("not a session: it is too long")
    try:
        if "=" in token or "+" in token or "/" in token:
            raise ValueError("base64url without padding is expected")
        envelope = dsse.parse(base64.decode(token + "=" * (-len(token) % 4)), MAX_ENVELOPE_BYTES)
    except (ValueError, EnvelopeError) as error:
        raise SessionError(f"not a session: {error}") from error
    if envelope.payload_type != PAYLOAD_TYPE:
        raise SessionError(f"not a session: the payload type is not {PAYLOAD_TYPE}")
    return envelope

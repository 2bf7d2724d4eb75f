"""What tests/vectors/sessions.json holds: how a session is made, and which are refused."""

from datetime import timedelta
from typing import Any

from lencana.trust import session as sessions
from lencana.trust.documents import base64
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.keys.signing import sign, sign_session
from trust.publisher import NOW, RFC8032_TEST_1, key, sign_anything

ABOUT = (
    "Admins' sessions (docs/format.md section 9). `origins`: the address of a server makes its origin, or null for what"
    " is none. `sign`: server, issued and expires make payload (text) make authorization, the field's whole value, by"
    " the key `secret` (hex). `verify`: token is what stands after the scheme; the only key of the role is that key;"
    " expect is ok or SessionError. Made by tests/trust/make_vectors.py."
)
ORIGINS = {
    "https://lencana.example.org": "https://lencana.example.org",
    "https://lencana.example.org/": "https://lencana.example.org",
    "https://Lencana.Example.org:443/path?q#f": "https://lencana.example.org",
    "https://lencana.example.org:8443": "https://lencana.example.org:8443",
    "http://lencana.example.org:80": "http://lencana.example.org",
    "http://lencana.example.org:443": "http://lencana.example.org:443",
    "http://127.0.0.1:8025": "http://127.0.0.1:8025",
    "http://[::1]:8025": "http://[::1]:8025",
    "https://bücher.example": "https://xn--bcher-kva.example",
    "lencana.example.org": None,
    "ftp://lencana.example.org": None,
    "https://": None,
    "https://[": None,
    "https://lencana.example.org:99999": None,
    "": None,
}
SERVER, HOST = "https://lencana.example.org", "lencana.example.org"
SIGNED = {
    "the usual": (SERVER, 8 * 3600),
    "a port": ("https://lencana.example.org:8443", 8 * 3600),
    "this machine": ("http://localhost:8025", 300),
    "an IPv6 address": ("https://[2001:db8::7]", 3600),
}


def vectors() -> dict[str, Any]:
    """The whole file."""
    return {
        "about": ABOUT,
        "key": {"secret": RFC8032_TEST_1, "public": key("rfc8032").public.hex(), "keyid": key("rfc8032").keyid},
        "origins": [{"address": address, "origin": origin} for address, origin in ORIGINS.items()],
        "sign": [_signed(name, server, seconds) for name, (server, seconds) in SIGNED.items()],
        "verify": list(map(_verified, CASES)),
    }


def _signed(name: str, server: str, seconds: int) -> dict[str, Any]:
    session = sessions.Session(server=server, issued=NOW, expires=NOW + timedelta(seconds=seconds))
    return {
        "name": name,
        "server": server,
        "issued": format_time(session.issued),
        "expires": format_time(session.expires),
        "payload": sessions.encode_session(session).decode(),
        "authorization": sessions.authorization_of(sign_session(session, key("rfc8032"))),
    }


def _verified(case: tuple[str, str, str, float, str]) -> dict[str, Any]:
    name, token, host, seconds, expect = case
    now = format_time(NOW + timedelta(seconds=seconds))
    return {"name": name, "token": token, "host": host, "now": now, "expect": expect}


def _token(payload: str, payload_type: str = sessions.PAYLOAD_TYPE, signer: str = "rfc8032") -> str:
    return _of(sign_anything(payload.encode(), payload_type, signer))


def _of(envelope: bytes) -> str:
    return sessions.authorization_of(envelope).partition(" ")[2]


def _text(server: str = SERVER, issued: str = "2026-11-22T00:00:00Z", expires: str = "2026-11-22T08:00:00Z") -> str:
    return f'{{"server":"{server}","issued":"{issued}","expires":"{expires}"}}'


GOOD = _token(_text())
_LIST = _of(sign(_text().encode(), Role.ALLOWLIST, [key("rfc8032")]))
_TAMPERED = _of(dsse.encode(dsse.Envelope(sessions.PAYLOAD_TYPE, _text(expires="2026-11-22T07:00:00Z").encode(), (
    dsse.parse(base64.decode(GOOD.replace("-", "+").replace("_", "/") + "=" * (-len(GOOD) % 4)), 4096).signatures
))))  # fmt: skip
# name, token, host, seconds after NOW, expected
CASES: tuple[tuple[str, str, str, float, str], ...] = (
    ("the usual", GOOD, HOST, 60, "ok"),
    ("host in capitals, with the scheme's own port", GOOD, "Lencana.Example.org:443", 60, "ok"),
    ("the server's clock is two minutes behind", GOOD, HOST, -120, "ok"),
    ("... and a second more", GOOD, HOST, -121, "SessionError"),
    ("two minutes after its end, less a second", GOOD, HOST, 8 * 3600 + 119, "ok"),
    ("two minutes after its end", GOOD, HOST, 8 * 3600 + 120, "SessionError"),
    ("another server", GOOD, "other.example.org", 60, "SessionError"),
    ("a name that ends alike", GOOD, "evil-lencana.example.org", 60, "SessionError"),
    ("another port", GOOD, f"{HOST}:8443", 60, "SessionError"),
    ("the other scheme's port", GOOD, f"{HOST}:80", 60, "SessionError"),
    ("more than eight hours", _token(_text(expires="2026-11-22T08:00:01Z")), HOST, 60, "SessionError"),
    ("no time at all", _token(_text(expires="2026-11-22T00:00:00Z")), HOST, 0, "SessionError"),
    ("fields that come later", _token(_text()[:-1] + ',"scope":"x"}'), HOST, 60, "ok"),
    ("a field twice", _token(_text()[:-1] + f',"server":"{SERVER}"}}'), HOST, 60, "SessionError"),
    ("no server", _token(_text().replace("server", "servers")), HOST, 60, "SessionError"),
    ("a path beside the origin", _token(_text(f"{SERVER}/")), HOST, 60, "SessionError"),
    ("a time of day without a day", _token(_text(issued="00:00:00Z")), HOST, 60, "SessionError"),
    ("a day that does not exist", _token(_text(issued="2026-11-31T00:00:00Z")), HOST, 60, "SessionError"),
    ("another key", _token(_text(), signer="stranger"), HOST, 60, "SessionError"),
    ("the payload type of a list", _LIST, HOST, 60, "SessionError"),
    ("tampered", _TAMPERED, HOST, 60, "SessionError"),
    ("padding", f"{GOOD}{'=' * (-len(GOOD) % 4 or 4)}", HOST, 60, "SessionError"),
    ("nothing", "", HOST, 60, "SessionError"),
    ("not an envelope", "e30", HOST, 60, "SessionError"),
    ("very long", "A" * 5000, HOST, 60, "SessionError"),
)  # fmt: skip

"""A real DNS server on loopback, keys, and messages that are really signed."""

import base64
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from dnslib import QTYPE, RCODE, RR, TXT, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer

from lencana.core.mail.message import Limits, Message, Origin, message_from_bytes
from lencana.settings import Settings
from lencana.signatures import Verifier

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)

GENUINE = (
    b"From: OpenAI <noreply@tm.openai.com>\r\nTo: reader@example.net\r\nSubject: Your code\r\n"
    b"Date: Sun, 1 Feb 2026 09:00:00 +0000\r\nMessage-ID: <1@tm.openai.com>\r\nX-Synthetic: yes\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nEnter this code: 517545\r\n"
)
SIGNED = [b"from", b"to", b"subject", b"date", b"mime-version", b"content-type", b"reply-to"]


@dataclass
class Zone(BaseResolver):
    """TXT records by name; `faulty` names answer SERVFAIL, `silent` ones not at all."""

    records: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:  # noqa: ARG002 (dnslib's interface)
        name = str(request.q.qname).rstrip(".")
        self.asked.append(name)
        reply = request.reply()
        if name in self.silent:
            threading.Event().wait(3)
        if name in self.faulty:
            reply.header.rcode = RCODE.SERVFAIL
        elif name in self.records:
            text = self.records[name]
            parts = [text[i : i + 250] for i in range(0, len(text), 250)]
            reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(parts), ttl=300))
        else:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@dataclass(frozen=True)
class World:
    """A zone, the server that serves it, and a verifier that asks there."""

    zone: Zone
    address: str

    def verifier(self, **settings: object) -> Verifier:
        return Verifier(Settings(dns=self.address, **settings))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def server() -> Iterator[World]:
    zone = Zone()
    server = DNSServer(zone, address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply,-truncated,-error"))
    server.start_thread()
    try:
        yield World(zone, f"127.0.0.1:{server.server.server_address[1]}")
    finally:
        server.server.shutdown()
        server.server.server_close()
        server.thread.join()


@pytest.fixture
def world(server: World) -> World:
    """The server with an empty zone."""
    for names in (server.zone.records, server.zone.faulty, server.zone.silent, server.zone.asked):
        names.clear()
    return server


@pytest.fixture(scope="session")
def rsa_key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def ed25519_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def rsa_record(key: RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()


def ed25519_record(key: Ed25519PrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "v=DKIM1; k=ed25519; p=" + base64.b64encode(public).decode()


def pem(key: RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def sign(
    raw: bytes,
    key: RSAPrivateKey | Ed25519PrivateKey,
    domain: str = "tm.openai.com",
    *,
    headers: list[bytes] = SIGNED,
    selector: str = "s1",
    length: bool = False,
    algorithm: bytes | None = None,
    then: Callable[[bytes], bytes] = lambda line: line,
) -> bytes:
    """The message under a signature; `then` may tamper with the signature's field."""
    if isinstance(key, Ed25519PrivateKey):
        secret = base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
        algorithm = b"ed25519-sha256"
    else:
        secret = pem(key)
    line = dkim.sign(
        raw, selector.encode(), domain.encode(), secret, include_headers=headers, length=length,
        canonicalize=(b"relaxed", b"relaxed"), signature_algorithm=algorithm or b"rsa-sha256",
    )  # fmt: skip
    return then(line) + raw


def read(raw: bytes, origin: Origin = Origin.DELIVERED) -> Message:
    return message_from_bytes(raw, Limits(), origin=origin)

"""The generated messages under real DKIM signatures, and a DNS server on loopback that has their keys.

Every sender's domain has a key record, a DMARC policy and an SPF record. All use one RSA key of 2048 bits, made for the
run.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import dkim
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from dnslib import QTYPE, RCODE, RR, TXT, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer

from bench.inputs import samples
from bench.tools.passes import Order

SELECTOR = "s1"
BITS = 2048
_SIGNED = (b"from", b"to", b"subject", b"date", b"reply-to", b"message-id", b"mime-version", b"content-type")
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Corpus:
    """Messages in the order of their numbers (samples.kind_of), and the TXT records that prove their signatures."""

    messages: tuple[bytes, ...]
    records: dict[str, str]


@cache
def corpus(count: int) -> Corpus:
    """`count` messages, signed by the domain of their sender."""
    key = generate_private_key(65537, BITS)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    messages, records = [], {}
    for raw in samples.raw_messages(count):
        domain = samples.sending_domain(raw)
        messages.append(_sign(raw, domain, secret) + raw)
        records[f"{SELECTOR}._domainkey.{domain}"] = _record(key)
        records[f"_dmarc.{domain}"] = "v=DMARC1; p=reject"
        records[domain] = "v=spf1 ip4:192.0.2.7 -all"
    return Corpus(tuple(messages), records)


@contextmanager
def ready(count: int) -> Iterator[Order]:
    """The messages in a folder, and the DNS that knows their senders."""
    taken = corpus(count)
    with TemporaryDirectory(prefix="lencana-bench-") as name, dns(taken.records) as address:
        for number, message in enumerate(taken.messages):
            (Path(name) / f"{number}.eml").write_bytes(message)
        yield Order(Path(name), count, address)


@contextmanager
def dns(records: dict[str, str]) -> Iterator[str]:
    """A DNS server that answers with `records` and knows no other name; its ADDRESS:PORT."""
    server = DNSServer(
        _Zone(records), address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply,-truncated,-error")
    )
    server.start_thread()
    try:
        yield f"127.0.0.1:{server.server.server_address[1]}"
    finally:
        server.server.shutdown()
        server.server.server_close()
        server.thread.join()


class _Zone(BaseResolver):  # type: ignore[misc]  # dnslib has no types
    def __init__(self, records: dict[str, str]) -> None:
        self._records = records

    def resolve(self, request: DNSRecord, _handler: object) -> DNSRecord:
        reply = request.reply()
        text = self._records.get(str(request.q.qname).rstrip(".").lower())
        if text is None:
            reply.header.rcode = RCODE.NXDOMAIN
        elif request.q.qtype == QTYPE.TXT:
            parts = [text[at : at + 250] for at in range(0, len(text), 250)]
            reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(parts), ttl=_DAY))
        return reply


def _sign(raw: bytes, domain: str, secret: bytes) -> bytes:
    how = (b"relaxed", b"relaxed")
    field: bytes = dkim.sign(raw, SELECTOR.encode(), domain.encode(), secret, canonicalize=how, include_headers=_SIGNED)
    return field


def _record(key: RSAPrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()

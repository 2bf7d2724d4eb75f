"""A key of a listed domain, in a DNS server on loopback, and messages that are really signed with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from dnslib import RCODE, DNSRecord
from dnslib.server import DNSLogger, DNSServer

from signatures.conftest import Zone, rsa_record, sign

from . import MESSAGES_FOLDER

_KEY_NAME = "s1._domainkey.tm.openai.com"


class _OneName(Zone):
    """Knows the key; of every other name it says that it cannot tell, as if nobody could be asked."""

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:
        reply = super().resolve(request, handler)
        if reply.header.rcode == RCODE.NXDOMAIN:
            reply.header.rcode = RCODE.SERVFAIL
        return reply


@dataclass(frozen=True)
class Signer:
    """Signs as tm.openai.com does, as far as whoever asks at `dns` can tell."""

    dns: str
    key: RSAPrivateKey

    def sign(self, raw: bytes) -> bytes:
        """The message under a DKIM signature, with the line ends of the wire."""
        return sign(b"\r\n".join(raw.splitlines()) + b"\r\n", self.key)

    def signed(self, name: str) -> bytes:
        """One of `messages/`, signed."""
        return self.sign((MESSAGES_FOLDER / f"{name}.eml").read_bytes())


@contextmanager
def signer() -> Iterator[Signer]:
    """The key's DNS server, while it runs."""
    key = generate_private_key(65537, 2048)
    zone = _OneName(records={_KEY_NAME: rsa_record(key)})
    server = DNSServer(zone, address="127.0.0.1", port=0, logger=DNSLogger("-request,-reply,-truncated,-error"))
    server.start_thread()
    try:
        yield Signer(f"127.0.0.1:{server.server.server_address[1]}", key)
    finally:
        server.server.shutdown()
        server.server.server_close()
        server.thread.join()

"""CRX3 files: read back by a parser of their own, and their signatures by the library."""

import struct

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lencana.extension_kit.archives import crx3

ARCHIVE = b"PK\x05\x06" + bytes(18)
KEYS = {
    "p256": ec.derive_private_key(0x1E0CA0A, ec.SECP256R1()),
    "rsa": rsa.generate_private_key(65537, 2048),
}


def fields(message: bytes) -> dict[int, bytes]:
    """The length-delimited fields of a protobuf message."""
    found, at = {}, 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    while at < len(message):
        tag, length = varint(), varint()
        assert tag & 7 == 2
        found[tag >> 3] = message[at : at + length]
        at += length
    return found


@pytest.mark.parametrize("kind", KEYS)
def test_signature_covers_id_and_archive(kind: str) -> None:
    signed = crx3.sign(ARCHIVE, KEYS[kind])
    magic, version, length = struct.unpack_from("<4sII", signed)
    assert (magic, version) == (b"Cr24", 3)
    header = fields(signed[12 : 12 + length])
    assert signed[12 + length :] == ARCHIVE
    proof = fields(header[3 if kind == "p256" else 2])
    data = b"CRX3 SignedData\0" + struct.pack("<I", len(header[10000])) + header[10000] + ARCHIVE
    letters = fields(header[10000])[1].hex().translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    assert letters == crx3.extension_id(KEYS[kind])
    public = load_der_public_key(proof[1])

    def verify(content: bytes) -> None:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(proof[2], content, padding.PKCS1v15(), hashes.SHA256())
        else:
            assert isinstance(public, ec.EllipticCurvePublicKey)
            public.verify(proof[2], content, ec.ECDSA(hashes.SHA256()))

    verify(data)
    with pytest.raises(InvalidSignature):
        verify(data[:-1] + b"!")


@pytest.mark.parametrize("kind", KEYS)
def test_same_key_same_bytes(kind: str) -> None:
    assert crx3.sign(ARCHIVE, KEYS[kind]) == crx3.sign(ARCHIVE, KEYS[kind])

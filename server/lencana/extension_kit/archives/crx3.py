"""CRX3, Chromium's signed archive (components/crx_file/crx3.proto in Chromium's source).

    "Cr24", 3, length of the header, header, ZIP

The header is a protobuf message: a proof (public key and signature) and the signed data, which hold the extension's id.
The signature covers the signed data and the ZIP. The id is the public key's digest, so only the key's holder can
update.
"""

import hashlib
import struct
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PackingKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

MAGIC: Final = b"Cr24"
_CONTEXT: Final = b"CRX3 SignedData\0"
_RSA_PROOF, _ECDSA_PROOF, _SIGNED_DATA = 2, 3, 10000  # field numbers of CrxFileHeader
_ID_BYTES: Final = 16


def extension_id(key: PackingKey) -> str:
    """The id that Chromium gives to what this key signs: 32 letters a to p."""
    return _id_bytes(_public(key)).hex().translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def sign(archive: bytes, key: PackingKey) -> bytes:
    """The CRX3 file of a ZIP archive. RSA signatures are reproducible; ECDSA's are made so (RFC 6979)."""
    public = _public(key)
    signed = _field(1, _id_bytes(public))
    data = _CONTEXT + struct.pack("<I", len(signed)) + signed + archive
    if isinstance(key, rsa.RSAPrivateKey):
        number, signature = _RSA_PROOF, key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    else:
        number = _ECDSA_PROOF
        signature = key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    header = _field(number, _field(1, public) + _field(2, signature)) + _field(_SIGNED_DATA, signed)
    return MAGIC + struct.pack("<II", 3, len(header)) + header + archive


def _public(key: PackingKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _id_bytes(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_ID_BYTES]


def _field(number: int, value: bytes) -> bytes:
    """A protobuf field of length-delimited type (wire type 2)."""
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])

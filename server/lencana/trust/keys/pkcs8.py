"""Encrypting a private key with scrypt: PKCS#8 and PBES2 (RFC 5958, RFC 8018 appendix A.4, RFC 7914 section 7).

cryptography reads such files, but itself writes PBKDF2 with 2048 rounds, at which a thief of the file guesses cheaply.
This is the container alone; key derivation and cipher are the library's. `openssl pkey` reads the result.
"""

import os
from textwrap import wrap

from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ObjectIdentifier

from lencana.trust.documents import base64

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey

LABEL = "ENCRYPTED PRIVATE KEY"

# 16 MiB and ten passes, a third of a second; more memory at a time is refused by OpenSSL's default limit.
SCRYPT_COST, SCRYPT_BLOCK_SIZE, SCRYPT_PARALLELISM = 2**14, 8, 10

_PBES2 = ObjectIdentifier("1.2.840.113549.1.5.13")
_SCRYPT = ObjectIdentifier("1.3.6.1.4.1.11591.4.11")
_AES256_CBC = ObjectIdentifier("2.16.840.1.101.3.4.1.42")


@asn1.sequence
class _ScryptParams:
    salt: bytes
    cost: int
    block: int
    passes: int


@asn1.sequence
class _KeyDerivation:
    algorithm: ObjectIdentifier
    parameters: _ScryptParams


@asn1.sequence
class _EncryptionScheme:
    algorithm: ObjectIdentifier
    iv: bytes


@asn1.sequence
class _Pbes2Params:
    key_derivation: _KeyDerivation
    scheme: _EncryptionScheme


@asn1.sequence
class _Algorithm:
    algorithm: ObjectIdentifier
    parameters: _Pbes2Params


@asn1.sequence
class _EncryptedPrivateKeyInfo:
    algorithm: _Algorithm
    data: bytes


def encrypted_pem(private: PrivateKey, passphrase: bytes) -> bytes:
    """The key as PEM "ENCRYPTED PRIVATE KEY"."""
    salt, iv = os.urandom(16), os.urandom(16)
    key = Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=SCRYPT_BLOCK_SIZE, p=SCRYPT_PARALLELISM).derive(passphrase)
    pad = PKCS7(128).padder()
    plain = pad.update(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())) + pad.finalize()
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    info = _EncryptedPrivateKeyInfo(
        algorithm=_Algorithm(
            algorithm=_PBES2,
            parameters=_Pbes2Params(
                key_derivation=_KeyDerivation(
                    algorithm=_SCRYPT,
                    parameters=_ScryptParams(
                        salt=salt, cost=SCRYPT_COST, block=SCRYPT_BLOCK_SIZE, passes=SCRYPT_PARALLELISM
                    ),
                ),
                scheme=_EncryptionScheme(algorithm=_AES256_CBC, iv=iv),
            ),
        ),
        data=cipher.update(plain) + cipher.finalize(),
    )
    lines = wrap(base64.encode(asn1.encode_der(info)), 64)  # RFC 7468 section 2
    return "\n".join((f"-----BEGIN {LABEL}-----", *lines, f"-----END {LABEL}-----", "")).encode("ascii")

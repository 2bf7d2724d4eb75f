"""Public keys of signers, as the DNS publishes them (RFC 6376 section 3.6.1, RFC 8463 section 4)."""

import binascii
from base64 import b64decode
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from lencana.signatures.tags import Tags, colon_list, read_tags

PublicKey = RSAPublicKey | Ed25519PublicKey

CACHED_KEYS = 1024  # keys; a big signer has a handful
MAX_RECORD_BYTES = 4096  # bytes of a record; that of a key of 4096 bits has 800
_SHA256 = Prehashed(SHA256())
_WITHOUT_BLANKS = str.maketrans("", "", " \t\r\n")


def read_key(record: bytes, *, auid_is_sdid: bool) -> PublicKey | None:
    """The key of a record, None when it holds none for us: revoked, broken, under test, for another service.

    `auid_is_sdid` says whether the signature's AUID (`i=`) is at its SDID (`d=`) itself, not below it: a record may
    demand that (`t=s`).
    """
    return _read_key(record, auid_is_sdid) if len(record) <= MAX_RECORD_BYTES else None


@lru_cache(CACHED_KEYS)
def _read_key(record: bytes, auid_is_sdid: bool) -> PublicKey | None:
    tags = read_tags(record.decode("latin-1"))
    if tags is None or tags.get("v", "DKIM1") != "DKIM1" or not _is_for_mail(tags):
        return None
    flags = colon_list(tags.get("t", ""))
    if "y" in flags or ("s" in flags and not auid_is_sdid):
        return None
    raw, kind = decode(tags.get("p", "")), tags.get("k", "rsa")
    try:
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(raw)
        key = load_der_public_key(raw) if kind == "rsa" else None
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPublicKey) else None


def verify_digest(key: PublicKey, signature: bytes, digest: bytes) -> bool:
    """Did the key sign this SHA-256 digest?"""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, digest, PKCS1v15(), _SHA256)
        else:
            key.verify(signature, digest)  # RFC 8463 section 3 signs the digest itself
    except InvalidSignature:
        return False
    return True


def decode(value: str) -> bytes:
    """The bytes of base64 with white space from folding; empty when it is not base64."""
    try:
        return b64decode(value.translate(_WITHOUT_BLANKS), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_for_mail(tags: Tags) -> bool:
    """Does the record allow the key for mail (`s=`) and with SHA-256 (`h=`, RFC 6376 section 3.6.1)?"""
    services, hashes = colon_list(tags.get("s", "*")), colon_list(tags.get("h", "sha256"))
    return not {"*", "email"}.isdisjoint(services) and "sha256" in hashes

"""What is signed, as digests (RFC 6376 section 3.7, RFC 8617 section 5.1), and whether the signature is valid."""

import hmac
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lencana.core.mail.header.header_block import HeaderBlock, HeaderField
from lencana.signatures.canonicalization import Canonicalization, canonical_body, canonical_field
from lencana.signatures.keys import PublicKey, decode, read_key, verify_digest
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import MIN_RSA_KEY_BITS, Tags, colon_list

MAX_CLOCK_AHEAD_SECONDS = 36_000  # by which a signer's clock may be ahead
_TIMESTAMP = re.compile(r"[0-9]{1,12}")  # since 1970
_SELECTOR = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")  # and nothing that a DNS library reads as an escape


def all_are_fields(block: HeaderBlock, raw_fields: Sequence[bytes]) -> bool:
    """Every line belongs to a field, but for the one with which a mailbox file parts messages."""
    separator = raw_fields[0].startswith((b"From ", b">From "))
    return [item.position for item in block.fields] == list(range(separator, len(raw_fields)))


def has_key_name(tags: Tags) -> bool:
    """Does it name a key that the DNS can be asked for?"""
    return "dns/txt" in colon_list(tags.get("q", "dns/txt")) and _SELECTOR.fullmatch(tags["s"]) is not None


def is_in_date(tags: Tags, when: datetime) -> bool:
    """Neither signed in the future nor past its `x=`, which is after its `t=`; what is no number is not in date."""
    times = tags.get("t", "0"), tags.get("x", "9" * 12)
    if not all(map(_TIMESTAMP.fullmatch, times)):
        return False
    signed, ends = map(int, times)
    return signed <= when.timestamp() + MAX_CLOCK_AHEAD_SECONDS and signed < ends and when.timestamp() <= ends


def is_body_signed(tags: Tags, canonicalization: Canonicalization, body: bytes) -> bool:
    """Is the body the one that `bh=` was made of?"""
    return hmac.compare_digest(sha256(canonical_body(canonicalization, body)).digest(), decode(tags["bh"]))


def is_digest_signed(tags: Tags, digest: bytes, key: PublicKey) -> bool:
    """Did the key sign this digest, by the algorithm that the tags name?"""
    return _key_suits_algorithm(key, tags["a"]) and verify_digest(key, decode(tags["b"]), digest)


def look_up_key(tags: Tags, lookup: TxtLookup, *, auid_is_sdid: bool = True) -> PublicKey | None:
    """The key that the tags name; None where the DNS has none for us."""
    record = lookup(f"{tags['s']}._domainkey.{tags['d']}")
    return read_key(record, auid_is_sdid=auid_is_sdid) if record else None


def header_digest(
    canonicalization: Canonicalization,
    signature: HeaderField,
    signed: Sequence[str],
    fields: Sequence[HeaderField],
    raw_fields: Sequence[bytes],
) -> bytes:
    """SHA-256 of the fields that `h=` names, each from the bottom up, then of the signature's own without its value."""
    unsigned_yet: dict[str, list[HeaderField]] = {}
    for item in fields:
        if item is not signature:
            unsigned_yet.setdefault(item.name, []).append(item)
    chosen = [same.pop() for name in signed if (same := unsigned_yet.get(name.lower()))]
    return _header_hash(canonicalization, chosen, signature, raw_fields)


def seal_digest(fields: Iterable[HeaderField], seal: HeaderField, raw_fields: Sequence[bytes]) -> bytes:
    """SHA-256 of the fields of all sets up to that of the seal, in order, then of the seal's own without its value."""
    return _header_hash(Canonicalization.RELAXED, fields, seal, raw_fields)


def _header_hash(
    canonicalization: Canonicalization, fields: Iterable[HeaderField], own: HeaderField, raw_fields: Sequence[bytes]
) -> bytes:
    lines = [_canonical(canonicalization, raw_fields[item.position]) for item in fields]
    last = _canonical(canonicalization, _without_value(raw_fields[own.position])).removesuffix(b"\r\n")
    return sha256(b"".join([*lines, last])).digest()


def _key_suits_algorithm(key: PublicKey, algorithm: str) -> bool:
    if isinstance(key, RSAPublicKey):
        return algorithm == "rsa-sha256" and key.key_size >= MIN_RSA_KEY_BITS
    return algorithm == "ed25519-sha256"


def _canonical(canonicalization: Canonicalization, raw_field: bytes) -> bytes:
    name, _colon, value = raw_field.partition(b":")
    return canonical_field(canonicalization, name.decode("ascii"), value.replace(b"\n", b"\r\n"))


def _without_value(raw_field: bytes) -> bytes:
    """The field with the value of `b=` deleted, and the white space around it (RFC 6376 section 3.5)."""
    name, colon, value = raw_field.partition(b":")
    items = value.split(b";")
    emptied = (item[: item.index(b"=") + 1] if item.partition(b"=")[0].strip() == b"b" else item for item in items)
    return name + colon + b";".join(emptied)

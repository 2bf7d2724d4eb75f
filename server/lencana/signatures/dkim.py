"""DKIM (RFC 6376, 8301, 8463): which signature is worth verifying, and whether it holds.

The mathematics are those of `cryptography`; the rest is searching, replacing and hashing of bytes.
"""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Method, Result
from lencana.core.mail.headers import HeaderBlock, HeaderField, read_headers, split_message
from lencana.errors import DomainError
from lencana.signatures.canonicalization import (
    Canonicalization,
    canonical_body,
    canonical_field,
    parse_canonicalizations,
    raw_fields,
)
from lencana.signatures.keys import PublicKey, decode, read_key, verify_digest
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import (
    MIN_RSA_KEY_BITS,
    Tags,
    colon_list,
    covers_displayed_fields,
    is_acceptable,
    read_tags,
)

MAX_SIGNATURES = 5  # looked at; fifty cost a fifth of a second
MAX_CLOCK_AHEAD = 36_000  # seconds by which a signer's clock may be ahead
_TIMESTAMP = re.compile(r"[0-9]{1,12}")  # since 1970
_SELECTOR = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")  # and nothing that a DNS library reads as an escape
_MANDATORY = frozenset({"v", "a", "b", "bh", "d", "h", "s"})  # section 3.5


def verify_dkim(raw: bytes, sender: Domain, when: datetime, lookup: TxtLookup) -> Authentication:
    """The first signature of the sender's organisational domain that holds at that time; otherwise "could not tell"."""
    head, text = split_message(raw)
    block, lines = read_headers(head, len(head)), raw_fields(head)
    if block.defects or not _all_are_fields(block, lines):
        return NO_EVIDENCE  # what others may read differently is not proven by what we read
    names = [item.name for item in block.fields]
    for item in block.all("dkim-signature")[:MAX_SIGNATURES]:
        tags = read_tags(item.value)
        if tags is None or not _worth_verifying(tags, sender, when) or not covers_displayed_fields(tags, names):
            continue
        if _verifies(item, tags, block.fields, lines, text, lookup):
            return Authentication(Result.PASS, Method.DKIM, Domain.parse(tags["d"]).ascii, "lencana")
    return NO_EVIDENCE


def _all_are_fields(block: HeaderBlock, raw: Sequence[bytes]) -> bool:
    """Every line belongs to a field, but for the one with which a mailbox file parts messages."""
    separator = raw[0].startswith((b"From ", b">From "))
    return [item.position for item in block.fields] == list(range(separator, len(raw)))


def _worth_verifying(tags: Tags, sender: Domain, when: datetime) -> bool:
    return (
        tags.keys() >= _MANDATORY
        and tags["v"] == "1"
        and is_acceptable(tags)
        and "dns/txt" in colon_list(tags.get("q", "dns/txt"))
        and _SELECTOR.fullmatch(tags["s"]) is not None
        and _aligned(tags["d"], sender)
        and _in_date(tags, when.timestamp())
    )


def _aligned(signer: str, sender: Domain) -> bool:
    try:
        domain = Domain.parse(signer)
    except DomainError:
        return False
    return signer.isascii() and domain.registrable == sender.registrable != ""


def _in_date(tags: Tags, when: float) -> bool:
    """Neither signed in the future nor past its `x=`, which is after its `t=`; what is no number is not in date."""
    times = tags.get("t", "0"), tags.get("x", "9" * 12)
    if not all(map(_TIMESTAMP.fullmatch, times)):
        return False
    signed, ends = map(int, times)
    return signed <= when + MAX_CLOCK_AHEAD and signed < ends and when <= ends


def _verifies(
    signature: HeaderField,
    tags: Tags,
    fields: Sequence[HeaderField],
    raw: Sequence[bytes],
    text: bytes,
    lookup: TxtLookup,
) -> bool:
    """Does the signature verify? Its dates were judged already."""
    canonicalizations = parse_canonicalizations(tags.get("c", Canonicalization.SIMPLE))
    domain = tags["d"].lower()
    _local, when, identity = tags.get("i", "@" + domain).lower().rpartition("@")
    auid_is_sdid = identity == domain
    if canonicalizations is None or not when or not (auid_is_sdid or identity.endswith("." + domain)):
        return False
    record = lookup(f"{tags['s']}._domainkey.{tags['d']}")
    key = read_key(record, auid_is_sdid=auid_is_sdid) if record else None
    if key is None or not _key_suits_algorithm(key, tags["a"]):
        return False
    if not hmac.compare_digest(sha256(canonical_body(canonicalizations[1], text)).digest(), decode(tags["bh"])):
        return False
    return verify_digest(
        key, decode(tags["b"]), _header_hash(canonicalizations[0], signature, colon_list(tags["h"]), fields, raw)
    )


def _key_suits_algorithm(key: PublicKey, algorithm: str) -> bool:
    if isinstance(key, RSAPublicKey):
        return algorithm == "rsa-sha256" and key.key_size >= MIN_RSA_KEY_BITS
    return algorithm == "ed25519-sha256"


def _header_hash(
    canonicalization: Canonicalization,
    signature: HeaderField,
    signed: Sequence[str],
    fields: Sequence[HeaderField],
    raw: Sequence[bytes],
) -> bytes:
    """Of the fields that `h=` names, each from the bottom up, and of the signature's own without its value."""
    unsigned_yet: dict[str, list[HeaderField]] = {}
    for item in fields:
        if item is not signature:
            unsigned_yet.setdefault(item.name, []).append(item)
    chosen = [same.pop() for name in signed if (same := unsigned_yet.get(name.lower()))]
    lines = [_canonical(canonicalization, raw[item.position]) for item in chosen]
    own = _canonical(canonicalization, _without_value(raw[signature.position]))
    return sha256(b"".join([*lines, own.removesuffix(b"\r\n")])).digest()


def _canonical(canonicalization: Canonicalization, raw: bytes) -> bytes:
    name, _colon, value = raw.partition(b":")
    return canonical_field(canonicalization, name.decode("ascii"), value.replace(b"\n", b"\r\n"))


def _without_value(raw: bytes) -> bytes:
    """The field with the value of `b=` deleted, and the white space around it (section 3.5)."""
    name, colon, value = raw.partition(b":")
    items = value.split(b";")
    emptied = (item[: item.index(b"=") + 1] if item.partition(b"=")[0].strip() == b"b" else item for item in items)
    return name + colon + b";".join(emptied)

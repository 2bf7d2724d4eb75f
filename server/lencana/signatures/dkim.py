"""DKIM (RFC 6376, 8301, 8463): which signature is worth verifying, and whether it holds.

The mathematics are those of `cryptography`; the rest is searching, replacing and hashing of bytes.
"""

from collections.abc import Sequence
from datetime import datetime

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Method, Result
from lencana.core.mail.header.header_block import HeaderField, read_headers, split_message
from lencana.errors import DomainError
from lencana.signatures.canonicalization import Canonicalization, parse_canonicalizations, split_raw_fields
from lencana.signatures.field_digests import (
    all_are_fields,
    has_key_name,
    header_digest,
    is_body_signed,
    is_digest_signed,
    is_in_date,
    look_up_key,
)
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import Tags, colon_list, covers_displayed_fields, is_acceptable, read_tags

MAX_SIGNATURES = 5  # looked at; fifty cost a fifth of a second
_MANDATORY = frozenset({"v", "a", "b", "bh", "d", "h", "s"})  # section 3.5


def verify_dkim(raw: bytes, sender: Domain, when: datetime, lookup: TxtLookup) -> Authentication:
    """The first signature of the sender's organisational domain that holds at that time; otherwise NO_EVIDENCE."""
    header_block, body = split_message(raw)
    block, raw_fields = read_headers(header_block, len(header_block)), split_raw_fields(header_block)
    if block.defects or block.repeated or not all_are_fields(block, raw_fields):
        return NO_EVIDENCE  # what others may read differently is not proven by what we read
    names = {item.name for item in block.fields}
    for item in block.all("dkim-signature")[:MAX_SIGNATURES]:
        tags = read_tags(item.value)
        if tags is None or not _worth_verifying(tags, sender, when) or not covers_displayed_fields(tags, names):
            continue
        if _verifies(item, tags, block.fields, raw_fields, body, lookup):
            return Authentication(Result.PASS, Method.DKIM, Domain.parse(tags["d"]).ascii, "lencana")
    return NO_EVIDENCE


def _worth_verifying(tags: Tags, sender: Domain, when: datetime) -> bool:
    return (
        tags.keys() >= _MANDATORY
        and tags["v"] == "1"
        and is_acceptable(tags)
        and has_key_name(tags)
        and _aligned(tags["d"], sender)
        and is_in_date(tags, when)
    )


def _aligned(signer: str, sender: Domain) -> bool:
    try:
        domain = Domain.parse(signer)
    except DomainError:
        return False
    return signer.isascii() and domain.registrable == sender.registrable != ""


def _verifies(
    signature: HeaderField,
    tags: Tags,
    fields: Sequence[HeaderField],
    raw_fields: Sequence[bytes],
    body: bytes,
    lookup: TxtLookup,
) -> bool:
    """Does the signature verify? Its dates were judged already."""
    canonicalizations = parse_canonicalizations(tags.get("c", Canonicalization.SIMPLE))
    domain = tags["d"].lower()
    _local, at_sign, identity = tags.get("i", "@" + domain).lower().rpartition("@")
    auid_is_sdid = identity == domain
    if canonicalizations is None or not at_sign or not (auid_is_sdid or identity.endswith("." + domain)):
        return False
    key = look_up_key(tags, lookup, auid_is_sdid=auid_is_sdid)
    if key is None or not is_body_signed(tags, canonicalizations[1], body):
        return False
    digest = header_digest(canonicalizations[0], signature, colon_list(tags["h"]), fields, raw_fields)
    return is_digest_signed(tags, digest, key)

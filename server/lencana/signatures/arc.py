"""ARC (RFC 8617): what a mail server that the operator trusts saw before the message was changed on its way.

Anyone may seal, and each sealer may have changed the message, so sealed results count only if their sealer and
every later one are listed. Nothing is asked of the DNS for others: what they sealed proves nothing, and a look-up would
tell them that their message was read.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Method, Result, authenticate
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.mail.header.header_block import HeaderField, read_headers, split_message
from lencana.signatures.arc_sets import ArcSet, read_arc_sets
from lencana.signatures.canonicalization import Canonicalization, parse_canonicalizations, split_raw_fields
from lencana.signatures.field_digests import (
    all_are_fields,
    header_digest,
    is_body_signed,
    is_digest_signed,
    look_up_key,
    seal_digest,
)
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import colon_list, covers_displayed_fields


def sealed_authentication(
    raw: bytes, sender: Domain, sealers: frozenset[str], when: datetime, lookup: TxtLookup
) -> Authentication:
    """What the oldest set reports from which on every sealer is listed; no evidence unless the chain holds.

    The seals that are verified are those of the listed sealers above it. Each covers all older sets, and its `cv=pass`
    says that its sealer found them valid.
    """
    header_block, body = split_message(raw)
    block, raw_fields = read_headers(header_block, len(header_block)), split_raw_fields(header_block)
    if block.defects or block.repeated or not all_are_fields(block, raw_fields):
        return NO_EVIDENCE  # what others may read differently is not proven by what we read
    sets = read_arc_sets(block, raw_fields, when)
    trusted = _trusted_sets(sets, sealers)
    names = {item.name for item in block.fields}
    if not trusted or not covers_displayed_fields(sets[-1].signature_tags, names):
        return NO_EVIDENCE
    if not _signature_holds(sets[-1], block.fields, raw_fields, body, lookup):
        return NO_EVIDENCE
    if not all(_seal_holds(sets[: item.instance], raw_fields, lookup) for item in reversed(trusted)):
        return NO_EVIDENCE
    return _reported(trusted[0], sender, sets[-1].sealer)


def _trusted_sets(sets: Sequence[ArcSet], sealers: frozenset[str]) -> Sequence[ArcSet]:
    """The newest sets down to the last one of an unbroken row of listed sealers, oldest first."""
    first = len(sets)
    while first and {sets[first - 1].sealer, sets[first - 1].signer} <= sealers:
        first -= 1
    return sets[first:]


def _signature_holds(
    newest: ArcSet, fields: Sequence[HeaderField], raw_fields: Sequence[bytes], body: bytes, lookup: TxtLookup
) -> bool:
    """Is the message as the newest sealer passed it on? Older signatures need not hold any more (section 5.2)."""
    tags = newest.signature_tags
    canonicalizations = parse_canonicalizations(tags.get("c", Canonicalization.SIMPLE))
    if canonicalizations is None or not is_body_signed(tags, canonicalizations[1], body):
        return False
    key = look_up_key(tags, lookup)
    digest = header_digest(canonicalizations[0], newest.signature, colon_list(tags["h"]), fields, raw_fields)
    return key is not None and is_digest_signed(tags, digest, key)


def _seal_holds(sets: Sequence[ArcSet], raw_fields: Sequence[bytes], lookup: TxtLookup) -> bool:
    """Does the seal of the newest of these sets hold, which covers all of them (section 5.1.1)?"""
    newest = sets[-1]
    sealed = [*chain.from_iterable((item.results, item.signature, item.seal) for item in sets)][:-1]
    key = look_up_key(newest.seal_tags, lookup)
    return key is not None and is_digest_signed(newest.seal_tags, seal_digest(sealed, newest.seal, raw_fields), key)


def _reported(item: ArcSet, sender: Domain, sealer: str) -> Authentication:
    """What the sealer saw of the sender's domain."""
    try:
        authserv_id = parse_authentication_results(item.reported).authserv_id
    except MalformedError:
        return NO_EVIDENCE
    field = HeaderField("authentication-results", item.reported, 0)
    reported = authenticate([field], frozenset({authserv_id or ""}), sender)
    if reported.result is not Result.PASS:
        return NO_EVIDENCE
    return Authentication(Result.PASS, Method.ARC, reported.domain, sealer)

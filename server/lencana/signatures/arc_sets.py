"""The ARC sets of a message (RFC 8617 section 4), read in one way for all who need them, or not at all.

Only ASCII counts, and only blanks and tabs are white space: what one reader takes for a blank and another does not
would let a sender plant a set that only one of them sees.
"""

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

from lencana.core.mail.header.header_block import HeaderBlock, HeaderField
from lencana.signatures.field_digests import has_key_name, is_in_date
from lencana.signatures.tags import Tags, colon_list, is_acceptable, read_tags

MAX_SETS = 10  # of fifty that section 4.2.1 allows
RESULTS, SIGNATURE, SEAL = "arc-authentication-results", "arc-message-signature", "arc-seal"
_ARC_FIELDS = frozenset({RESULTS, SIGNATURE, SEAL})
_INSTANCE = re.compile(r"[1-9][0-9]?")
_REPORTED = re.compile(r"[ \t]*i[ \t]*=[ \t]*([1-9][0-9]?)[ \t]*;(.*)")  # section 4.1.1
_SIGNATURE_TAGS = frozenset({"i", "a", "b", "bh", "d", "h", "s"})  # section 4.1.2
_SEAL_TAGS = frozenset({"i", "a", "b", "cv", "d", "s"})  # section 4.1.3


class ArcSet(msgspec.Struct, frozen=True, gc=False):
    """The three fields that one sealer added, and their tags."""

    instance: int
    results: HeaderField
    signature: HeaderField
    seal: HeaderField
    reported: str  # the Authentication-Results in `results`
    signature_tags: Tags
    seal_tags: Tags

    @property
    def sealer(self) -> str:
        """The domain that sealed it, in lower case."""
        return self.seal_tags["d"].lower()

    @property
    def signer(self) -> str:
        """The domain that signed the message, in lower case; mostly the sealer."""
        return self.signature_tags["d"].lower()


def read_arc_sets(block: HeaderBlock, raw_fields: Sequence[bytes], when: datetime) -> Sequence[ArcSet]:
    """Read the sets, oldest first; none of them if anything in any of them is not as it must be."""
    fields = [field for field in block.fields if field.name in _ARC_FIELDS]
    if not 0 < len(fields) <= 3 * MAX_SETS or not all(raw_fields[field.position].isascii() for field in fields):
        return ()
    results, signatures, seals = (_by_instance(fields, name) for name in (RESULTS, SIGNATURE, SEAL))
    instances = list(range(1, len(fields) // 3 + 1))
    if len(fields) % 3 != 0 or not sorted(results) == sorted(signatures) == sorted(seals) == instances:
        return ()
    sets = [_read_set(number, results[number], signatures[number], seals[number], when) for number in instances]
    return [item for item in sets if item is not None] if all(sets) else ()


def _by_instance(fields: Sequence[HeaderField], name: str) -> dict[int, HeaderField]:
    """The fields of a name by their instance; 0 is that of a field that names none."""
    return {_instance(field): field for field in fields if field.name == name}


def _instance(field: HeaderField) -> int:
    if field.name == RESULTS:
        match = _REPORTED.fullmatch(field.value)
        return int(match[1]) if match else 0
    value = (read_tags(field.value) or {}).get("i", "")
    return int(value) if _INSTANCE.fullmatch(value) else 0


def _read_set(
    number: int, results: HeaderField, signature: HeaderField, seal: HeaderField, when: datetime
) -> ArcSet | None:
    match = _REPORTED.fullmatch(results.value)
    signature_tags, seal_tags = read_tags(signature.value), read_tags(seal.value)
    if match is None or signature_tags is None or seal_tags is None:
        return None
    if not (_is_signature(signature_tags, when) and _is_seal(seal_tags, number, when)):
        return None
    return ArcSet(number, results, signature, seal, match[2], signature_tags, seal_tags)


def _is_signature(tags: Tags, when: datetime) -> bool:
    """A signature as DKIM's, which leaves the seals to the sealers."""
    signed = {name.lower() for name in colon_list(tags.get("h", ""))}
    return tags.keys() >= _SIGNATURE_TAGS and SEAL not in signed and _is_verifiable(tags, when)


def _is_seal(tags: Tags, number: int, when: datetime) -> bool:
    """A seal, of a chain that was valid when it was sealed: its fields are fixed, so it has no `h=`."""
    if not tags.keys() >= _SEAL_TAGS or "h" in tags:
        return False
    return tags["cv"] == ("none" if number == 1 else "pass") and _is_verifiable(tags, when)


def _is_verifiable(tags: Tags, when: datetime) -> bool:
    return is_acceptable(tags) and has_key_name(tags) and is_in_date(tags, when)

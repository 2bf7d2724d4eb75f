"""What a signature must be before its mathematics are worth doing: tags (RFC 6376 section 3.2) and header rules."""

from collections.abc import Mapping, Sequence

from dkim.util import InvalidTagValueList, parse_tag_value

ALGORITHMS = frozenset({"rsa-sha256", "ed25519-sha256"})  # rsa-sha1 is dead (RFC 8301)
MIN_KEY = 1024  # bits of an RSA key (RFC 8301 section 3.2)
# Fields of which a message has one (RFC 5322 section 3.6): with a second, a reader may see the one that is not signed.
ONCE = ("from", "to", "cc", "subject", "date", "reply-to", "sender", "content-type", "mime-version")
# What a reader goes by must be signed where it is there.
SEEN = ("from", "subject", "reply-to")

Tags = Mapping[str, str]


def read_tags(value: str) -> dict[str, str] | None:
    """The tags of a signature field, None when they are not a tag list (a tag twice, no `=`)."""
    try:
        pairs = parse_tag_value(value.encode("utf-8", "surrogateescape"))
    except InvalidTagValueList:
        return None
    return {k.decode("latin-1"): v.decode("latin-1") for k, v in pairs.items()}


def covers_what_is_seen(tags: Tags, names: Sequence[str]) -> bool:
    """Does the signature cover the fields that a reader goes by, in a message that has each of them once?"""
    signed = {name.strip().lower() for name in tags.get("h", "").split(":")}
    if any(names.count(name) > 1 for name in ONCE):
        return False
    return all(name in signed for name in SEEN if name in names)


def is_sound(tags: Tags) -> bool:
    """A whole body (no `l=`, which lets anyone append) under an algorithm that still stands."""
    return "l" not in tags and tags.get("a", "").lower() in ALGORITHMS

"""What a signature must be before its mathematics are worth doing: tags (RFC 6376 section 3.2) and header rules."""

import re
from collections.abc import Mapping, Set

ALGORITHMS = frozenset({"rsa-sha256", "ed25519-sha256"})  # rsa-sha1 is dead (RFC 8301)
MIN_RSA_KEY_BITS = 1024  # bits of an RSA key (RFC 8301 section 3.2)
# What a reader goes by must be signed where it is there.
DISPLAYED_FIELDS = ("from", "subject", "reply-to")
_BLANKS = " \t\r\n"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

Tags = Mapping[str, str]


def read_tags(value: str) -> dict[str, str] | None:
    """The tags of a field or record, None when they are not a tag list (a tag twice, no `=`)."""
    tags: dict[str, str] = {}
    items = value.split(";")
    if not items[-1].strip(_BLANKS):
        items.pop()
    for item in items:
        name, equals, text = item.partition("=")
        name = name.strip(_BLANKS)
        if not equals or name in tags or not _NAME.fullmatch(name):
            return None
        tags[name] = text.strip(_BLANKS)
    return tags


def colon_list(value: str) -> list[str]:
    """The items of a tag whose value is a colon-separated list."""
    return [item.strip(_BLANKS) for item in value.split(":")]


def covers_displayed_fields(tags: Tags, names: Set[str]) -> bool:
    """Does it sign those of the displayed fields that are among the names of a message's fields?"""
    signed = {name.lower() for name in colon_list(tags.get("h", ""))}
    return all(name in signed for name in DISPLAYED_FIELDS if name in names)


def is_acceptable(tags: Tags) -> bool:
    """Signs the whole body (no `l=`, which lets anybody append) with an algorithm that is not obsolete."""
    return "l" not in tags and tags.get("a", "").lower() in ALGORITHMS

"""A root's fingerprint (SHA-256, 64 hex digits) as people write it and read it to each other."""

import re
from typing import Final

GROUP_DIGITS: Final = 4
_SEPARATORS: Final = re.compile(r"[\s:-]")  # what people put between the digits
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


def in_groups(fingerprint: str) -> str:
    """Groups of four hex digits; what readers type back may have any case, spaces, colons or hyphens."""
    return " ".join(fingerprint[at : at + GROUP_DIGITS] for at in range(0, len(fingerprint), GROUP_DIGITS))


def parse_fingerprint(text: str) -> str | None:
    """The digits of a fingerprint that a person wrote, with blanks, colons or hyphens between; None if it is none."""
    digits = _SEPARATORS.sub("", text).lower()
    return digits if _FINGERPRINT.fullmatch(digits) else None

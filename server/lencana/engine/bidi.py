"""Foreign words within a sentence, kept from changing its order (UAX 9, isolates).

Only sentences for people get these characters; a finding's parameters never do.
"""

from typing import Final
from unicodedata import bidirectional

_LEFT_TO_RIGHT: Final = "\u2066"
_AS_IT_BEGINS: Final = "\u2068"
_END: Final = "\u2069"
_RIGHT_TO_LEFT_CLASSES: Final = frozenset({"R", "AL", "AN"})


def isolated(value: str, *, is_name: bool, direction: str) -> str:
    """The value as it stands in a sentence of that direction; as it is where its letters run the sentence's way.

    A name runs as its first letter does. An address or host always runs from left to right: else the labels of a host
    with an Arabic one change places, and a stranger's name looks like a brand's.
    """
    if direction == "ltr" and not _has_right_to_left(value):
        return value
    return f"{_AS_IT_BEGINS if is_name else _LEFT_TO_RIGHT}{value}{_END}"


def _has_right_to_left(value: str) -> bool:
    return not value.isascii() and any(bidirectional(character) in _RIGHT_TO_LEFT_CLASSES for character in value)

"""Ways to draw a text so that a machine reads something else than a person."""

import re
from enum import StrEnum, unique

import re2


@unique
class Obfuscation(StrEnum):
    """How a text is drawn for a machine to read something else than a person."""

    SPLIT_WORDS = "split_words"  # hidden letters within words
    CONCEALED = "concealed"  # much text in the colour of the page, too small or beyond its edge
    INVISIBLE = "invisible"  # invisible characters within words
    REVERSED = "reversed"  # characters that turn the direction of reading
    OTHER_ALPHABET = "other_alphabet"  # letters of another alphabet within words


def obfuscations_in(text: str) -> frozenset[Obfuscation]:
    """Tricks with characters; ASCII has none."""
    if text.isascii():
        return frozenset()
    return frozenset(trick for trick, pattern, least in _CHARACTERS if _occurs(pattern, text, least))


def bidi_resolved(text: str) -> str:
    """The text with what stands behind a right-to-left override (UAX #9, section 2.2) in the order that is seen."""
    return _TURNED.sub(lambda match: match[1][::-1], text) if _OVERRIDE in text else text


_OVERRIDE = "\u202e"
_TURNED = re.compile("\u202e([^\u202a-\u202e\n]*)\u202c?")
_CHARACTERS = (
    (Obfuscation.INVISIBLE, re2.compile(r"[A-Za-z][\x{200b}-\x{200d}\x{2060}-\x{2064}\x{feff}]+[A-Za-z]"), 2),
    (Obfuscation.REVERSED, re2.compile(r"[\x{202d}\x{202e}]"), 1),
    (Obfuscation.OTHER_ALPHABET, re2.compile(r"[A-Za-z][аеорсухіјѕԁһԛԝѵοαεικνρτυχ]+[A-Za-z]"), 2),
)


def _occurs(pattern: "re2._Regexp", text: str, least: int) -> bool:
    return sum(1 for _, _ in zip(pattern.finditer(text), range(least), strict=False)) >= least

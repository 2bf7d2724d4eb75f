"""Obfuscations: characters that make a machine read something else than a person sees."""

import re
from enum import StrEnum, unique

import re2

_RIGHT_TO_LEFT_OVERRIDE = "\u202e"
_OVERRIDDEN = re.compile("\u202e([^\u202a-\u202e\n]*)\u202c?")


@unique
class Obfuscation(StrEnum):
    """How a text is written so that a machine reads something else than a person sees."""

    SPLIT_WORDS = "split_words"  # hidden letters within words
    CONCEALED = "concealed"  # much text in the colour of the page, too small or out of view
    INVISIBLE = "invisible"  # invisible characters within words
    REVERSED = "reversed"  # bidi overrides
    OTHER_ALPHABET = "other_alphabet"  # letters of another script within words


# Joiners and blanks without width, variation selectors, tags (of flags).
_INVISIBLE = r"\x{200b}-\x{200d}\x{2060}-\x{2064}\x{fe00}-\x{fe0f}\x{feff}\x{e0001}-\x{e007f}\x{e0100}-\x{e01ef}"
# Obfuscation, pattern, and how often the pattern must occur: one such word in a text may be an accident.
_BY_CHARACTERS = (
    (Obfuscation.INVISIBLE, re2.compile(rf"[A-Za-z][{_INVISIBLE}]+[A-Za-z]"), 2),
    (Obfuscation.REVERSED, re2.compile(r"[\x{202d}\x{202e}]"), 1),
    (Obfuscation.OTHER_ALPHABET, re2.compile(r"[A-Za-z][аеорсухіјѕԁһԛԝѵοαεικνρτυχ]+[A-Za-z]"), 2),
)


def obfuscations_in(text: str) -> frozenset[Obfuscation]:
    """The obfuscations that the characters of a text make by themselves; ASCII has none."""
    if text.isascii():
        return frozenset()
    return frozenset(name for name, pattern, least in _BY_CHARACTERS if _occurs(pattern, text, min_occurrences=least))


def bidi_resolved(text: str) -> str:
    """The text with what follows a right-to-left override (UAX #9 section 2.2) in the order of display."""
    if _RIGHT_TO_LEFT_OVERRIDE not in text:
        return text
    return _OVERRIDDEN.sub(lambda match: match[1][::-1], text)


def _occurs(pattern: "re2._Regexp", text: str, *, min_occurrences: int) -> bool:
    return sum(1 for _, _ in zip(pattern.finditer(text), range(min_occurrences), strict=False)) >= min_occurrences

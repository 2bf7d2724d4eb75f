"""Patterns for text as it is written: with accents, without them, or with accents as characters of their own."""

import re
from functools import lru_cache
from unicodedata import normalize

_MARKS = r"\x{300}-\x{36f}\x{653}-\x{655}"
_ARABIC_POINTS = r"\x{640}\x{64b}-\x{652}"  # vowel signs, and what lengthens a word
_ALEFS = "اأإآ"
# Letters, digits and kana of another width, which are read as the ordinary ones.
OTHER_WIDTH = r"[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff66}-\x{ffdc}]"
_I_IN_ANY_CASE = "iıİ"  # Turkish: RE2's (?i) pairs none of the last two with i


_CLASS = re.compile(r"\[\^?((?:\\.|[^\]\\])*)\]|\\.", re.DOTALL)


def raw_pattern(pattern: str) -> str:
    """A pattern that matches what the given one matches in plain text (`letters.plain_text`), before that is plain."""
    if pattern.isascii():
        return pattern
    pieces, end = list[str](), 0
    for token in _CLASS.finditer(pattern):
        pieces += map(_either, pattern[end : token.start()])
        pieces.append("".join(map(_letters_of, token[0])) if token[0][0] == "[" else token[0])
        end = token.end()
    return "".join((*pieces, *map(_either, pattern[end:])))


@lru_cache(maxsize=4096)
def _either(char: str) -> str:
    letters = _letters_of(char)
    if "\u0620" <= char <= "\u064a":
        return f"[{letters}][{_ARABIC_POINTS}]*"
    if len(letters) == 1:
        return char
    has_marks = char not in _ALEFS and char not in _I_IN_ANY_CASE
    return f"(?:[{letters}][{_MARKS}]*)" if has_marks else f"[{letters}]"


def _letters_of(char: str) -> str:
    """The letter with and without its accents, each way to write it."""
    for alike in (_ALEFS, _I_IN_ANY_CASE):
        if char in alike:
            return alike
    base, *marks = tuple(normalize("NFD", char))
    if not marks or not base.isascii():  # kana and Hangul are written in one way
        return char
    return "".join(sorted({char, base, *(normalize("NFC", base + mark) for mark in marks)}))

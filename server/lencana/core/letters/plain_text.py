"""A whole text in the plain letters and digits that it looks like, for patterns that are written in ASCII."""

from functools import lru_cache
from unicodedata import category, digit

from lencana.core.letters.skeleton import fold_confusables

CACHED_CHARACTERS = 4096
_BLANKS = frozenset({"Zs", "Zl", "Zp"})  # of Unicode: separators
_HYPHEN, _APOSTROPHE, _DOT = "-", "'", "."
_PUNCTUATION = dict.fromkeys("‐‑‒–—―−﹣－⁃", _HYPHEN)
_PUNCTUATION |= dict.fromkeys("’‘ʼ′＇`´", _APOSTROPHE)
_PUNCTUATION |= dict.fromkeys("•·∙⋅・․。｡．", _DOT)


def plain_text(text: str) -> str:
    """The text in lower case, with letters of other scripts, accents, invisible characters and digits made plain.

    "Сall ８８８‑𝟓𝟓𝟓‑٠١٩٩" → "call 888-555-0199". Digits of every script become ASCII, ordinary or circled. Any run
    of blanks is one blank, and one line break if there is one among them.
    """
    if not text.isascii():
        text = text.translate({ord(char): _plain_character(char) for char in set(text) if not char.isascii()})
    lines = (" ".join(line.split()) for line in text.lower().splitlines())
    return "\n".join(filter(None, lines))


@lru_cache(maxsize=CACHED_CHARACTERS)
def _plain_character(char: str) -> str:
    if (value := digit(char, None)) is not None:
        return str(value)
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if category(char) in _BLANKS:
        return " "
    return fold_confusables(char)

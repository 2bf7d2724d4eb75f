"""What a text looks like: one string for all texts that a reader takes for one another (UTS #39 section 4).

Two strengths. Folding is for names that people read: letters of other scripts, styled, accented and invisible
characters become the plain letters that they look like, and words stay words. A skeleton is for domain names, and for
names that may be written with 0 for o: it also merges what plain ASCII can imitate.
"""

from functools import cache
from unicodedata import category, normalize

from lencana.core.letters.substitution import CharacterMap
from lencana.data import read_table

_TRADEMARKS = {0x2120: None, 0x2122: None}  # ℠ and ™, which NFKC writes as letters
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf"})  # accents, variation selectors, enclosing marks, zero-width, bidi
_FILLERS = {0x115F: None, 0x1160: None, 0x17B4: None, 0x17B5: None}  # letters by category, displayed as nothing
_DIGITS = CharacterMap("01|5", "olls")
_I_AS_L = CharacterMap("i", "l")
_SINGLES = CharacterMap("01|5i", "ollsl")  # digits and i in one pass
_PAIRS = (("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"), ("lc", "k"))
# Letters that look like two things. The table of confusables has the likelier one; this is the other.
_SECOND_FOLDING = {"þ": "b", "œ": "ce", "ł": "t", "ß": "ss", "ə": "a"}
_MAX_AMBIGUOUS = 3  # letters a text, so at most 8 foldings


def fold_confusables(text: str) -> str:
    """The text in the plain lower-case letters that it looks like; spaces and punctuation stay.

    "Ореn\u200b АІ" and "𝗢𝗽𝗲𝗻 𝗔𝗜" → "open ai", "Café" → "cafe"; ASCII is only lower-cased: digits stay digits, so
    that "GPT-4" becomes "gpt-4", and "OpenAl" (small L) becomes "openal", which only a skeleton tells from "openai".
    """
    if text.isascii():
        return text.lower()
    plain = normalize("NFD", normalize("NFKC", text.translate(_TRADEMARKS)))
    bare = "".join(c for c in plain if category(c) not in _DROPPED_CATEGORIES)
    return bare.translate(_confusables()).lower().translate(_confusables())


def merge_single_confusables(folded: str) -> str:
    """Folded text with single ASCII confusables merged: 0/o, 1/l/i, 5/s. Its length stays the same."""
    return _SINGLES(folded)


def merge_confusable_pairs(folded: str) -> str:
    """Folded text with each pair that looks like one letter as that letter: rn and nn/m, vv/w, cl/d, lc/k."""
    for pair, letter in _PAIRS:
        if pair in folded:
            folded = folded.replace(pair, letter)
    return folded


def ascii_skeleton(folded: str) -> str:
    """The skeleton of folded text: single confusables and pairs merged; digits first, for c1 looks like cl."""
    return _I_AS_L(merge_confusable_pairs(_DIGITS(folded)))


def singles_and_skeleton(folded: str) -> tuple[str, str]:
    """`merge_single_confusables` and `ascii_skeleton` of a folded text: most texts have no pairs, and both are one."""
    without_digits = _DIGITS(folded)
    singles, without_pairs = _I_AS_L(without_digits), merge_confusable_pairs(without_digits)
    return singles, singles if without_pairs == without_digits else _I_AS_L(without_pairs)


def skeleton(text: str) -> str:
    """The skeleton of a text, equal for texts that look alike: skeleton("0penаl") == skeleton("OpenAI")."""
    return ascii_skeleton(fold_confusables(text))


def possible_foldings(text: str) -> tuple[str, ...]:
    """The foldings of a text, one for each reading of its ambiguous letters, the likeliest first: þest → pest, best."""
    ambiguous = [] if text.isascii() else [c for c in _SECOND_FOLDING if c in text][:_MAX_AMBIGUOUS]
    texts = [text]
    for char in ambiguous:
        texts += [t.replace(char, _SECOND_FOLDING[char]) for t in texts]
    return tuple(map(fold_confusables, texts))


@cache
def _confusables() -> dict[int, str | None]:
    rows = (line.split("\t") for line in read_table("confusables.txt"))
    return {ord(char): prototype for prototype, chars in rows for char in chars} | _FILLERS

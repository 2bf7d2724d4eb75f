"""What a text looks like: the same string for texts that a reader takes for one another (UTS #39 section 4).

`fold_confusables` is for names that people read: letters of other alphabets, styled, accented and invisible characters become the
plain letters that they are drawn like, and words stay words. `skeleton` goes further, for domain names and for names
that may be written with 0 for o: it also merges what plain ASCII can imitate.
"""

from functools import cache
from unicodedata import category, normalize

from lencana.core.letters.substitution import CharacterMap
from lencana.data import read_table

_TRADEMARKS = {0x2120: None, 0x2122: None}  # ℠ and ™, which NFKC writes as letters
_UNSEEN = frozenset({"Mn", "Me", "Cf"})  # accents and variation selectors, enclosing marks, zero-width and bidi
_FILLERS = {0x115F: None, 0x1160: None, 0x17B4: None, 0x17B5: None}  # letters by category, drawn as nothing
_DIGITS = CharacterMap("01|5", "olls")
_SLENDER = CharacterMap("i", "l")
_LEVEL = CharacterMap("01|5i", "ollsl")  # both of the above
_PAIRS = (("rn", "m"), ("nn", "m"), ("vv", "w"), ("cl", "d"), ("lc", "k"))
# Letters that are drawn like one thing to one reader and like another to the next; the table holds the first.
_SECOND_READING = {"þ": "b", "œ": "ce", "ł": "t", "ß": "ss", "ə": "a"}
_MAX_SECOND_READINGS = 3  # so at most 8 skeletons a label


def fold_confusables(text: str) -> str:
    """`text` in the plain lower-case letters that it is drawn like; spaces and punctuation stay.

    "Ореn\u200b АІ" and "𝗢𝗽𝗲𝗻 𝗔𝗜" → "open ai", "Café" → "cafe"; ASCII is only lower-cased: digits stay digits, so
    that "GPT-4" stays "gpt-4", and "OpenAl" (small L) stays "openal": compare skeletons to catch it.
    """
    if text.isascii():
        return text.lower()
    plain = normalize("NFD", normalize("NFKC", text.translate(_TRADEMARKS)))
    bare = "".join(c for c in plain if category(c) not in _UNSEEN)
    return bare.translate(_confusables()).lower().translate(_confusables())


def merge_single_confusables(folded: str) -> str:
    """Merge the single ASCII characters that are taken for one another: 0/o, 1/l/i, 5/s. Length is kept."""
    return _LEVEL(folded)


def merge_confusable_pairs(folded: str) -> str:
    """Draw the pairs that look like one letter as that letter: rn and nn/m, vv/w, cl/d, lc/k."""
    for pair, letter in _PAIRS:
        if pair in folded:
            folded = folded.replace(pair, letter)
    return folded


def ascii_skeleton(folded: str) -> str:
    """`merge_confusable_pairs` and `merge_single_confusables`."""
    return _SLENDER(merge_confusable_pairs(_DIGITS(folded)))


def skeleton(text: str) -> str:
    """Equal for texts that look alike: skeleton("0penаl") == skeleton("OpenAI")."""
    return ascii_skeleton(fold_confusables(text))


def possible_foldings(text: str) -> tuple[str, ...]:
    """`fold_confusables`, once for each way in which its ambiguous letters can be read, the likeliest first."""
    ambiguous = [] if text.isascii() else [c for c in _SECOND_READING if c in text][:_MAX_SECOND_READINGS]
    texts = [text]
    for char in ambiguous:
        texts += [t.replace(char, _SECOND_READING[char]) for t in texts]
    return tuple(map(fold_confusables, texts))


@cache
def _confusables() -> dict[int, str | None]:
    rows = (line.split("\t") for line in read_table("confusables.txt"))
    return {ord(char): prototype for prototype, chars in rows for char in chars} | _FILLERS

"""A whole text in the plain letters and digits that it looks like, for patterns that are written in ASCII."""

import re
from functools import lru_cache
from unicodedata import category, digit

import re2

from lencana.core.letters.own_scripts import ANY_RUN, RUN, own_letters
from lencana.core.letters.skeleton import fold_confusables

CACHED_CHARACTERS = 4096
MAX_REPLACED = 16  # different characters that are replaced one after the other
_ASCII = bytes(range(128))
_BLANKS = frozenset({"Zs", "Zl", "Zp"})  # of Unicode: separators
_HYPHEN, _APOSTROPHE, _DOT = "-", "'", "."
_PUNCTUATION = dict.fromkeys("‐‑‒–—―−﹣－⁃", _HYPHEN)
_PUNCTUATION |= dict.fromkeys("’‘ʼ′＇`´", _APOSTROPHE)
_PUNCTUATION |= dict.fromkeys("•·∙⋅・․。｡．", _DOT)
_UNTIDY = re2.compile(r"  | \n|\n[ \n]|[^ -~\n]")  # blanks besides single ones, in ASCII
# Signs of currencies (Unicode's Sc): beside a digit an amount's, and elsewhere a letter's (€ for e).
_SIGN = (
    "[\u00a2-\u00a5\u058f\u060b\u09f2\u09f3\u0bf9\u0e3f\u17db\u20a0-\u20cf\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5\uffe6]"
)
_AMOUNT_SIGN = re.compile(rf"{_SIGN}(?=[ \u00a0]?\d)|(?<=\d){_SIGN}|(?<=\d[ \u00a0]){_SIGN}")


def plain_text(text: str) -> str:
    """The text in lower case, with letters of other scripts, accents, invisible characters and digits made plain.

    "Сall ８８８‑𝟓𝟓𝟓‑٠١٩٩" → "call 888-555-0199". Digits of every script become ASCII, ordinary or circled. Any run
    of blanks is one blank, and one line break if there is one among them. Any currency's sign beside a digit is "$".
    """
    return _with_single_blanks(plain_letters(text).lower())


def _with_single_blanks(text: str) -> str:
    if text.isascii() and _UNTIDY.search(text) is None:
        return text.strip(" \n")
    if not text.replace("\n", "").isprintable():  # blanks besides the ordinary one, which is the only one to be printed
        lines = (" ".join(line.split()) for line in text.splitlines())
        return "\n".join(filter(None, lines))
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text.strip(" \n")


def plain_letters(text: str) -> str:
    """The text with letters, signs and digits made plain, but its capitals, blanks and lines as they are."""
    if text.isascii():
        return text
    text = _AMOUNT_SIGN.sub("$", text)
    if RUN.search(text) is None:
        return _each_plain(text)
    pieces = RUN.split(text)
    pieces[1::2] = map(own_letters, pieces[1::2])
    pieces[::2] = (piece if piece.isascii() else _each_plain(piece) for piece in pieces[::2])
    return "".join(pieces)


def plain_pattern(pattern: str) -> str:
    """A pattern for plain text, written as the language is."""
    pieces = ANY_RUN.split(pattern)
    pieces[1::2] = map(own_letters, pieces[1::2])
    pieces[::2] = ("".join(c if c.isascii() else _plain_character(c) for c in piece) for piece in pieces[::2])
    return "".join(pieces)


def _each_plain(text: str) -> str:
    """Each character by itself. Most texts have few that are not ASCII, and replacing these is cheaper."""
    chars = set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if len(chars) > MAX_REPLACED:
        return text.translate({ord(char): _plain_character(char) for char in chars})
    for char in chars:
        text = text.replace(char, _plain_character(char))
    return text


@lru_cache(maxsize=CACHED_CHARACTERS)
def _plain_character(char: str) -> str:
    if (value := digit(char, None)) is not None:
        return str(value)
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if category(char) in _BLANKS:
        return " "
    return fold_confusables(char)

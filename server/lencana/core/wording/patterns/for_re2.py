"""Patterns and texts as RE2 takes them: the pieces that all wording is searched with."""

import re

import re2

from lencana.core.letters.own_scripts import OTHER_LETTER
from lencana.core.letters.plain_text import plain_pattern

MATCHES_NOTHING = r"[^\x{0}-\x{10ffff}]"  # a pattern that matches no text
PATTERN_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)  # an escape, a class, a blank


def across_line_breaks(pattern: str) -> str:
    """The pattern with each blank matching the line break of a wrapped text, too."""
    return PATTERN_TOKEN.sub(lambda token: r"[ \n]" if token[0] == " " else token[0], pattern)


def whole_words(pattern: str) -> str:
    """A pattern of one language as one for plain text: at the borders of words, but where words have none."""
    plain = across_line_breaks(plain_pattern(pattern))
    return plain if OTHER_LETTER.search(plain) else between_words(plain)


def between_words(pattern: str) -> str:
    """The pattern where no letter or digit stands before it or after it."""
    return rf"(?:^|[^a-z0-9])(?:{pattern})(?:$|[^a-z0-9])"


def compile_quietly(pattern: str) -> "re2._Regexp":
    """Compile without a word in the log where a text, made for it, needs more states than there is memory for."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


def bytes_if_ascii(text: str) -> str | bytes:
    """The text, as bytes if it is ASCII: in a `str`, RE2's binding counts the characters before each match, 7 ns each.

    A match then has bytes, and the positions in them are those in the text.
    """
    return text.encode() if text.isascii() else text

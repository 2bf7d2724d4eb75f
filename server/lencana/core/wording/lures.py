"""Does a text press its reader: to pay, to save an account, to keep a deadline, to do a stranger a favour?

The patterns are data, one file a language (data/lures), written as the language is and made plain when they are read,
for plain text (`letters.plain_text`), matched by RE2 in linear time. They are compiled when a message first needs them:
most never do, for a lure matters only beside a brand's or a person's name.
"""

from enum import StrEnum, unique

import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.plain_text import plain_pattern
from lencana.core.wording.patterns.for_re2 import across_line_breaks, between_words, compile_quietly
from lencana.data import read_toml

LATIN_TOGETHER = 4  # languages in one pattern
OTHERS_TOGETHER = 2  # their letters are several bytes each


@unique
class Lure(StrEnum):
    """What a text presses for; the names of the patterns in data/lures."""

    ACCOUNT = "lure"  # pay, renew, verify: the reader's own account or payment is in danger
    URGENCY = "urgency"  # a deadline, a prize: marketing has these, too
    GIFT_CARD = "gift_card"
    PAYMENT = "payment"  # pay somebody, change bank details
    ACT = "act"  # a favour, an answer


def has_lure(plain: str, kind: Lure = Lure.ACCOUNT, among: tuple[str, ...] | None = None) -> bool:
    """Return whether a plain text has a lure of this kind, in any language or `among` some."""
    latin, others = _patterns(kind, among)
    encoded = plain.encode()  # once: RE2 reads UTF-8
    return any(each.search(encoded) is not None for each in (latin if plain.isascii() else latin + others))


@by_languages
def _patterns(kind: Lure, among: tuple[str, ...] | None) -> tuple[tuple["re2._Regexp", ...], tuple["re2._Regexp", ...]]:
    """The languages in Latin letters, and those in others, whose words have no borders; a few in each pattern.

    One of all languages would need more states than RE2 has memory for, and it is slow without them.
    """
    tables = (read_toml(f"lures/{language}.toml") for language in (judged_languages() if among is None else among))
    texts = [across_line_breaks(plain_pattern(table[kind].replace("\n", ""))) for table in tables]
    latin, others = ([text for text in texts if text.isascii() is is_latin] for is_latin in (True, False))
    return (
        tuple(compile_quietly(between_words(text)) for text in _together(latin, LATIN_TOGETHER)),
        tuple(map(compile_quietly, _together(others, OTHERS_TOGETHER))),
    )


def _together(texts: list[str], count: int) -> list[str]:
    return ["|".join(texts[start : start + count]) for start in range(0, len(texts), count)]

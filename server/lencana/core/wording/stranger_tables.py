"""The wording tables of data/third_party, one file a language, read and joined when first needed."""

from typing import Any

import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.leet import LeetWords
from lencana.core.letters.own_scripts import OTHER_LETTER
from lencana.core.letters.plain_text import plain_pattern
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING, across_line_breaks
from lencana.data import read_toml


@by_languages
def tables() -> dict[str, dict[str, Any]]:
    """Each language's table, its patterns for plain text."""
    return {language: _plain(read_toml(f"third_party/{language}.toml")) for language in judged_languages()}


def _plain(table: dict[str, Any]) -> dict[str, Any]:
    return {key: plain_pattern(value) if isinstance(value, str) else _plain(value) for key, value in table.items()}


@by_languages
def joined(key: str) -> str:
    """The alternatives of all languages in Latin letters for one key; languages may lack it."""
    return "|".join(_alternatives(key, latin=True)) or MATCHES_NOTHING


@by_languages
def in_other_letters(key: str, rest: str = "") -> str:
    """What to add to a pattern of the languages in Latin letters for the others, whose words have no borders."""
    others = "|".join(_alternatives(key, latin=False))
    return f"|(?:{across_line_breaks(others)}){rest}" if others else ""


@by_languages
def bounded(key: str, rest: str = "") -> str:
    """A pattern for one key: at the borders of words, where words have any, and then `rest`."""
    return rf"(?:\b(?:{across_line_breaks(joined(key))})\b{rest}{in_other_letters(key, rest)})"


@by_languages
def pattern(key: str) -> "re2._Regexp":
    """The compiled pattern of all languages for one key, at the borders of words."""
    return re2.compile(bounded(key))


def _alternatives(key: str, *, latin: bool) -> list[str]:
    """Signs of money and the like are of no script: they leave a pattern among those in Latin letters."""
    words = (table[key] for table in tables().values() if key in table)
    return [word for word in words if (OTHER_LETTER.search(word) is None) is latin]


def word_values() -> dict[str, str]:
    """The digits of each number word: eight → 8, hundred → 00."""
    digits = (table.get("digits", {}) for table in tables().values())
    return {plain_pattern(word): value for table in digits for word, value in table.items()}


@by_languages
def leet_words() -> LeetWords:
    """The words that are read also where digits stand for their letters."""
    return LeetWords(word for table in tables().values() for word in table.get("leet", "").split())

"""The wording tables of data/third_party, one file a language, read and joined when first needed."""

import re
from functools import cache
from typing import Any

import re2

from lencana.core.letters.leet import LeetWords
from lencana.data import read_toml

# More than the product's own languages: what strangers write through a brand's servers is in any tongue.
LANGUAGES = ("en", "id", "de", "es", "fr", "it", "nl", "pt")
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)  # of a pattern: an escape, a class, a blank


def tables() -> dict[str, dict[str, Any]]:
    """Each language's table."""
    return {language: read_toml(f"third_party/{language}.toml") for language in LANGUAGES}


@cache
def joined(key: str) -> str:
    """The alternatives of all languages for one key; languages may lack it."""
    return "|".join(table[key] for table in tables().values() if key in table)


@cache
def pattern(key: str) -> "re2._Regexp":
    """The compiled pattern of all languages for one key, at the borders of words."""
    return re2.compile(rf"\b(?:{in_lines(joined(key))})\b")


def word_values() -> dict[str, str]:
    """The digits of each number word: eight → 8, hundred → 00."""
    return {word: value for table in tables().values() for word, value in table.get("digits", {}).items()}


@cache
def leet_words() -> LeetWords:
    """The words that are read also where digits stand for their letters."""
    return LeetWords(word for table in tables().values() for word in table.get("leet", "").split())


def in_lines(text: str) -> str:
    """A pattern in which a blank matches the line break of a wrapped text, too."""
    return _TOKEN.sub(lambda token: r"[ \n]" if token[0] == " " else token[0], text)

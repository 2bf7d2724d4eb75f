"""Is a sentence about trouble with what is the reader's? "Your bank refused the charge", in any order of words.

A lure's second reading, for wording that no pattern of whole phrases foresees (`lures`): three short lists a language
say whose it is, what it is, and how it fares. They are data (data/lures), and read only where a claim is weighed.
"""

import re
from typing import NamedTuple

import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.wording.patterns.for_re2 import compile_quietly, whole_words
from lencana.data import read_toml

MAX_SENTENCE_CHARS = 240  # of a longer one, the first
MIN_WRAPPED_CHARS = 45  # of a line that goes on in the next one
_ENDS = re.compile(r"[!?;؟।]|\.(?![a-z0-9])")


class _Words(NamedTuple):
    """One language: whose, what, and how it fares."""

    yours: "re2._Regexp"
    things: "re2._Regexp"
    troubles: "re2._Regexp"


def has_trouble(plain: str) -> bool:
    """Return whether a sentence of a plain text (`letters.plain_text`) has all three, in one language."""
    encoded = plain.encode()  # once: RE2 reads UTF-8
    languages = [words for words in _languages() if _has_all(words, encoded)]
    if not languages:
        return False
    return any(_has_all(words, sentence) for sentence in map(str.encode, _sentences(plain)) for words in languages)


def names_thing(plain: str) -> bool:
    """Return whether a plain text names what a customer has: an account, an invoice, a plan."""
    return any(words.things.search(plain) is not None for words in _languages())


def _has_all(words: _Words, encoded: bytes) -> bool:
    return all(each.search(encoded) is not None for each in words)


def _sentences(plain: str) -> list[str]:
    lines: list[str] = []
    is_wrapped = False
    for line in plain.split("\n"):
        if is_wrapped:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        is_wrapped = len(line) >= MIN_WRAPPED_CHARS
    return [sentence[:MAX_SENTENCE_CHARS] for line in lines for sentence in _ENDS.split(line)]


@by_languages
def _languages() -> tuple[_Words, ...]:
    tables = (read_toml(f"lures/{language}.toml") for language in judged_languages())
    return tuple(_Words(*(compile_quietly(whole_words(table[key])) for key in _Words._fields)) for table in tables)

"""What a text says has not happened: "your payment details were not exposed". Read as words, it looks like a lure.

Notices of an incident say so, and newsletters about them. Where a condition stands in the same sentence ("will not be
suspended if you confirm"), it is a threat. The words are data (data/lures: `denied`, `conditions`).
"""

import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING, compile_quietly, whole_words
from lencana.data import read_toml

_ENDS = ".!?;।"


def without_reassurances(plain: str) -> str:
    """Return the plain text (`letters.plain_text`) without what it denies, but for sentences with a condition."""
    denied, conditions = _denied(), _conditions()
    kept, end = [], 0
    for match in denied.finditer(plain):
        if conditions.search(_sentence_around(plain, match.start(), match.end())) is None:
            kept.append(plain[end : match.start()])
            end = match.end()
    return "".join((*kept, plain[end:])) if kept else plain


def _sentence_around(plain: str, start: int, end: int) -> str:
    """From the end of the sentence before, to the end of this one; a wrapped line goes on."""
    before = max(plain.rfind(mark, 0, start) for mark in _ENDS)
    after = min((at for mark in _ENDS if (at := plain.find(mark, end)) >= 0), default=len(plain))
    return plain[before + 1 : after]


@by_languages
def _denied() -> "re2._Regexp":
    return _together("denied")


@by_languages
def _conditions() -> "re2._Regexp":
    return _together("conditions")


def _together(key: str) -> "re2._Regexp":
    tables = (read_toml(f"lures/{language}.toml") for language in judged_languages())
    return compile_quietly("|".join(whole_words(table[key]) for table in tables if key in table) or MATCHES_NOTHING)

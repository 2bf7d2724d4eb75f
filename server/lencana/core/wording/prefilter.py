"""Which patterns of authorship and secret requests may match a text: one pass that spares most of the others.

Most patterns match hardly any text, and a pass for one of them costs as much as this pass for all.
"""

import re
from functools import cache

import re2

from lencana.core.wording.authorship import AuthorshipPlace, authorship_patterns
from lencana.core.wording.secret_requests import RequestKey, request_patterns

PatternKey = RequestKey | AuthorshipPlace

_WHITE_SPACE = r"\s\v\x1c-\x1f\x{85}\p{Z}"  # what `str.split` splits at
_REPETITION = re.compile(r"\{\d+,\d+\}\??")
_REGEX_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)


def possible_patterns(text: str) -> frozenset[PatternKey]:
    """Return the keys of the patterns that may match the text. No other pattern matches it."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    patterns, keys = _pattern_set()
    matches = patterns.Match(text) or []
    if "İ" in text:  # its lower case is two characters, and `requested_secrets` reads lower case
        matches += patterns.Match(text.replace("İ", "İ".lower())) or []
    return frozenset(keys[index] for index in matches)


@cache
def _pattern_set() -> tuple["re2.Set", tuple[PatternKey, ...]]:
    """All patterns as one automaton, and the key of each by its number."""
    requests, places = request_patterns(), authorship_patterns()
    patterns = re2.Set.SearchSet()
    for pattern in (*requests.values(), *places.values()):
        patterns.Add("(?i)" + _widened(pattern))
    patterns.Compile()
    return patterns, (*requests, *places)


def _widened(pattern: str) -> str:
    """A pattern that matches at least as much: any white space for a blank, any repetition for a counted one.

    RE2 is slow where many patterns of one set count repetitions.
    """
    return _REGEX_TOKEN.sub(_with_any_white_space, _REPETITION.sub("*", pattern))


def _with_any_white_space(token: re.Match[str]) -> str:
    if token[0] == " ":
        return f"[{_WHITE_SPACE}]+"
    is_class = token[0][0] == "[" and token[0][1] != "^"
    return token[0].replace(" ", _WHITE_SPACE) if is_class else token[0]

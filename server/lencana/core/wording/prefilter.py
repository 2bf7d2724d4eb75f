"""Which patterns of authorship and secret requests may match a text: one pass that spares most of the others.

Most patterns match hardly any text, and a pass for one of them costs as much as this pass for all.
"""

import re
from itertools import count
from typing import NamedTuple
from unicodedata import normalize

import re2

from lencana.core.languages import by_languages
from lencana.core.wording.authorship import AuthorshipPlace, authorship_patterns
from lencana.core.wording.clauses import clause_languages, raw_cues
from lencana.core.wording.secret_requests import ClauseKey, RequestKey, request_patterns

PatternKey = RequestKey | AuthorshipPlace | ClauseKey

_WHITE_SPACE = r"\s\v\x1c-\x1f\x{85}\p{Z}"  # what `str.split` splits at
_REPETITION = re.compile(r"\{\d+,\d+\}\??")
# Letters, digits and kana of another width, which are read as the ordinary ones.
_OTHER_WIDTH = r"[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff66}-\x{ffdc}]"
_MAX_MEMORY = 32 << 20  # for the automaton's states, which are built as texts need them
_REGEX_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)


class _Set(NamedTuple):
    """All patterns as one automaton: first those that have a key, then two for each language, and the last one."""

    patterns: "re2.Set"
    keys: tuple[RequestKey | AuthorshipPlace, ...]
    languages: tuple[str, ...]  # that are read clause by clause: a request has the name of a secret, and a verb

    @property
    def other_width(self) -> int:
        """The number of the pattern that tells that a text must be normalised to be read."""
        return len(self.keys) + 2 * len(self.languages)


def possible_patterns(text: str) -> frozenset[PatternKey]:
    """Return the keys of the patterns that may match the text. No other pattern matches it."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    patterns, keys, languages = pattern_set = _pattern_set()
    matches = patterns.Match(text) or []
    if "İ" in text:  # its lower case is two characters, and `requested_secrets` reads lower case
        matches += patterns.Match(text.replace("İ", "İ".lower())) or []
    if not matches or max(matches) < len(keys):
        return frozenset([keys[number] for number in matches])
    found = set(matches)
    if pattern_set.other_width in found:
        found.update(patterns.Match(normalize("NFKC", text)) or [])
    cues = zip(count(len(keys), 2), languages)
    return frozenset(keys[number] for number in found if number < len(keys)).union(
        ClauseKey(language) for number, language in cues if number in found and number + 1 in found
    )


@by_languages
def _pattern_set() -> _Set:
    requests, places = request_patterns(), authorship_patterns()
    all_patterns = [*map(_widened, requests.values()), *map(_widened, places.values())]
    for language in clause_languages():
        all_patterns += raw_cues(language)
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    patterns = re2.Set.SearchSet(options)
    for pattern in (*all_patterns, _OTHER_WIDTH):
        patterns.Add("(?i)" + _in_white_space(pattern))
    patterns.Compile()
    return _Set(patterns, (*requests, *places), clause_languages())


def _widened(pattern: str) -> str:
    """A pattern that matches at least as much: any white space for a blank, any repetition for a counted one.

    RE2 is slow where many patterns of one set count repetitions.
    """
    return _REPETITION.sub("*", pattern)


def _in_white_space(pattern: str) -> str:
    """A pattern that matches any white space for a blank."""
    return _REGEX_TOKEN.sub(_with_any_white_space, pattern)


def _with_any_white_space(token: re.Match[str]) -> str:
    if token[0] == " ":
        return f"(?:[{_WHITE_SPACE}]+)"
    is_class = token[0][0] == "[" and token[0][1] != "^"
    return token[0].replace(" ", _WHITE_SPACE) if is_class else token[0]

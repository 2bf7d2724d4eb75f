"""Which patterns of authorship and secret requests may match a text: one pass that spares most of the others.

Most patterns match hardly any text, and a pass for one of them costs as much as this pass for all.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

import re2

from lencana.core.languages import by_languages
from lencana.core.wording.authorship import AuthorshipKey, AuthorshipPlace, authorship_patterns, authorship_words
from lencana.core.wording.clauses import clause_languages, raw_cues
from lencana.core.wording.secret_requests import ClauseKey, RequestKey, request_patterns

PatternKey = RequestKey | AuthorshipKey | AuthorshipPlace | ClauseKey

_WHITE_SPACE = r"\s\v\x1c-\x1f\x{85}\p{Z}"  # what `str.split` splits at
_REPETITION = re.compile(r"\{\d+,\d+\}\??")
# Letters, digits and kana of another width, which are read as the ordinary ones.
_OTHER_WIDTH = r"[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff66}-\x{ffdc}]"
_OTHER_WIDTH_KEY = None
_MAX_MEMORY = 16 << 20  # for the automaton's states, which are built as texts need them
_REGEX_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| ", re.DOTALL)


class _Cue(NamedTuple):
    """What a request has, where it is read clause by clause: the name of a secret, and a verb."""

    language: str
    is_verb: bool


class _Set(NamedTuple):
    """Patterns as one automaton, and the key of each by its number."""

    patterns: "re2.Set"
    keys: tuple[PatternKey | _Cue | None, ...]


def possible_patterns(text: str) -> frozenset[PatternKey]:
    """Return the keys of the patterns that may match the text. No other pattern matches it."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    patterns, keys = _first_set()
    found = [keys[number] for number in patterns.Match(text) or []]
    if "İ" in text:  # its lower case is two characters, and `requested_secrets` reads lower case
        found += [keys[number] for number in patterns.Match(text.replace("İ", "İ".lower())) or []]
    if any(gate.Match(text) for gate in _gates()):
        found += _in_other_languages(text)
    return _with_places(found)


def _in_other_languages(text: str) -> Iterator[PatternKey]:
    """The keys of the languages that are read clause by clause, whose words hardly stand in texts of the others."""
    patterns, keys = _second_set()
    found = {keys[number] for number in patterns.Match(text) or []}
    if _OTHER_WIDTH_KEY in found:
        found.update(keys[number] for number in patterns.Match(normalize("NFKC", text)) or [])
    for key in found:
        if not isinstance(key, _Cue):
            yield key
        elif key.is_verb and key._replace(is_verb=False) in found:
            yield ClauseKey(key.language)


@by_languages
def _first_set() -> _Set:
    """Most texts need this one and the gates alone.

    An automaton has a state for each combination of patterns that texts are in the middle of: few of them, in small
    automata, stay in the processor's caches.
    """
    by_key: dict[PatternKey | _Cue | None, str] = {key: _widened(text) for key, text in request_patterns().items()}
    for key, pattern in authorship_patterns().items():
        if key.language not in clause_languages():
            by_key[key] = _widened(pattern)
    return _set_of(by_key)


@by_languages
def _gates() -> tuple["re2.Set", ...]:
    """What tells that words of other languages, or letters, are in a text: verbs that ask, and what names an author."""
    verbs = [_OTHER_WIDTH, *(raw_cues(language)[1] for language in clause_languages())]
    authors = [_widened(authorship_words(language)) for language in clause_languages()]
    alternatives = ("|".join(f"(?:{pattern})" for pattern in patterns) for patterns in (verbs, authors) if patterns)
    return tuple(_set_of({None: pattern}).patterns for pattern in alternatives)


@by_languages
def _second_set() -> _Set:
    by_key: dict[PatternKey | _Cue | None, str] = {}
    for key, pattern in authorship_patterns().items():
        if key.language in clause_languages():
            by_key[key] = _widened(pattern)
    for language in clause_languages():
        secret, verb = raw_cues(language)
        by_key |= {_Cue(language, is_verb=False): secret, _Cue(language, is_verb=True): verb}
    return _set_of({**by_key, _OTHER_WIDTH_KEY: _OTHER_WIDTH})


def _set_of(by_key: dict[PatternKey | _Cue | None, str]) -> _Set:
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    patterns = re2.Set.SearchSet(options)
    for pattern in by_key.values():
        patterns.Add("(?i)" + _in_white_space(pattern))
    patterns.Compile()
    return _Set(patterns, tuple(by_key))


def _with_places(keys: Iterable[PatternKey]) -> frozenset[PatternKey]:
    """The keys, and the places that they are of."""
    return frozenset((*keys, *(key.place for key in keys if isinstance(key, AuthorshipKey))))


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

"""Which patterns of requests and authorship may match a text: one small pass that spares most texts the others.

It looks for the names of secrets, which hardly any text has, for what names an author in English and Indonesian, whose
words stand in texts of all languages, and for the words that name one in the others.
"""

from collections.abc import Iterable
from enum import StrEnum, unique
from typing import NamedTuple, TypeVar
from unicodedata import normalize

from lencana.core.languages import by_languages
from lencana.core.letters.raw_patterns import OTHER_WIDTH
from lencana.core.wording.authorship import AuthorshipKey, AuthorshipPlace, authorship_patterns, authorship_words
from lencana.core.wording.clauses import clause_languages, raw_cues
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING
from lencana.core.wording.patterns.pattern_set import PatternSet, as_written
from lencana.core.wording.secret_requests import ClauseKey, RequestKey, request_patterns, secret_names

PatternKey = RequestKey | ClauseKey | AuthorshipKey
_Key = TypeVar("_Key")


@unique
class _Sign(StrEnum):
    """What tells that another pass is needed."""

    PHRASE_SECRET = "the name of a secret in a language whose requests are phrases"  # noqa: S105 (no secret itself)
    CLAUSE_SECRET = "the name of a secret in a language that is read clause by clause"  # noqa: S105
    AUTHOR = "words that name an author in such a language"
    OTHER_WIDTH = "letters or digits that are yet to be made ordinary ones"


class _Cue(NamedTuple):
    """What a request has, where it is read clause by clause: the name of a secret, and a verb."""

    language: str
    is_verb: bool


def possible_patterns(text: str, places: frozenset[AuthorshipPlace]) -> frozenset[PatternKey]:
    """Return the keys of the patterns that may match the text, and of those of authorship only the ones for `places`.

    No other pattern matches it.
    """
    if not text.isascii():
        text = text.replace("\u2019", "'")
    spellings = [text]
    if "İ" in text:  # its lower case is two characters, and `requested_secrets` reads lower case
        spellings.append(text.replace("İ", "İ".lower()))
    first_keys = _keys_found(_first_set(places), spellings)
    signs = {key for key in first_keys if isinstance(key, _Sign)}
    keys = {key for key in first_keys if not isinstance(key, _Sign)}
    if not signs:
        return frozenset(keys)
    if _Sign.OTHER_WIDTH in signs:
        spellings.append(normalize("NFKC", text))
        signs.update(_Sign)
    if _Sign.PHRASE_SECRET in signs:
        keys |= _keys_found(_phrases(), spellings)
    if _Sign.CLAUSE_SECRET in signs:
        cues = _keys_found(_cues(), spellings)
        keys |= {ClauseKey(cue.language) for cue in cues if cue.is_verb and cue._replace(is_verb=False) in cues}
    if _Sign.AUTHOR in signs and places:
        keys |= _keys_found(_other_authorship(places), spellings)
    return frozenset(keys)


def _keys_found(patterns: PatternSet[_Key], spellings: Iterable[str]) -> set[_Key]:
    return {key for text in spellings for key in patterns.keys_in(text)}


@by_languages
def _first_set(places: frozenset[AuthorshipPlace]) -> PatternSet[PatternKey | _Sign]:
    """Most texts need this pass alone."""
    languages = clause_languages()
    words = [authorship_words(language, places) for language in languages] if places else []
    alternatives = {
        _Sign.PHRASE_SECRET: secret_names(),
        _Sign.CLAUSE_SECRET: [raw_cues(language)[0] for language in languages],
        _Sign.AUTHOR: words,
    }
    patterns: dict[PatternKey | _Sign, str] = {_Sign.OTHER_WIDTH: OTHER_WIDTH}
    for sign, texts in alternatives.items():
        patterns[sign] = as_written("|".join(f"(?:{text})" for text in texts) or MATCHES_NOTHING)
    for key, pattern in authorship_patterns(places).items():
        if key.language not in languages:
            patterns[key] = as_written(pattern)
    return PatternSet(patterns)


@by_languages
def _phrases() -> PatternSet[PatternKey]:
    return PatternSet({key: as_written(pattern) for key, pattern in request_patterns().items()})


@by_languages
def _cues() -> PatternSet[_Cue]:
    patterns: dict[_Cue, str] = {}
    for language in clause_languages():
        secret, verb = raw_cues(language)
        patterns[_Cue(language, is_verb=False)] = as_written(secret)
        patterns[_Cue(language, is_verb=True)] = as_written(verb)
    return PatternSet(patterns)


@by_languages
def _other_authorship(places: frozenset[AuthorshipPlace]) -> PatternSet[PatternKey]:
    patterns = authorship_patterns(places).items()
    return PatternSet({key: as_written(pattern) for key, pattern in patterns if key.language in clause_languages()})

"""Which patterns of secret requests may match a text: one small pass that spares most texts the others.

A request has the name of a secret, and hardly any text has one.
"""

from enum import StrEnum, unique
from typing import NamedTuple
from unicodedata import normalize

from lencana.core.languages import by_languages
from lencana.core.letters.raw_patterns import OTHER_WIDTH
from lencana.core.wording.clauses import clause_languages, raw_cues
from lencana.core.wording.pattern_set import PatternSet, as_written
from lencana.core.wording.secret_requests import ClauseKey, RequestKey, request_patterns, secret_names
from lencana.core.wording.stranger_tables import NOTHING


@unique
class _Named(StrEnum):
    """What a text has the names of secrets in."""

    PHRASE_LANGUAGE = "phrase language"
    CLAUSE_LANGUAGE = "clause language"
    OTHER_WIDTH = "other width"  # letters and digits that are yet to be made ordinary ones


class _Cue(NamedTuple):
    """What a request has, where it is read clause by clause: the name of a secret, and a verb."""

    language: str
    is_verb: bool


def possible_requests(text: str) -> frozenset[RequestKey | ClauseKey]:
    """Return the keys of the patterns that may match the text. No other pattern matches it."""
    if not text.isascii():
        text = text.replace("\u2019", "'")
    named = _names_of_secrets().keys_in(text)
    found = set[RequestKey | ClauseKey]()
    if _Named.PHRASE_LANGUAGE in named:
        found.update(_phrases().keys_in(text))
    if "İ" in text:  # its lower case is two characters, and `requested_secrets` reads lower case
        found.update(_phrases().keys_in(text.replace("İ", "İ".lower())))
    if _Named.OTHER_WIDTH in named:
        found.update(_clause_languages_in(text, normalize("NFKC", text)))
    elif _Named.CLAUSE_LANGUAGE in named:
        found.update(_clause_languages_in(text))
    return frozenset(found)


def _clause_languages_in(*spellings: str) -> set[ClauseKey]:
    """The languages that have both cues of a request in the text, which is given in one or two spellings."""
    cues = {cue for text in spellings for cue in _cues().keys_in(text)}
    return {ClauseKey(cue.language) for cue in cues if cue.is_verb and cue._replace(is_verb=False) in cues}


@by_languages
def _names_of_secrets() -> PatternSet[_Named]:
    """Most texts need this pass alone."""
    clause_names = "|".join(raw_cues(language)[0] for language in clause_languages())
    phrase_names = "|".join(secret_names())
    return PatternSet(
        {
            _Named.CLAUSE_LANGUAGE: as_written(clause_names or NOTHING),
            _Named.PHRASE_LANGUAGE: as_written(phrase_names or NOTHING),
            _Named.OTHER_WIDTH: OTHER_WIDTH,
        }
    )


@by_languages
def _phrases() -> PatternSet[RequestKey]:
    return PatternSet({key: as_written(pattern) for key, pattern in request_patterns().items()})


@by_languages
def _cues() -> PatternSet[_Cue]:
    patterns: dict[_Cue, str] = {}
    for language in clause_languages():
        secret, verb = raw_cues(language)
        patterns[_Cue(language, is_verb=False)] = as_written(secret)
        patterns[_Cue(language, is_verb=True)] = as_written(verb)
    return PatternSet(patterns)

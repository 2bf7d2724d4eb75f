"""Which wording of strangers a text may hold: one pass that spares almost all mail the other patterns.

Most genuine mail of a brand asks neither for a call nor for a secret. The patterns that decide are compiled when this
one matches for the first time.
"""

import re
from collections.abc import Iterable
from enum import StrEnum, unique

import msgspec
import re2

from lencana.core.languages import by_languages
from lencana.core.wording.clauses import plain_cues
from lencana.core.wording.stranger_tables import bounded, in_lines, tables

MAX_MEMORY = 16 << 20  # for the automaton's states, which are built as texts need them
_REPETITION = re.compile(r"\{\d+,\d+\}")  # RE2 is slow where many patterns of one set count


@unique
class Topic(StrEnum):
    """What a text may be about."""

    CALL = "call"
    SECRET = "secret"  # noqa: S105 (a code, not a secret)
    INVITATION = "invitation"


_TOPICS = tuple(Topic)


class Topics(msgspec.Struct, frozen=True, gc=False):
    """What a text may be about, and in which languages it may ask to hand something over, if it names a secret."""

    topics: frozenset[Topic]
    languages: tuple[str, ...]


def topics_in(plain: str) -> Topics:
    """Return what a plain text (`letters.plain_text`) may be about. What is not returned has no match."""
    patterns = _topic_set()
    topics = frozenset(_TOPICS[number] for number in patterns.Match(plain) or [])
    return Topics(topics, _languages_in(plain) if Topic.SECRET in topics else ())


def _languages_in(plain: str) -> tuple[str, ...]:
    patterns, languages = _language_set()
    return tuple(languages[number] for number in patterns.Match(plain) or [])


@by_languages
def _topic_set() -> "re2.Set":
    """A pattern for each topic, as one automaton, in the order of `_TOPICS`.

    They are far simpler than those that decide: a set for which RE2 lacks memory would match nothing.
    """
    nouns = [noun for table in tables().values() for noun in table.get("kinds", {}).values()]
    nouns += [plain_cues(language)[0] for language, table in tables().items() if "ask" not in table]
    by_topic = {
        Topic.CALL: "|".join(map(bounded, ("call", "beside_number", "invitation"))),
        Topic.SECRET: "|".join([*nouns, "pass|code|key|card|otp|pin|phrase|kata|sandi|kunci|kartu|frasa"]),
        Topic.INVITATION: bounded("invitation"),
    }
    return _set_of(by_topic[topic] for topic in _TOPICS)


@by_languages
def _language_set() -> tuple["re2.Set", tuple[str, ...]]:
    """A pattern for each language in which a text may ask to hand something over, and the languages by number."""
    by_language: dict[str, str] = {}
    for language, table in tables().items():
        if "ask" not in table:
            by_language[language] = plain_cues(language)[1]
            continue
        cues = (table.get(name) for name in ("ask", "need", "recipient", "bare"))
        pronoun = table["kinds"].get("pronoun")
        by_language[language] = rf"\b(?:{'|'.join(filter(None, (*cues, pronoun)))})\b"
    return _set_of(by_language.values()), tuple(by_language)


def _set_of(texts: Iterable[str]) -> "re2.Set":
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    patterns = re2.Set.SearchSet(options)
    for text in texts:
        patterns.Add(in_lines(_REPETITION.sub("*", text)))
    patterns.Compile()
    return patterns

"""Which wording of strangers a text may hold: one pass that spares almost all mail the other patterns.

Most genuine mail of a brand asks neither for a call nor for a secret. The patterns that decide are compiled when this
one matches for the first time.
"""

import re
from enum import StrEnum, unique
from functools import cache

import msgspec
import re2

from lencana.core.wording.stranger_tables import in_lines, joined, tables

_REPETITION = re.compile(r"\{\d+,\d+\}")  # RE2 is slow where many patterns of one set count


@unique
class Topic(StrEnum):
    """What a text may be about."""

    CALL = "call"
    SECRET = "secret"  # noqa: S105 (a code, not a secret)
    INVITATION = "invitation"


class Topics(msgspec.Struct, frozen=True, gc=False):
    """What a text may be about, and in which languages it may ask to hand something over."""

    topics: frozenset[Topic]
    languages: tuple[str, ...]


def topics_in(plain: str) -> Topics:
    """Return what a plain text (`letters.plain_text`) may be about. What is not returned has no match."""
    patterns, keys = _pattern_set()
    matches = [keys[number] for number in patterns.Match(plain) or []]
    return Topics(
        frozenset(key for key in matches if isinstance(key, Topic)),
        tuple(key for key in matches if not isinstance(key, Topic)),
    )


@cache
def _pattern_set() -> tuple["re2.Set", tuple[Topic | str, ...]]:
    """All patterns as one automaton, and the topic or language of each by its number.

    They are far simpler than those that decide: a set for which RE2 lacks memory would match nothing.
    """
    nouns = "|".join(noun for table in tables().values() for noun in table["kinds"].values())
    by_key: dict[Topic | str, str] = {
        Topic.CALL: rf"\b(?:{joined('call')}|{joined('beside_number')}|{joined('invitation')})\b",
        Topic.SECRET: rf"(?:{nouns}|pass|code|key|card|otp|pin|phrase|kata|sandi|kunci|kartu|frasa)",
        Topic.INVITATION: rf"\b(?:{joined('invitation')})\b",
    }
    for language, table in tables().items():
        cues = (table.get(name) for name in ("ask", "need", "recipient", "bare"))
        pronoun = table["kinds"].get("pronoun")
        by_key[language] = rf"\b(?:{'|'.join(filter(None, (*cues, pronoun)))})\b"
    patterns = re2.Set.SearchSet()
    for pattern in by_key.values():
        patterns.Add(in_lines(_REPETITION.sub("*", pattern)))
    patterns.Compile()
    return patterns, tuple(by_key)

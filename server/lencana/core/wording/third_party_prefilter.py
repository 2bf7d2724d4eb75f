"""Which wording of strangers a text may hold: one pass that spares almost all mail the other patterns.

Most genuine mail of a brand asks neither for a call nor for a secret. The patterns that decide are compiled when this
one matches for the first time.
"""

import re
from enum import StrEnum, unique
from functools import cache

import re2

from lencana.core.wording.stranger_tables import in_lines, joined, tables


@unique
class Topic(StrEnum):
    """What a text may be about."""

    CALL = "call"
    SECRET = "secret"  # noqa: S105 (a code, not a secret)
    INVITATION = "invitation"


def topics_in(plain: str) -> frozenset[Topic]:
    """Return what a plain text (`letters.plain_text`) may be about. What is not returned has no match."""
    patterns, topics = _pattern_set()
    return frozenset(topics[number] for number in patterns.Match(plain) or [])


@cache
def _pattern_set() -> tuple["re2.Set", tuple[Topic, ...]]:
    """All topics as one automaton, and the topic of each pattern by its number."""
    nouns = "|".join(noun for table in tables().values() for noun in table["kinds"].values())
    by_topic = {
        Topic.CALL: rf"\b(?:{joined('call')}|{joined('beside_number')}|{joined('invitation')})\b",
        Topic.SECRET: rf"(?:{nouns}|pass|code|key|card|otp|pin|phrase|kata|sandi|kunci|kartu|frasa)",
        Topic.INVITATION: rf"\b(?:{joined('invitation')})\b",
    }
    patterns = re2.Set.SearchSet()
    for pattern in by_topic.values():
        patterns.Add(in_lines(re.sub(r"\{\d+,\d+\}", "*", pattern)))
    patterns.Compile()
    return patterns, tuple(by_topic)

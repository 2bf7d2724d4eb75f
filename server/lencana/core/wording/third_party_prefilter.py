"""Which wording of strangers a text may hold: one pass that spares almost all mail the other patterns.

Most genuine mail of a brand asks neither for a call nor for a secret. The patterns that decide are compiled when this
one matches for the first time.
"""

import re
from enum import StrEnum, unique

import msgspec
import re2

from lencana.core.languages import by_languages
from lencana.core.wording.clauses import plain_cues
from lencana.core.wording.stranger_tables import bounded, in_lines, tables

MAX_MEMORY = 32 << 20  # for the automaton's states, which are built as texts need them
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


@by_languages
def _pattern_set() -> tuple["re2.Set", tuple[Topic | str, ...]]:
    """All patterns as one automaton, and the topic or language of each by its number.

    They are far simpler than those that decide: a set for which RE2 lacks memory would match nothing.
    """
    nouns = "|".join(noun for table in tables().values() for noun in table.get("kinds", {}).values())
    nouns += "".join(f"|{plain_cues(language)[0]}" for language, table in tables().items() if "ask" not in table)
    by_key: dict[Topic | str, str] = {
        Topic.CALL: "|".join(map(bounded, ("call", "beside_number", "invitation"))),
        Topic.SECRET: rf"(?:{nouns}|pass|code|key|card|otp|pin|phrase|kata|sandi|kunci|kartu|frasa)",
        Topic.INVITATION: bounded("invitation"),
    }
    for language, table in tables().items():
        if "ask" not in table:
            by_key[language] = plain_cues(language)[1]
            continue
        cues = (table.get(name) for name in ("ask", "need", "recipient", "bare"))
        pronoun = table["kinds"].get("pronoun")
        by_key[language] = rf"\b(?:{'|'.join(filter(None, (*cues, pronoun)))})\b"
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    patterns = re2.Set.SearchSet(options)
    for pattern in by_key.values():
        patterns.Add(in_lines(_REPETITION.sub("*", pattern)))
    patterns.Compile()
    return patterns, tuple(by_key)

"""Which wording of strangers a text may hold: one pass that spares almost all mail the other patterns.

Most genuine mail of a brand asks neither for a call nor for a secret. The patterns that decide are compiled when this
one matches for the first time.
"""

from enum import StrEnum, unique

import msgspec

from lencana.core.languages import by_languages
from lencana.core.wording.clauses import plain_cues
from lencana.core.wording.patterns.for_re2 import across_line_breaks
from lencana.core.wording.patterns.pattern_set import PatternSet
from lencana.core.wording.stranger_tables import bounded, tables


@unique
class Topic(StrEnum):
    """What a text may be about."""

    SECRET = "secret"  # noqa: S105 (a code, not a secret)
    INVITATION = "invitation"


class Topics(msgspec.Struct, frozen=True, gc=False):
    """What a text may be about, and in which languages it may ask to hand something over, if it names a secret."""

    topics: frozenset[Topic]
    languages: tuple[str, ...]


def topics_in(plain: str) -> Topics:
    """Return what a plain text (`letters.plain_text`) may be about. What is not returned has no match."""
    topics = frozenset(_topic_set().keys_in(plain))
    return Topics(topics, tuple(_language_set().keys_in(plain)) if Topic.SECRET in topics else ())


@by_languages
def _topic_set() -> PatternSet[Topic]:
    """They are far simpler than the patterns that decide: a set for which RE2 lacks memory would match nothing."""
    nouns = [noun for table in tables().values() for noun in table.get("kinds", {}).values()]
    nouns += [plain_cues(language)[0] for language, table in tables().items() if "ask" not in table]
    nouns.append("pass|code|key|card|otp|pin|phrase|kata|sandi|kunci|kartu|frasa")
    patterns = {Topic.SECRET: "|".join(nouns), Topic.INVITATION: bounded("invitation")}
    return PatternSet({topic: across_line_breaks(pattern) for topic, pattern in patterns.items()})


@by_languages
def _language_set() -> PatternSet[str]:
    """A pattern for each language in which a text may ask to hand something over."""
    by_language: dict[str, str] = {}
    for language, table in tables().items():
        if "ask" not in table:
            by_language[language] = plain_cues(language)[1]
            continue
        cues = (table.get(name) for name in ("ask", "need", "recipient", "bare"))
        pronoun = table["kinds"].get("pronoun")
        by_language[language] = rf"\b(?:{'|'.join(filter(None, (*cues, pronoun)))})\b"
    return PatternSet({language: across_line_breaks(pattern) for language, pattern in by_language.items()})

"""Which secrets a text asks for. The patterns are data, one file a language, matched in linear time (RE2)."""

from collections.abc import Collection
from typing import Any, NamedTuple

import re2

from lencana.core.brands.allowlist import Secret
from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.plain_text import plain_text
from lencana.core.wording.clauses import clause_languages, kinds_asked_for
from lencana.core.wording.patterns.for_re2 import bytes_if_ascii
from lencana.data import read_toml

CHARS_BEFORE = 90  # before a request, where a warning would stand
CHARS_AFTER = 30


class RequestKey(NamedTuple):
    """A kind of secret as it is asked for in one language: the key of a pattern."""

    language: str
    kind: Secret


class ClauseKey(NamedTuple):
    """A language whose requests are read clause by clause (`clauses`)."""

    language: str


def requested_secrets(text: str, possible: Collection[object]) -> tuple[Secret, ...]:
    """Return the kinds of secret that the text asks the reader to hand over, in the order of `Secret`.

    Only the patterns in `possible` are tried, which `prefilter` finds. What the text warns never to hand over is not
    asked for.
    """
    if not possible:
        return ()
    kinds: set[Secret] = set()
    keys = [key for key in possible if isinstance(key, RequestKey)]
    if keys:
        normalised = " ".join(text.lower().split()).replace("\u2019", "'")
        kinds.update(key.kind for key in keys if _rule(key).is_requested_in(normalised))
    languages = sorted(key.language for key in possible if isinstance(key, ClauseKey))
    if languages:
        kinds |= kinds_asked_for(plain_text(text), languages)
    return tuple(kind for kind in Secret if kind in kinds)


def request_patterns() -> dict[RequestKey, str]:
    """Return the RE2 patterns, for the prefilter. They are for lower-case text with single blanks."""
    return {
        RequestKey(language, Secret(kind)): _request(table, noun)
        for language, table in _tables().items()
        for kind, noun in table["kinds"].items()
    }


def secret_names() -> list[str]:
    """Return patterns of the same kind for the names of secrets: each request has one."""
    return [rf" {noun}\b" for table in _tables().values() for noun in table["kinds"].values()]


class _Rule:
    """One kind of secret in one language: how it is asked for, and which contexts make the same words no request."""

    __slots__ = ("delivers_code", "is_mention", "is_need", "kind", "request", "sender_acts", "warns")

    def __init__(self, kind: Secret, request: str, table: dict[str, Any]) -> None:
        self.kind = kind
        self.request = re2.compile(request)
        self.warns = re2.compile(rf"(?:\b{table['warning']}|n't),? $")
        self.sender_acts = re2.compile(rf"{table['sender_acts']} $")
        self.is_need = re2.compile(rf"{table['need']}\b")
        self.delivers_code = re2.compile(rf"\b{table['enter']}{table['delivered']}")
        self.is_mention = re2.compile(table["mention"])

    def is_requested_in(self, text: str) -> bool:
        """Return whether any match is a request: no warning, no act of the sender's own, no code that is delivered."""
        matches = self.request.finditer(bytes_if_ascii(text))
        return any(self._is_request(text, match.start(), match.end()) for match in matches)

    def _is_request(self, text: str, start: int, end: int) -> bool:
        before, request, after = (
            text[max(0, start - CHARS_BEFORE) : start],
            text[start:end],
            text[end : end + CHARS_AFTER],
        )
        if self.warns.search(before) or self.delivers_code.match(request) or self.is_mention.match(after):
            return False
        # "We need your password" is a request, though the sender is its subject; "we will send a code" is none.
        return bool(self.is_need.match(request)) or not self.sender_acts.search(before)


@by_languages
def _rule(key: RequestKey) -> _Rule:
    """A rule, compiled when its words are met for the first time."""
    table = _tables()[key.language]
    return _Rule(key.kind, _request(table, table["kinds"][key.kind]), table)


def _request(table: dict[str, Any], noun: str) -> str:
    verb = f"(?:{table['give']}|{table['enter']}|{table['need']})"
    return rf"\b{verb}\b{table['between']} {noun}\b"


@by_languages
def _tables() -> dict[str, dict[str, Any]]:
    phrase_languages = (language for language in judged_languages() if language not in clause_languages())
    return {language: read_toml(f"secret_requests/{language}.toml") for language in phrase_languages}

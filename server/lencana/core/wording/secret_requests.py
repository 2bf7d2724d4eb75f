"""Which secrets does a text ask for? Patterns are data, one file a language, scanned in linear time (RE2)."""

from collections.abc import Container
from functools import cache
from typing import NamedTuple

import re2

from lencana.core.brands.allowlist import Secret
from lencana.data import read_toml

LANGUAGES = ("en", "id")
_BEFORE = 90  # characters before a request in which a warning would stand
_AFTER = 30


class RequestKey(NamedTuple):
    """A kind of secret, as it is asked for in one language."""

    language: str
    kind: Secret


def requested_secrets(text: str, possible: Container[object]) -> tuple[Secret, ...]:
    """The kinds that the text asks the reader to hand over; what it warns never to hand over is not asked for.

    Only the Asks in `possible` are looked for (core/wording/prefilter.py tells which can be there).
    """
    rules = [rule for ask, rule in _rules().items() if ask in possible]
    if not rules:
        return ()
    closed = " ".join(text.lower().split()).replace("\u2019", "'")
    found = {rule.kind for rule in rules if rule.asks(closed)}
    return tuple(kind for kind in Secret if kind in found)


def sources() -> dict[RequestKey, str]:
    """The patterns, for lower-case text with single blanks."""
    return {ask: rule.ask.pattern for ask, rule in _rules().items()}


class _Rule:
    """One kind in one language: how it is asked for, and what makes a request of the same words none."""

    __slots__ = ("ask", "delivered", "kind", "mentioned", "needed", "ours", "warned")

    def __init__(self, kind: Secret, ask: str, table: dict[str, str]) -> None:
        self.kind = kind
        self.ask = re2.compile(ask)
        self.warned = re2.compile(rf"(?:\b{table['never']}|n't),? $")
        self.ours = re2.compile(rf"{table['ours']} $")
        self.needed = re2.compile(rf"{table['need']}\b")
        self.delivered = re2.compile(rf"\b{table['enter']}{table['given']}")
        self.mentioned = re2.compile(table["after"])

    def asks(self, text: str) -> bool:
        """Is there a request that is neither a warning, nor the sender's own doing, nor a code that is delivered?"""
        return any(self._is_meant(text, match.start(), match.end()) for match in self.ask.finditer(text))

    def _is_meant(self, text: str, start: int, end: int) -> bool:
        before, said, after = text[max(0, start - _BEFORE) : start], text[start:end], text[end : end + _AFTER]
        if self.warned.search(before) or self.delivered.match(said) or self.mentioned.match(after):
            return False
        return bool(self.needed.match(said)) or not self.ours.search(before)


@cache
def _rules() -> dict[RequestKey, _Rule]:
    rules = {}
    for language in LANGUAGES:
        table = read_toml(f"requests/{language}.toml")
        verb = f"(?:{table['give']}|{table['enter']}|{table['need']})"
        for kind, noun in table["kinds"].items():
            rules[RequestKey(language, Secret(kind))] = _Rule(
                Secret(kind), rf"\b{verb}\b{table['gap']} {noun}\b", table
            )
    return rules

"""Which secrets does a text ask for? Patterns are data, one file a language, scanned in linear time (RE2)."""

from functools import cache

import re2

from lencana.core.allowlist import Secret
from lencana.data import read_toml

LANGUAGES = ("en", "id")
_BEFORE = 90  # characters before a request in which a warning would stand
_AFTER = 30
_BLANKS = str.maketrans("\t\n\v\f\r\x1c\x1d\x1e\x1f", " " * 9)


def kinds_asked(text: str) -> tuple[Secret, ...]:
    """The kinds that the text asks the reader to hand over; what it warns never to hand over is not asked for."""
    closed = _closed(text)
    scan = _patterns()
    hits = scan.asks.Match(closed)
    if not hits:
        return ()
    found = {scan.rules[i].kind for i in hits if scan.rules[i].asks(closed)}
    return tuple(kind for kind in Secret if kind in found)


def _closed(text: str) -> str:
    """In small letters, with single blanks; for ASCII without a list of words, which costs more than the search."""
    if not text.isascii():
        return " ".join(text.lower().split()).replace("\u2019", "'")
    text = text.lower().translate(_BLANKS)
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


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


class _Patterns:
    __slots__ = ("asks", "rules")

    def __init__(self) -> None:
        self.asks = re2.Set.SearchSet()
        self.rules: list[_Rule] = []
        for language in LANGUAGES:
            table = read_toml(f"requests/{language}.toml")
            verb = f"(?:{table['give']}|{table['enter']}|{table['need']})"
            for kind, noun in table["kinds"].items():
                ask = rf"\b{verb}\b{table['gap']} {noun}\b"
                self.asks.Add(ask)
                self.rules.append(_Rule(Secret(kind), ask, table))
        self.asks.Compile()


@cache
def _patterns() -> _Patterns:
    return _Patterns()

"""Which secrets does a text ask for? Patterns are data, one file a language, scanned in linear time (RE2)."""

import re
from functools import cache

import re2

from lencana.core.allowlist import Secret
from lencana.data import read_toml

LANGUAGES = ("en", "id")
_BLANKS = re.compile(r"\s+")


def kinds_asked(text: str) -> tuple[Secret, ...]:
    """The kinds that the text asks the reader to hand over; what it warns never to hand over is not asked for."""
    closed = _BLANKS.sub(" ", text.lower().replace("\u2019", "'"))
    scan = _patterns()
    hits = scan.asks.Match(closed)
    if not hits:
        return ()
    found = {scan.kinds[i] for i in hits if _asks(scan.rules[i], closed)}
    return tuple(kind for kind in Secret if kind in found)


class _Rule:
    """One kind in one language: the request, and the same with a negation in front."""

    __slots__ = ("ask", "warning")

    def __init__(self, ask: str, never: str) -> None:
        self.ask = re2.compile(ask)
        self.warning = re2.compile(f"{never} {ask}")


class _Patterns:
    __slots__ = ("asks", "kinds", "rules")

    def __init__(self) -> None:
        self.asks = re2.Set.SearchSet()
        self.kinds: list[Secret] = []
        self.rules: list[_Rule] = []
        for language in LANGUAGES:
            table = read_toml(f"requests/{language}.toml")
            for kind, noun in table["kinds"].items():
                ask = rf"\b{table['ask']}\b{table['gap']} {noun}\b"
                self.asks.Add(ask)
                self.kinds.append(Secret(kind))
                self.rules.append(_Rule(ask, rf"\b{table['never']}"))
        self.asks.Compile()


def _asks(rule: _Rule, text: str) -> bool:
    """True when at least one request is not part of a warning."""
    asked = sum(1 for _ in rule.ask.finditer(text))
    warned = sum(1 for _ in rule.warning.finditer(text))
    return asked > warned


@cache
def _patterns() -> _Patterns:
    return _Patterns()

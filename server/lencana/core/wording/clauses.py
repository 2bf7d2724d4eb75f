"""Requests for a secret, clause by clause: a secret is named, something asks for it, and nothing takes it back.

For languages whose words may stand in any order. The tables are data/secret_requests, one file a language; English and
Indonesian have patterns of whole phrases instead (`secret_requests`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import re2

from lencana.core.brands.allowlist import Secret
from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.own_scripts import OTHER_LETTER
from lencana.core.letters.plain_text import plain_pattern
from lencana.core.letters.raw_patterns import raw_pattern
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING, across_line_breaks, bytes_if_ascii
from lencana.data import read_toml

CHARS_BESIDE = 90  # before a secret's name, and after it, in which the clause is read
MIN_WRAPPED_CHARS = 45  # of a line that goes on in the next one
_ENDS = re.compile(r"[!?;…؟؛।]|\.(?![a-z0-9])|\n")


class ClauseTable:
    """One language: the names of secrets, and what makes a clause with such a name a request, or none."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        kinds: dict[str, str] = table["kinds"]
        self._kinds = tuple(map(Secret, kinds))
        self._names = _compiled("|".join(f"({noun})" for noun in kinds.values()))
        self._asks = _compiled("|".join(table[key] for key in ("give", "enter", "need") if key in table))
        self._hands_over = _compiled("|".join(table[key] for key in ("give", "need") if key in table))
        self._harmless = _compiled(table["harmless"])
        self._us_alone = _compiled(table.get("us_alone", MATCHES_NOTHING))  # "tell it nobody, tell us"
        self._sends = _compiled(table.get("sends", MATCHES_NOTHING))
        self._code = _compiled(table.get("code", MATCHES_NOTHING))

    def kinds_in(self, plain: str, *, only_handed_over: bool) -> Iterator[tuple[Secret, str]]:
        """The kinds of secret that a text asks to enter somewhere or to hand to its author, and the clause of each."""
        verb = self._hands_over if only_handed_over else self._asks
        for match in self._names.finditer(bytes_if_ascii(plain)):
            clause = _clause(plain, match.start(), match.end())
            if verb.search(clause) is not None:
                yield self._kinds[next(n for n, group in enumerate(match.groups()) if group is not None)], clause

    def asks_for_code(self, plain: str) -> bool:
        """Does a text ask to hand "the code" to its author, which it need not name more closely?"""
        codes = self._code.finditer(bytes_if_ascii(plain))
        clauses = (_clause(plain, match.start(), match.end()) for match in codes)
        return any(self._hands_over.search(clause) and not self.is_harmless(clause) for clause in clauses)

    def is_harmless(self, clause: str) -> bool:
        """Does the clause warn, deliver the secret itself, or say what others do?

        "We sent you a code" delivers it, and "we sent you a code, tell us the code" does not. Nor does "tell it nobody,
        tell us" warn.
        """
        if self._us_alone.search(clause) is not None:
            return False
        if self._harmless.search(clause) is not None:
            return True
        sends = self._sends.search(clause)
        return sends is not None and self._hands_over.search(clause[sends.end() :]) is None


def kinds_asked_for(plain: str, languages: Iterable[str], *, only_handed_over: bool = False) -> set[Secret]:
    """The kinds of secret that a plain text (`letters.plain_text`) asks for in these languages.

    What is harmless in one of them is no request in another: "no responda" is Spanish, and "responda" Portuguese, too.
    """
    tables = [clause_table(language) for language in languages]
    kinds: set[Secret] = set()
    for table in tables:
        for kind, clause in table.kinds_in(plain, only_handed_over=only_handed_over):
            if kind not in kinds and not any(each.is_harmless(clause) for each in tables):
                kinds.add(kind)
    return kinds


def asks_for_code(plain: str, languages: Iterable[str]) -> bool:
    """Does a plain text ask, in one of these languages, to hand over a code that was named before?"""
    return any(clause_table(each).asks_for_code(plain) for each in languages if each in clause_languages())


@by_languages
def clause_languages() -> tuple[str, ...]:
    """The judged languages that are read so."""
    return tuple(language for language in judged_languages() if "harmless" in _toml(language))


@by_languages
def clause_table(language: str) -> ClauseTable:
    """A language's table, compiled when its words are met for the first time."""
    return ClauseTable(_toml(language))


def raw_cues(language: str) -> tuple[str, str]:
    """Patterns for text as it is written: any name of a secret, and any verb. A request has both."""
    table = _toml(language)
    verbs = "|".join(table[key] for key in ("give", "enter", "need") if key in table)
    return _raw("|".join(table["kinds"].values())), _raw(verbs)


def plain_cues(language: str) -> tuple[str, str]:
    """The same for plain text, of what hands a secret, or a code that was named before, to the author."""
    table = _toml(language)
    verbs = "|".join(table[key] for key in ("give", "need") if key in table)
    names = (*table["kinds"].values(), *([table["code"]] if "code" in table else ()))
    return plain_pattern("|".join(names)), _compiled(verbs).pattern


def _toml(language: str) -> dict[str, Any]:
    return read_toml(f"secret_requests/{language}.toml")


def _raw(pattern: str) -> str:
    if not plain_pattern(pattern).isascii():
        return f"(?:{raw_pattern(pattern)})"
    return f"(?:^|[^a-z])(?:{raw_pattern(pattern)})(?:$|[^a-z])"


def _compiled(pattern: str) -> "re2._Regexp":
    """A pattern for plain text: at the borders of words, but where words have none."""
    plain = across_line_breaks(plain_pattern(pattern))
    return re2.compile(plain if OTHER_LETTER.search(plain) else rf"\b(?:{plain})\b")


def _clause(plain: str, start: int, end: int) -> str:
    """What stands around a name between the ends of sentences, and of lines that are not wrapped."""
    first, last = max(0, start - CHARS_BESIDE), min(len(plain), end + CHARS_BESIDE)
    for mark in _ENDS.finditer(plain, first, start):
        if not _is_wrapped(plain, mark.start()):
            first = mark.end()
    for mark in _ENDS.finditer(plain, end, last):
        if not _is_wrapped(plain, mark.start()):
            last = mark.start()
            break
    return plain[first:last]


def _is_wrapped(plain: str, position: int) -> bool:
    line = position - MIN_WRAPPED_CHARS
    return plain[position] == "\n" and line >= 0 and "\n" not in plain[line:position]

"""Does a text ask to hand a secret over: to reply with it, send it back, tell or give it?

"Enter the code below" is no such thing, nor is a warning of such requests. `secret_requests` is the wider reading, for
mail whose sender is not confirmed.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import re2

from lencana.core.brands.allowlist import Secret
from lencana.core.languages import by_languages
from lencana.core.wording.clauses import clause_languages, kinds_asked_for
from lencana.core.wording.stranger_tables import in_lines, tables
from lencana.data import read_toml

CHARS_BEFORE = 220  # before a request, where a warning would stand
CHARS_AFTER = 30
CHARS_TO_CODE = 300  # before a pronoun, in which the code would be named
_WORDS_TO_RECIPIENT = 5


def handed_over(plain: str, languages: Iterable[str]) -> frozenset[Secret]:
    """Return the kinds of secret that a plain text (`letters.plain_text`) asks the reader to hand to its author.

    Only the given languages are tried, which `third_party_prefilter` finds: by the phrases in a language's table of
    strangers' words; if it has none, by the clauses of its requests.
    """
    by_phrases = [language for language in languages if "ask" in tables()[language]]
    kinds = {rule.kind for language in by_phrases for rule in _rules(language) if rule.is_in(plain)}
    by_clauses = [language for language in languages if language not in by_phrases]
    return frozenset(kinds | kinds_asked_for(plain, by_clauses, only_handed_over=True))


class _Language:
    """What makes the same words no request, in one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.negated = re2.compile(rf"(?:\b|[^a-z]){in_lines(table['negated'])}[, \n]*$")
        self.conditional = _compiled(table.get("conditional"), r"\b{}[ \n]*$")
        self.others = re2.compile(rf"\b{in_lines(table['others'])}[ \n]*$")
        self.list_head = _compiled(table.get("list_head"), r"\b{}[ \n]*(?:[^\n]{{0,100}}\n){{0,6}}[^a-z\n]*$")
        self.joins = re2.compile(rf"[ \n](?:{in_lines(table['joins'])})\b")
        self.inside = _compiled(table.get("negated_inside"), r"[ \n]{}\b")
        self.mention = re2.compile(rf"[ \n](?:{table['mention']})\b")

    def is_request(self, before: str, after: str) -> bool:
        if self.mention.match(after) or self._reaches_to_the_end(self.others, before):
            return False
        if self.list_head is not None and self.list_head.search(before):
            return False
        warning = self._reaches_to_the_end(self.negated, before)
        if warning is None:
            return True
        # "If you do not send us the code, …" is a threat, and "why not" an invitation.
        return self.conditional is not None and self.conditional.search(before[: warning.start() + 1]) is not None

    def _reaches_to_the_end(self, pattern: Any, before: str) -> Any:
        """The match, unless something new begins within it."""
        match = pattern.search(before)
        return None if match is None or self.joins.search(match[0]) else match


class _Rule(msgspec.Struct, frozen=True, gc=False):
    kind: Secret
    request: Any  # a compiled pattern of RE2
    language: Any
    context: Any = None  # what must stand before it: the code that a pronoun means

    def is_in(self, plain: str) -> bool:
        return any(self._is_request(plain, match.start(), match.end()) for match in self.request.finditer(plain))

    def _is_request(self, plain: str, start: int, end: int) -> bool:
        if self.context is not None and not self.context.search(plain[max(0, start - CHARS_TO_CODE) : start]):
            return False
        if self.language.inside is not None and self.language.inside.search(plain[start:end]):
            return False
        before = _clause(plain[max(0, start - CHARS_BEFORE) : start])
        return bool(self.language.is_request(before, plain[end : end + CHARS_AFTER]))


def _clause(before: str) -> str:
    """What stands before in the same sentence; line breaks end none, for texts are wrapped."""
    last = max(before.rfind(mark) for mark in (". ", ".\n", "! ", "!\n", "? ", "?\n", "; "))
    return before[last + 1 :]


@by_languages
def _rules(name: str) -> tuple[_Rule, ...]:
    """The rules of a language, compiled when its words are met for the first time."""
    return tuple(_rules_of(name, tables()[name]))


def _rules_of(name: str, table: dict[str, Any]) -> Iterator[_Rule]:
    language = _Language(table)
    nouns: dict[str, str] = {}
    if name not in clause_languages():
        nouns |= read_toml(f"secret_requests/{name}.toml")["kinds"]
    for kind, noun in table["kinds"].items():
        nouns[kind] = f"(?:{nouns[kind]}|{noun})" if kind in nouns else noun
    pronoun = nouns.pop("pronoun", None)
    between, few_words = table["between"], rf"(?:[ \n][a-z0-9'-]+,?){{0,{_WORDS_TO_RECIPIENT}}}"
    for kind, noun in nouns.items():
        forms = [
            rf"\b(?:{table['ask']}):?{between} (?:{noun})\b",
            rf"\b(?:{table['need']}):?{between} (?:{noun})\b",
            rf"\b(?:{table['verb']})\b{between} (?:{noun})\b{few_words},? (?:{table['recipient']})\b",
        ]
        if "bare" in table:
            start = rf"(?:^|[.!?:;,]\s|\n|\b(?:{table['clause']}) )[^a-z\n]{{0,3}}"
            forms.append(rf"{start}(?:{table['bare']}){between} (?:{noun})\b")
        yield _Rule(Secret(kind), re2.compile("|".join(map(in_lines, forms))), language)
    if pronoun:
        code = re2.compile(rf"\b(?:{in_lines(nouns['verification_code'])}|code|otp)\b")
        yield _Rule(Secret.VERIFICATION_CODE, re2.compile(rf"\b(?:{in_lines(pronoun)})"), language, code)


def _compiled(text: str | None, frame: str) -> Any:
    return re2.compile(frame.format(in_lines(text))) if text else None

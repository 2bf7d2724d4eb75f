"""Does a text ask to hand a secret over: to reply with it, send it back, tell or give it?

"Enter the code below" is no such thing, nor is a warning of such requests. `secret_requests` is the wider reading, for
mail whose sender is not confirmed.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import re2

from lencana.core.brands.allowlist import Secret
from lencana.core.languages import by_languages
from lencana.core.wording.clauses import clause_languages, kinds_asked_for
from lencana.core.wording.patterns.for_re2 import across_line_breaks, bytes_if_ascii
from lencana.core.wording.patterns.pattern_set import PatternSet
from lencana.core.wording.stranger_tables import tables
from lencana.data import read_toml

CHARS_BEFORE = 220  # before a request, where a warning would stand
CHARS_AFTER = 30
CHARS_TO_CODE = 300  # before a pronoun, in which the code would be named
_WORDS_TO_RECIPIENT = 5
_PRONOUN = "pronoun"  # the name of what stands for a code that is named before


def handed_over(plain: str, languages: Iterable[str]) -> frozenset[Secret]:
    """Return the kinds of secret that a plain text (`letters.plain_text`) asks the reader to hand to its author.

    Only the given languages are tried, which `third_party_prefilter` finds: by the phrases in a language's table of
    strangers' words; if it has none, by the clauses of its requests.
    """
    by_phrases = [language for language in languages if "ask" in tables()[language]]
    rules = (_rule(language, name) for language in by_phrases for name in _names(language).keys_in(plain))
    kinds = {rule.kind for rule in rules if rule.is_in(plain)}
    by_clauses = [language for language in languages if language not in by_phrases]
    return frozenset(kinds | kinds_asked_for(plain, by_clauses, only_handed_over=True))


class _Language:
    """What makes the same words no request, in one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.negated = re2.compile(rf"(?:\b|[^a-z]){across_line_breaks(table['negated'])}[, \n]*$")
        self.conditional = _compiled(table.get("conditional"), r"\b{}[ \n]*$")
        self.others = re2.compile(rf"\b{across_line_breaks(table['others'])}[ \n]*$")
        self.list_head = _compiled(table.get("list_head"), r"\b{}[ \n]*(?:[^\n]{{0,100}}\n){{0,6}}[^a-z\n]*$")
        self.joins = re2.compile(rf"[ \n](?:{across_line_breaks(table['joins'])})\b")
        self.inside = _compiled(table.get("negated_inside"), r"[ \n](?:{})\b")
        self.excepts = _compiled(table.get("except"), r"[ \n](?:{})\b")
        self.verb = re2.compile(rf"\b(?:{across_line_breaks(table['verb'])})\b")
        self.mention = re2.compile(rf"[ \n](?:{table['mention']})\b")

    def is_negated_inside(self, request: str) -> bool:
        """Does the request itself say "to nobody", and not "to nobody but us"?"""
        if self.inside is None or self.inside.search(request) is None:
            return False
        return self.excepts is None or self.excepts.search(request) is None

    def is_request(self, before: str, after: str) -> bool:
        if self.mention.match(after):
            return False
        if self.list_head is not None and self.list_head.search(before):
            return False
        if before.rstrip().endswith(",") and self.verb.search(before) is not None:
            return True  # "Share it with no one, send us the code": the warning is a clause of its own
        if self._reaches_to_the_end(self.others, before):
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
        return any(self._begins_at(match, plain) for match in self.request.finditer(bytes_if_ascii(plain)))

    def _begins_at(self, match: Any, plain: str) -> bool:
        """Is the match a request, or what it runs into after a comma: "tell it no one, tell us the code"?"""
        start, end = match.span()
        if self._is_request(plain, start, end):
            return True
        comma = plain.find(",", start + 1, end)
        if comma < 0:
            return False
        second = self.request.search(plain[comma : end + CHARS_AFTER])
        return second is not None and self._is_request(plain, comma + second.start(), comma + second.end())

    def _is_request(self, plain: str, start: int, end: int) -> bool:
        start += plain[start] == ","  # with which the pattern of a request without a recipient may begin
        if self.context is not None and not self.context.search(plain[max(0, start - CHARS_TO_CODE) : start]):
            return False
        if self.language.is_negated_inside(plain[start:end]):
            return False
        before = _clause(plain[max(0, start - CHARS_BEFORE) : start])
        return bool(self.language.is_request(before, plain[end : end + CHARS_AFTER]))


def _clause(before: str) -> str:
    """What stands before in the same sentence; line breaks end none, for texts are wrapped."""
    last = max(before.rfind(mark) for mark in (". ", ".\n", "! ", "!\n", "? ", "?\n", "; "))
    return before[last + 1 :]


@by_languages
def _rule(language: str, name: str) -> _Rule:
    """The rule for one name of a secret, or for the pronoun, compiled when it is met for the first time."""
    nouns, table = _nouns(language), tables()[language]
    noun, between = nouns[name], table["between"]
    if name == _PRONOUN:
        code = re2.compile(rf"\b(?:{across_line_breaks(nouns['verification_code'])}|code|otp)\b")
        return _Rule(
            Secret.VERIFICATION_CODE, re2.compile(rf"\b(?:{across_line_breaks(noun)})"), _language(language), code
        )
    few_words = rf"(?:[ \n][a-z0-9'-]+,?){{0,{_WORDS_TO_RECIPIENT}}}"
    forms = [
        rf"\b(?:{table['ask']}):?{between} (?:{noun})\b",
        rf"\b(?:{table['need']}):?{between} (?:{noun})\b",
        rf"\b(?:{table['verb']})\b{between} (?:{noun})\b{few_words},? (?:{table['recipient']})\b",
    ]
    if "bare" in table:
        start = rf"(?:^|[.!?:;,]\s|\n|\b(?:{table['clause']}) )[^a-z\n]{{0,3}}"
        forms.append(rf"{start}(?:{table['bare']}){between} (?:{noun})\b")
    return _Rule(Secret(name), re2.compile("|".join(map(across_line_breaks, forms))), _language(language))


@by_languages
def _language(name: str) -> _Language:
    return _Language(tables()[name])


@by_languages
def _names(language: str) -> PatternSet[str]:
    """The names of secrets, of which each request has one; a pronoun stands without a blank before it."""
    names = {name: rf" (?:{noun})\b" for name, noun in _nouns(language).items() if name != _PRONOUN}
    pronoun = {name: noun for name, noun in _nouns(language).items() if name == _PRONOUN}
    return PatternSet({name: across_line_breaks(pattern) for name, pattern in (names | pronoun).items()})


def _nouns(language: str) -> dict[str, str]:
    """A pattern for each kind of secret, and one for the pronoun, if the language has any."""
    nouns: dict[str, str] = {}
    if language not in clause_languages():
        nouns |= read_toml(f"secret_requests/{language}.toml")["kinds"]
    for kind, noun in tables()[language]["kinds"].items():
        nouns[kind] = f"(?:{nouns[kind]}|{noun})" if kind in nouns else noun
    return nouns


def _compiled(text: str | None, frame: str) -> Any:
    return re2.compile(frame.format(across_line_breaks(text))) if text else None

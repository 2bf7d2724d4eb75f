"""The lines of a text that say who wrote it: how it opens, how it is signed, whose it says that it is.

Found with RE2 (linear time, data/authorship/*.toml); only these few lines are then searched for brand names.
"""

from collections.abc import Container, Iterator
from enum import StrEnum, unique
from functools import cache

import msgspec
import re2

from lencana.core.letters.skeleton import fold_confusables
from lencana.data import read_toml

LANGUAGES = ("en", "id")
_HEAD = 800  # characters that an opening is looked for in
_TAIL = 3000  # characters that a signature is looked for in
_LAST_LINES, _LONGEST_LAST = 3, 60
# Letters of alphabets that Latin ones are imitated with, styled and invisible ones; not the quotes and dashes of print.
_DRAWN = re2.compile(
    r"[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Mn}\x{200b}-\x{200f}\x{2060}\x{2100}-\x{214f}\x{2460}-\x{24ff}"
    r"\x{ff21}-\x{ff5a}\x{1d400}-\x{1d7ff}]"
)


@unique
class AuthorshipPlace(StrEnum):
    """Where in a text such a line stands."""

    LABEL = "label"  # before a colon or in brackets, first thing: "OpenAI: your account …"
    GREETING = "greeting"
    INTRODUCTION = "introduction"
    POSSESSION = "possession"  # "your OpenAI account"
    SIGNATURE = "signature"  # the line after a closing
    CLOSING = "closing"  # in the same line as the closing
    LAST_LINE = "last_line"
    OWNERSHIP = "ownership"


_OPENING = frozenset(
    {AuthorshipPlace.GREETING, AuthorshipPlace.POSSESSION, AuthorshipPlace.INTRODUCTION}
)  # looked for at the head only


class AuthorshipLine(msgspec.Struct, frozen=True, gc=False):
    """A piece of a text that may name its author."""

    place: AuthorshipPlace
    text: str


def authorship_lines(text: str, possible: Container[object]) -> Iterator[AuthorshipLine]:
    """The pieces of a text in which an author would be named.

    Only the places in `possible` are looked for (core/wording/prefilter.py tells which can be there), and the last lines.
    """
    if not text or text.isspace():
        return
    head, tail = text[:_HEAD].strip(), _tail(text).rstrip()
    if not text.isascii() and _DRAWN.search(head + tail):
        head, tail, possible = fold_confusables(head), fold_confusables(tail), frozenset(AuthorshipPlace)
    opening, closing = head.encode(), tail.encode()  # RE2 reads UTF-8, so this is done once
    patterns = _patterns()
    if AuthorshipPlace.LABEL in possible and (label := patterns.label.match(opening)) is not None:
        yield _line(AuthorshipPlace.LABEL, label)
    for spot, pattern in patterns.of.items():
        if spot in possible:
            for match in pattern.finditer(opening if spot in _OPENING else closing):
                yield _line(spot, match)
    for last in tail.rsplit("\n", _LAST_LINES)[-_LAST_LINES:]:
        if 0 < len(last) <= _LONGEST_LAST:
            yield AuthorshipLine(AuthorshipPlace.LAST_LINE, last)


def has_pressure(text: str) -> bool:
    """Does it threaten with a loss, or with a deadline?"""
    return _patterns().pressure.search(text) is not None


def sources() -> dict[AuthorshipPlace, str]:
    """The patterns of the spots that only some texts have."""
    return {spot: pattern.pattern for spot, pattern in _patterns().of.items()}


def _tail(text: str) -> str:
    """The last lines; a line of which only a part would be left is none."""
    if len(text) <= _TAIL:
        return text
    return text[text.find("\n", len(text) - _TAIL - 1) + 1 :][-_TAIL:]


def _line(spot: AuthorshipPlace, match: "re2._Match[bytes]") -> AuthorshipLine:
    if spot is AuthorshipPlace.CLOSING and match[1] is None:
        spot = AuthorshipPlace.SIGNATURE
    found = match[0] if spot is AuthorshipPlace.OWNERSHIP else next(filter(None, match.groups()))
    return AuthorshipLine(spot, found.decode())


class _Patterns:
    """Compiled once. The first group that takes part is where the author would be named."""

    def __init__(self) -> None:
        def any_of(key: str) -> str:
            return "(?:" + "|".join(read_toml(f"authorship/{language}.toml")[key] for language in LANGUAGES) + ")"

        self.label = re2.compile(r"(?:[\[<(*]{1,2}([^\n\[\]<>()*]{2,40})[\]>)*]{1,2}|([\pL][^\n:.!?,]{1,40}):)\s")
        self.pressure = re2.compile(rf"(?i)\b{any_of('pressure')}\b")
        sources = {
            AuthorshipPlace.GREETING: rf"(?im)^\W{{0,4}}({any_of('greeting')}\b[.]?[^\n.,!?:]{{2,60}})",
            AuthorshipPlace.POSSESSION: rf"(?i)\b{any_of('possession')}",
            AuthorshipPlace.INTRODUCTION: rf"(?im)(?:^|[.!?,:]\s)\W{{0,3}}{any_of('introduction')}\b([^\n.!?,]{{2,80}})",
            AuthorshipPlace.CLOSING: rf"(?im)^\W{{0,4}}{any_of('closing')}\b[ \t]*"
            r"(?:[,.!–—-]+[ \t]+([^\n]{2,60})|[,.!–—-]*[ \t]*\n\s*([^\n]{2,60}))$",
            AuthorshipPlace.OWNERSHIP: rf"(?i)[^\n]{{0,60}}{any_of('ownership')}[^\n]{{0,60}}",
        }
        self.of = {spot: re2.compile(source) for spot, source in sources.items()}


@cache
def _patterns() -> _Patterns:
    return _Patterns()

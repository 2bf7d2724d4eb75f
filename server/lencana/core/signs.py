"""The lines of a text that say who wrote it: how it opens, how it is signed, whose it says that it is.

Found with RE2 (linear time, data/signs/*.toml); only these few lines are then searched for brand names.
"""

from collections.abc import Iterator
from enum import StrEnum, unique
from functools import cache

import msgspec
import re2

from lencana.core.skeleton import fold
from lencana.data import read_toml

LANGUAGES = ("en", "id")
_HEAD = 800  # characters that an opening is looked for in
_TAIL = 3000  # characters that a signature is looked for in
_LAST_LINES = 3
# Letters of alphabets that Latin ones are imitated with, styled and invisible ones; not the quotes and dashes of print.
_DRAWN = re2.compile(
    r"[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\p{Mn}\x{200b}-\x{200f}\x{2060}\x{2100}-\x{214f}\x{2460}-\x{24ff}"
    r"\x{ff21}-\x{ff5a}\x{1d400}-\x{1d7ff}]"
)


@unique
class Spot(StrEnum):
    """Where in a text such a line stands."""

    LABEL = "label"  # before a colon or in brackets, first thing: "OpenAI: your account …"
    GREETING = "greeting"
    INTRODUCTION = "introduction"
    POSSESSION = "possession"  # "your OpenAI account"
    SIGNATURE = "signature"  # the line after a closing
    CLOSING = "closing"  # in the same line as the closing
    LAST_LINE = "last_line"
    OWNERSHIP = "ownership"


class Line(msgspec.Struct, frozen=True, gc=False):
    """A piece of a text that may name its author."""

    spot: Spot
    text: str


def lines(text: str) -> Iterator[Line]:
    """The pieces of a text in which an author would be named."""
    if not text or text.isspace():
        return
    head, tail = text[:_HEAD].strip(), text[-_TAIL:].rstrip()
    if not text.isascii():
        head, tail = _plain(head), _plain(tail)
    yield from _opening(head)
    yield from _signature(tail)
    for match in _patterns().ownership.finditer(tail):
        yield Line(Spot.OWNERSHIP, match[0])


def presses(text: str) -> bool:
    """Does it threaten with a loss, or with a deadline?"""
    return _patterns().pressure.search(text) is not None


def _plain(text: str) -> str:
    return fold(text) if _DRAWN.search(text) else text


def _opening(head: str) -> Iterator[Line]:
    patterns = _patterns()
    if (label := patterns.label.match(head)) is not None:
        yield Line(Spot.LABEL, label[1] or label[2])
    for match in patterns.greeting.finditer(head):
        yield Line(Spot.GREETING, match[1])
    for match in patterns.possession.finditer(head):
        yield Line(Spot.POSSESSION, next(filter(None, match.groups())))
    for match in patterns.introduction.finditer(head):
        yield Line(Spot.INTRODUCTION, match[1])


def _signature(tail: str) -> Iterator[Line]:
    for match in _patterns().closing.finditer(tail):
        yield Line(Spot.SIGNATURE if match[1] is None else Spot.CLOSING, match[1] or match[2])
    for line in tail.rsplit("\n", _LAST_LINES)[-_LAST_LINES:]:
        if 0 < len(line) <= 60:
            yield Line(Spot.LAST_LINE, line)


class _Patterns:
    """Compiled once. Group 1 (of `label` and `closing` also 2) is where the author would be named."""

    def __init__(self) -> None:
        def any_of(key: str) -> str:
            return "(?:" + "|".join(read_toml(f"signs/{language}.toml")[key] for language in LANGUAGES) + ")"

        self.label = re2.compile(r"(?:[\[<(*]{1,2}([^\n\[\]<>()*]{2,40})[\]>)*]{1,2}|([\pL][^\n:.!?,]{1,40}):)\s")
        self.greeting = re2.compile(rf"(?im)^\W{{0,4}}({any_of('greeting')}\b[.]?[^\n.,!?:]{{2,60}})")
        self.possession = re2.compile(rf"(?i)\b{any_of('possession')}")
        self.introduction = re2.compile(rf"(?im)(?:^|[.!?,:]\s)\W{{0,3}}{any_of('introduction')}\b([^\n.!?,]{{2,80}})")
        self.closing = re2.compile(
            rf"(?im)^\W{{0,4}}{any_of('closing')}\b[ \t]*"
            r"(?:[,.!–—-]+[ \t]+([^\n]{2,60})|[,.!–—-]*[ \t]*\n\s*([^\n]{2,60}))$"
        )
        self.ownership = re2.compile(rf"(?i)[^\n]{{0,60}}{any_of('ownership')}[^\n]{{0,60}}")
        self.pressure = re2.compile(rf"(?i)\b{any_of('pressure')}\b")


@cache
def _patterns() -> _Patterns:
    return _Patterns()

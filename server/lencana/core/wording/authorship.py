"""The lines of a text that name its author: how it opens, how it is signed, whose it says that it is.

Found with RE2 in linear time (data/authorship/*.toml). Only these few lines are then searched for brand names.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum, unique
from typing import NamedTuple

import msgspec
import re2

from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.own_scripts import UNSPACED_WORD
from lencana.core.letters.plain_text import plain_letters, plain_pattern, plain_text
from lencana.core.letters.raw_patterns import raw_pattern
from lencana.core.wording.lures import has_lure
from lencana.core.wording.patterns.for_re2 import MATCHES_NOTHING
from lencana.data import read_toml

HEAD_CHARS = 800  # at the start of a text, where openings are looked for
TAIL_CHARS = 3000  # at its end, where signatures are looked for
LAST_LINES = 3
MAX_LAST_LINE_CHARS = 60  # a longer line is no signature
# Letters that are not ASCII; typographic quotes and dashes, © and ® are none.
_OTHER_LETTER = re2.compile(
    r"[\x{aa}\x{b5}\x{ba}\x{c0}-\x{1fff}\x{200b}-\x{200f}\x{2060}\x{2100}-\x{214f}\x{2460}-\x{24ff}\x{2c00}-\x{2fff}"
    r"\x{3005}-\x{3007}\x{3021}-\x{d7ff}\x{f900}-\x{fdff}\x{fe70}-\x{fefc}\x{ff10}-\x{ffdc}\x{10000}-\x{1efff}]"
)
# Scripts that Latin letters are imitated with, styled letters and invisible characters, but not typographic quotes.
_CONFUSABLE = re2.compile(
    r"[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}\x{300}-\x{36f}\x{20d0}-\x{20ff}\x{fe00}-\x{fe0f}\x{200b}-\x{200f}\x{2060}\x{2100}-\x{214f}\x{2460}-\x{24ff}"
    r"\x{ff21}-\x{ff5a}\x{1d400}-\x{1d7ff}]"
)


@unique
class AuthorshipPlace(StrEnum):
    """Where in a text its author is named."""

    LABEL = "label"  # at the very start, before a colon or in brackets: "OpenAI: your account …"; only without a sender
    GREETING = "greeting"  # "Dear OpenAI customer"
    INTRODUCTION = "introduction"  # "This is the OpenAI security team"
    POSSESSION = "possession"  # "your OpenAI account"; only without a sender
    SIGNATURE = "signature"  # the line after a closing: "Regards,", then "The OpenAI Team"
    CLOSING = "closing"  # in the line of the closing: "Regards, OpenAI"
    LAST_LINE = "last_line"
    OWNERSHIP = "ownership"  # "© 2026 OpenAI"


NO_PLACES = frozenset[AuthorshipPlace]()
PLACES_BESIDE_SENDER = frozenset(
    {AuthorshipPlace.GREETING, AuthorshipPlace.INTRODUCTION, AuthorshipPlace.CLOSING, AuthorshipPlace.OWNERSHIP}
)
PLACES_WITHOUT_SENDER = PLACES_BESIDE_SENDER | {AuthorshipPlace.POSSESSION}
# What may stand before the first word of a line. For RE2's \W, all letters that are not ASCII are signs.
_SIGN = (
    r"[\x00-/:-@\[-`{-\x{a9}\x{ab}-\x{b4}\x{b6}-\x{b9}\x{bb}-\x{bf}\x{2000}-\x{20ff}\x{2190}-\x{245f}\x{2500}-\x{2bff}"
    r"\x{3000}-\x{3004}\x{3008}-\x{3020}\x{ff01}-\x{ff0f}\x{1f000}-\x{1faff}]"
)
_SENTENCE_START = r"(?:[.!?,:،؛؟।]\s|。)"
_CLAUSE_START = r"[.!?,:;。！？，、：；]\s?"  # where words are written without blanks
_NO_QUOTE = r"[\s(\[*_–—-]"  # before a sentence within a line: 'They write: "This is the OpenAI team"' quotes them
_KEYS = ("greeting", "addressed", "possession", "introduction", "introduced", "closing", "ownership")
_BEFORE_MORE = frozenset({"greeting", "introduction"})  # words that are followed by a text of any kind
_ALL = ""  # all languages in one pattern
_LABEL = re2.compile(r"(?:[\[<(*【]{1,2}([^\n\[\]<>()*【】]{2,40})[\]>)*】]{1,2}|([\pL][^\n:.!?,]{1,40}):)\s?")
_WITH_SIGNS = frozenset({"ownership"})  # words that begin or end with signs, where no word ends
# At the head of a text; the others but LABEL are at its tail.
_OPENINGS = frozenset({AuthorshipPlace.GREETING, AuthorshipPlace.POSSESSION, AuthorshipPlace.INTRODUCTION})
_WITH_PATTERNS = (*sorted(_OPENINGS), AuthorshipPlace.CLOSING, AuthorshipPlace.OWNERSHIP)


class AuthorshipKey(NamedTuple):
    """A place as it is named in one language: the key of a pattern."""

    place: AuthorshipPlace
    language: str


class AuthorshipLine(msgspec.Struct, frozen=True, gc=False):
    """A piece of a text that may name its author."""

    place: AuthorshipPlace
    text: str


def authorship_lines(text: str, possible: Iterable[object], *, has_sender: bool) -> Iterator[AuthorshipLine]:
    """Yield the pieces of a text in which an author would be named.

    Only `possible` patterns are tried, which `prefilter` finds, and the last lines are always there. A text with other
    letters than ASCII is made plain first, and with confusable ones searched for all patterns at all places.
    """
    if not text or text.isspace():
        return
    head, tail = text[:HEAD_CHARS].strip(), _tail(text).rstrip()
    keys, reads_label = sorted(key for key in possible if isinstance(key, AuthorshipKey)), not has_sender
    if not text.isascii() and _OTHER_LETTER.search(head + tail):
        is_confusable = _CONFUSABLE.search(head + tail) is not None
        head, tail = plain_letters(head), plain_letters(tail)
        if is_confusable:
            head, tail, reads_label = head.lower(), tail.lower(), True
            keys = [AuthorshipKey(place, _ALL) for place in _WITH_PATTERNS]
    encoded_head, encoded_tail = head.encode(), tail.encode()  # once: RE2 reads UTF-8
    if reads_label and (label := _LABEL.match(encoded_head)) is not None:
        yield _line(AuthorshipPlace.LABEL, label)
    for key in keys:
        for match in _pattern(key).finditer(encoded_head if key.place in _OPENINGS else encoded_tail):
            yield _line(key.place, match)
            if key.place is AuthorshipPlace.INTRODUCTION and len(pieces := list(filter(None, match.groups()))) > 1:
                yield AuthorshipLine(key.place, b" ".join(pieces).decode())
    for last in last_short_lines(tail, LAST_LINES):
        yield AuthorshipLine(AuthorshipPlace.LAST_LINE, last)


def last_short_lines(text: str, count: int) -> Iterator[str]:
    """Yield those of the last `count` lines of a text that are short enough for a signature, blank ones too."""
    return (line for line in text.rsplit("\n", count)[-count:] if 0 < len(line) <= MAX_LAST_LINE_CHARS)


def has_pressure(text: str) -> bool:
    """Return whether the text threatens with a loss or a deadline."""
    return _pressure().search(text) is not None or has_lure(plain_text(text), among=_without_pressure())


def authorship_patterns(places: frozenset[AuthorshipPlace]) -> dict[AuthorshipKey, str]:
    """Return the RE2 patterns of these places for the prefilter, for texts as they are written.

    LABEL and the last lines have none.
    """
    return {
        AuthorshipKey(place, language): pattern
        for language in judged_languages()
        for place, pattern in _by_place(language, raw_pattern).items()
        if place in places
    }


def authorship_words(language: str, places: frozenset[AuthorshipPlace]) -> str:
    """Return a pattern for words that every line of authorship in a language has, at places where they may stand."""
    words = {key: _words(key, language, raw_pattern) for key in _KEYS}
    if _words("closing", language, plain_pattern).isascii():
        words["closing"] += "(?:[^a-z]|$)"
    first = "|".join(words[key] for key in ("greeting", "introduction", "closing") if words[key] != MATCHES_NOTHING)
    anywhere = ["addressed", "introduced", "ownership"]
    if AuthorshipPlace.POSSESSION in places:
        anywhere.append("possession")
    others = (words[key] for key in anywhere if words[key] != MATCHES_NOTHING)
    starts = "" if _is_unspaced(first) else rf"(?m:^|{_SENTENCE_START}){_SIGN}*"
    return "|".join((rf"{starts}(?:{first})", *others))


def _tail(text: str) -> str:
    """The whole lines at the end of the text that fit into TAIL_CHARS."""
    if len(text) <= TAIL_CHARS:
        return text
    return text[text.find("\n", len(text) - TAIL_CHARS - 1) + 1 :][-TAIL_CHARS:]


def _line(place: AuthorshipPlace, match: "re2._Match[bytes]") -> AuthorshipLine:
    if place is AuthorshipPlace.CLOSING:  # the pattern has a group for each of the two; `groups` is slow
        if (text := match[1]) is None:
            place, text = AuthorshipPlace.SIGNATURE, match[2]
    else:
        text = match[0] if place is AuthorshipPlace.OWNERSHIP else next(filter(None, match.groups()))
    return AuthorshipLine(place, text.decode())


@by_languages
def _pattern(key: AuthorshipKey) -> "re2._Regexp":
    """The first group that matches is where the author would be named."""
    return re2.compile(_by_place(key.language, plain_pattern)[key.place])


@by_languages
def _pressure() -> "re2._Regexp":
    words = [
        rf"\b{_table(language)['pressure']}\b" for language in judged_languages() if "pressure" in _table(language)
    ]
    return re2.compile(f"(?i){'|'.join(words) or MATCHES_NOTHING}")


def _by_place(language: str, written: Callable[[str], str]) -> dict[AuthorshipPlace, str]:
    """The patterns of one language, or of all together, with the words of the tables as `written`."""
    words = {key: _words(key, language, written) for key in _KEYS}
    rest, clause = r"[^\n.,!?:]{2,60}", r"[^\n.!?,،؛؟।，。]{2,80}"
    starts = _CLAUSE_START if _is_unspaced(words["introduction"]) else _SENTENCE_START
    greeting, introduction = f"{words['greeting']}[.]?{rest}", f"{words['introduction']}({clause})"
    if written is plain_pattern:  # "Daniel, from the OpenAI support": the prefilter finds it without that
        introduction += f"(?:,({clause}))?"
    if words["addressed"] != MATCHES_NOTHING:
        greeting += f"|{rest}{words['addressed']}"
    if words["introduced"] != MATCHES_NOTHING:
        introduction += f"|({clause}){words['introduced']}"
    return {
        AuthorshipPlace.GREETING: rf"(?im)^{_SIGN}{{0,4}}({greeting})",
        AuthorshipPlace.POSSESSION: rf"(?i){words['possession']}",
        AuthorshipPlace.INTRODUCTION: rf"(?im)(?:^{_SIGN}{{0,3}}|{starts}{_NO_QUOTE}{{0,3}})(?:{introduction})",
        AuthorshipPlace.CLOSING: rf"(?im)^{_SIGN}{{0,4}}{words['closing']}[ \t]*"
        r"(?:[,.!。、–—-]+[ \t]+([^\n]{2,60})|[,.!。、–—-]*[ \t]*\n\s*([^\n]{2,60}))$",
        AuthorshipPlace.OWNERSHIP: rf"(?i)[^\n]{{0,60}}{words['ownership']}[^\n]{{0,60}}",
    }


def _is_unspaced(words: str) -> bool:
    return UNSPACED_WORD.search(words) is not None


def _words(key: str, language: str, written: Callable[[str], str]) -> str:
    tables = map(_table, judged_languages() if language == _ALL else (language,))
    words = [_bounded(table[key], written, key) for table in tables if key in table]
    return f"(?:{'|'.join(words)})" if words else MATCHES_NOTHING


def _bounded(words: str, written: Callable[[str], str], key: str) -> str:
    """At the borders of words where RE2 knows them: of ASCII. An accented letter may stand at one in a raw text."""
    text = written(words)
    if text.isascii() and key not in _WITH_SIGNS:
        return rf"\b(?:{text})\b"
    is_accented = not text.isascii() and plain_pattern(words).isascii()
    return f"(?:{text})(?:[^a-z]|$)" if is_accented and key in _BEFORE_MORE else f"(?:{text})"


@by_languages
def _without_pressure() -> tuple[str, ...]:
    """The languages whose lures (data/lures) say what presses."""
    return tuple(language for language in judged_languages() if "pressure" not in _table(language))


def _table(language: str) -> dict[str, str]:
    return read_toml(f"authorship/{language}.toml")

"""The header block by a scan of its raw bytes (RFC 5322 section 2.2), because parsers disagree about hostile ones.

What a parser would forgive is kept as a defect: a message with a defect in its From is never verified.
"""

import re
from collections.abc import Set
from enum import StrEnum, unique

import msgspec

from lencana.core.mail.charsets import decode
from lencana.core.mail.transfer_encoding import from_base64, from_quoted_printable

MAX_WORDS = 4000  # characters of encoded-words that are decoded
_FOLD = re.compile(r"\r?\n[ \t]")
_FIELD_END = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(rb"[!-9;-~]+")  # RFC 5322 section 3.6.8
_SPACED_NAME = re.compile(rb"[ \t]*[!-9;-~]+[ \t\0]*")  # the blanks are a defect by themselves
_BLANKS = (b" ", b"\t", b"\0")
_WORD = re.compile(r"=\?([^?\s]*)\?([bq])\?(.*?)\?=", re.IGNORECASE)
_ENVELOPE_LINE = (b"From ", b">From ")  # an mbox separator, as saved files begin with


@unique
class HeaderDefect(StrEnum):
    """Why a header block is not what it seems."""

    BARE_CR = "bare_cr"
    NUL = "nul"
    NO_FIELD = "no_field"  # a line that is neither a field nor a continuation
    LEADING_FOLD = "leading_fold"  # the block begins with a continuation
    SPACED_NAME = "spaced_name"  # `From :`
    TRUNCATED = "truncated"  # longer than we read


class HeaderField(msgspec.Struct, frozen=True, gc=False):
    """One field: its lower-case name, its unfolded value, and where it stood (0 is the topmost)."""

    name: str
    value: str
    position: int


class HeaderBlock(msgspec.Struct, frozen=True, gc=False):
    """All fields, topmost first, and what was wrong with them."""

    fields: tuple[HeaderField, ...]
    defects: frozenset[HeaderDefect]

    def all(self, name: str) -> tuple[HeaderField, ...]:
        """Every field of that lower-case name, topmost first."""
        return tuple(field for field in self.fields if field.name == name)

    def first(self, name: str) -> str:
        """The value of the topmost field of that name, "" when there is none."""
        return next((field.value for field in self.fields if field.name == name), "")


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """HeaderField block and body: the first empty line parts them."""
    if raw.startswith((b"\r\n", b"\n")):
        return b"", raw
    begin, end = len(raw), len(raw)
    for mark in (b"\n\r\n", b"\n\n"):
        # The second counts only before the first: without the bound the whole message would be searched.
        if (at := raw.find(mark, 0, begin + 1)) >= 0:
            begin, end = at, at + len(mark)
    head = raw[:begin]
    return (head.removesuffix(b"\r") if begin < end else head), raw[end:]


def read_headers(block: bytes, limit: int, wanted: Set[str] | None = None) -> HeaderBlock:
    """Read a header block, or of it the `wanted` fields (lower-case); `limit` is the number of bytes that are read."""
    defects = set()
    if len(block) > limit:
        block = block[: max(block.rfind(b"\n", 0, limit), 0)].rstrip(b"\r")
        defects.add(HeaderDefect.TRUNCATED)
    if b"\0" in block:
        defects.add(HeaderDefect.NUL)
    block = block.replace(b"\r\n", b"\n")
    if b"\r" in block:
        defects.add(HeaderDefect.BARE_CR)
    if block.startswith((b" ", b"\t")):
        defects.add(HeaderDefect.LEADING_FOLD)
    fields = []
    for position, field in enumerate(_FIELD_END.split(block)):
        name, colon, value = field.partition(b":")
        if position == 0 and field.startswith(_ENVELOPE_LINE) and b" " in name.strip():
            continue
        if not colon or not _NAME.fullmatch(name):
            if not colon or not _SPACED_NAME.fullmatch(name):
                defects |= {HeaderDefect.NO_FIELD} if field.strip() else set()
                continue
            if name[-1:] in _BLANKS:
                defects.add(HeaderDefect.SPACED_NAME)
            name = name.strip(b" \t\0")
        key = name.lower().decode("ascii")
        if wanted is None or key in wanted:
            fields.append(HeaderField(key, _text(value), position))
    return HeaderBlock(tuple(fields), frozenset(defects))


def _text(value: bytes) -> str:
    """Unfolded. RFC 6532 says UTF-8; mail of the wild says Latin-1 as well."""
    if b"\n" in value:
        value = value.replace(b"\n", b"")
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.strip(" \t\r\n")


def unfold(value: str) -> str:
    """A folded value in one line (RFC 5322 section 2.2.3)."""
    return (_FOLD.sub(" ", value) if "\n" in value else value).strip()


def decode_encoded_words(text: str) -> str:
    """Encoded-words (RFC 2047) as text, also inside quotes, where they ought not to be but are."""
    if "=?" not in text:
        return text
    text = text[:MAX_WORDS].replace('"', " ")
    shown: list[str] = []
    run: list[tuple[str, str]] = []  # words that follow each other in one charset: a letter may lie across two
    spoken, end = "", 0
    for word in _WORD.finditer(text):
        charset, between = word[1].partition("*")[0].lower(), text[end : word.start()]  # RFC 2231 section 5: a language
        if run and (charset != spoken or between.strip()):
            shown.append(_spoken(run, spoken))
            run = []
        if between.strip() or not end:
            shown.append(between)
        run.append((word[2].lower(), word[3]))
        spoken, end = charset, word.end()
    return "".join((*shown, _spoken(run, spoken), text[end:]))


def _spoken(words: list[tuple[str, str]], charset: str) -> str:
    joined: list[tuple[str, str]] = []
    for kind, encoded in words:
        if joined and kind == joined[-1][0] == "b" and _is_cut(joined[-1][1], encoded):
            joined[-1] = ("b", joined[-1][1] + encoded)
        else:
            joined.append((kind, encoded))
    return decode(b"".join(_of_word(kind, encoded.encode("utf-8", "replace")) for kind, encoded in joined), charset)


def _is_cut(before: str, after: str) -> bool:
    """Base64 that was cut anywhere, and then put into words."""
    return len(before) % 4 > 0 and not before.endswith("=") and len(before + after) % 4 == 0


def _of_word(kind: str, encoded: bytes) -> bytes:
    return from_base64(encoded) if kind == "b" else from_quoted_printable(encoded, header=True)

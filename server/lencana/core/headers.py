"""The header block by a scan of its raw bytes (RFC 5322 section 2.2), because parsers disagree about hostile ones.

What a parser would forgive is kept as a defect: a message with a defect in its From is never verified.
"""

import re
from collections.abc import Set
from email.errors import HeaderParseError
from email.header import decode_header
from enum import StrEnum, unique

import msgspec

_FOLD = re.compile(r"\r?\n[ \t]")
_BREAK = re.compile(rb"\r\n|\n")
_ENVELOPE_LINE = (b"From ", b">From ")  # an mbox separator, as saved files begin with


@unique
class HeaderDefect(StrEnum):
    """Why a header block is not what it seems."""

    BARE_CR = "bare_cr"
    NUL = "nul"
    NO_COLON = "no_colon"  # a line that is neither a field nor a continuation
    LEADING_FOLD = "leading_fold"  # the block begins with a continuation
    SPACED_NAME = "spaced_name"  # `From :`
    TRUNCATED = "truncated"  # longer than we read


class Header(msgspec.Struct, frozen=True, gc=False):
    """One field: its lower-case name, its unfolded value, and where it stood (0 is the topmost)."""

    name: str
    value: str
    position: int


class HeaderBlock(msgspec.Struct, frozen=True, gc=False):
    """All fields, topmost first, and what was wrong with them."""

    fields: tuple[Header, ...]
    defects: frozenset[HeaderDefect]

    def all(self, name: str) -> tuple[Header, ...]:
        """Every field of that lower-case name, topmost first."""
        return tuple(field for field in self.fields if field.name == name)

    def first(self, name: str) -> str:
        """The value of the topmost field of that name, "" when there is none."""
        return next((field.value for field in self.fields if field.name == name), "")


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """Header block and body: the first empty line parts them."""
    if raw.startswith((b"\r\n", b"\n")):
        return b"", raw
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n", b"\n\r\n") if (at := raw.find(mark)) >= 0]
    if not ends:
        return raw, b""
    at, length = min(ends)
    return raw[:at], raw[at + length :]


def read_headers(block: bytes, limit: int, wanted: Set[str] | None = None) -> HeaderBlock:
    """Read a header block, or of it the `wanted` fields (lower-case); `limit` is the number of bytes that are read."""
    defects = set()
    if len(block) > limit:
        block = block[: max(block.rfind(b"\n", 0, limit), 0)].rstrip(b"\r")
        defects.add(HeaderDefect.TRUNCATED)
    if b"\0" in block:
        defects.add(HeaderDefect.NUL)
    if b"\r" in block.replace(b"\r\n", b""):
        defects.add(HeaderDefect.BARE_CR)
    fields: list[tuple[str, list[bytes]]] = []
    for line in _BREAK.split(block):
        defects |= _take(line, fields)
    return HeaderBlock(
        tuple(
            Header(name, _text(b"".join(parts)), i)
            for i, (name, parts) in enumerate(fields)
            if wanted is None or name in wanted
        ),
        frozenset(defects),
    )


def _take(line: bytes, fields: list[tuple[str, list[bytes]]]) -> set[HeaderDefect]:
    """Add one line to the fields; say what is wrong with it."""
    if line.startswith((b" ", b"\t")):
        if not fields:
            fields_from_fold = line.strip().partition(b":")
            fields.append((_name(fields_from_fold[0]), [fields_from_fold[2]]))
            return {HeaderDefect.LEADING_FOLD}
        fields[-1][1].append(line)
        return set()
    name, colon, value = line.partition(b":")
    if not colon or not name.strip():
        return set() if not line or (not fields and line.startswith(_ENVELOPE_LINE)) else {HeaderDefect.NO_COLON}
    if not fields and line.startswith(_ENVELOPE_LINE) and b" " in name.strip():
        return set()
    fields.append((_name(name), [value]))
    return {HeaderDefect.SPACED_NAME} if name != name.rstrip() else set()


def _name(name: bytes) -> str:
    return name.strip().lower().decode("ascii", "replace")


def _text(value: bytes) -> str:
    """RFC 6532 says UTF-8; mail of the wild says Latin-1 as well."""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.strip(" \t\r\n")


def unfold(value: str) -> str:
    """A folded value in one line (RFC 5322 section 2.2.3)."""
    return _FOLD.sub(" ", value).strip()


def decode_words(text: str) -> str:
    """Encoded-words (RFC 2047) as text, also inside quotes, where they ought not to be but are."""
    if "=?" not in text:
        return text
    try:
        return "".join(_decoded(part, charset) for part, charset in decode_header(text.replace('"', " ")))
    except (HeaderParseError, ValueError):  # binascii.Error is a ValueError
        return text


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "latin-1", "replace")
    except (LookupError, ValueError):
        return part.decode("latin-1")

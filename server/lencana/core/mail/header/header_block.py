"""The header block by a scan of its raw bytes (RFC 5322 section 2.2), because parsers disagree about hostile ones.

What a lenient parser would accept in silence is reported as a defect, and a message whose From is in doubt is never
verified.
"""

import re
from collections.abc import Set
from enum import StrEnum, unique

import msgspec

_FOLD = re.compile(r"\r?\n[ \t]")
_FIELD_END = re.compile(rb"\n(?![ \t])")
_SPACED_FIELD_NAME = re.compile(rb"[ \t]*[!-9;-~]+[ \t\0]*")  # RFC 5322 section 3.6.8, and what some read as one
_BLANKS = b" \t\0"  # between a field name and its colon
_MBOX_SEPARATORS = (b"From ", b">From ")  # the first line of files saved as mbox
# Fields of which a message has one (RFC 5322 section 3.6, RFC 2045): of two, mail readers may show the one that was
# added on the way, after the message was signed.
SINGLE_FIELDS = frozenset(
    {
        *("from", "sender", "reply-to", "to", "cc", "subject", "date"),
        *("mime-version", "content-type", "content-transfer-encoding"),
    }
)
_EMPTY_LINES = (b"\n\r\n", b"\n\n")
_USUAL_NAMES = (
    "From To Cc Subject Date Sender Reply-To Message-ID In-Reply-To References MIME-Version Content-Type"
    " Content-Transfer-Encoding Received Return-Path Delivered-To Authentication-Results Received-SPF DKIM-Signature"
    " ARC-Seal ARC-Message-Signature ARC-Authentication-Results X-Received Precedence Feedback-ID"
    " List-Id List-Post List-Unsubscribe List-Unsubscribe-Post"
)
_KEYS_OF_USUAL_NAMES = {name.encode("ascii"): name.lower() for name in _USUAL_NAMES.split()}  # which need no pattern


@unique
class HeaderDefect(StrEnum):
    """Why mail programs may read a header block differently."""

    BARE_CR = "bare_cr"  # a CR without LF: an end of line to some
    NUL = "nul"
    NO_FIELD = "no_field"  # a line that is neither a field nor a continuation
    LEADING_FOLD = "leading_fold"  # the block begins with a continuation line
    SPACED_NAME = "spaced_name"  # white space before the colon: `From :`
    TRUNCATED = "truncated"  # the block is longer than the limit


class HeaderField(msgspec.Struct, frozen=True, gc=False):
    """One field: its lower-case name, its unfolded value, and its position in the block (0 is the topmost)."""

    name: str
    value: str
    position: int


class HeaderBlock(msgspec.Struct, frozen=True, gc=False):
    """The fields of a header block, topmost first, its defects, and which SINGLE_FIELDS stand in it more than once."""

    fields: tuple[HeaderField, ...]
    defects: frozenset[HeaderDefect]
    repeated: tuple[str, ...] = ()

    def all(self, name: str) -> tuple[HeaderField, ...]:
        """Return every field of that lower-case name, topmost first."""
        return tuple(field for field in self.fields if field.name == name)

    def by_name(self) -> dict[str, list[HeaderField]]:
        """Return the fields of each lower-case name, topmost first."""
        grouped: dict[str, list[HeaderField]] = {}
        for field in self.fields:
            grouped.setdefault(field.name, []).append(field)
        return grouped

    def first(self, name: str) -> str:
        """Return the value of the topmost field of that name, or "" if there is none."""
        return next((field.value for field in self.fields if field.name == name), "")


def split_message(raw: bytes) -> tuple[bytes, bytes]:
    """Split a raw message into header block and body at its first empty line (RFC 5322 section 2.1)."""
    if raw.startswith((b"\r\n", b"\n")):
        return b"", raw
    block_end, body_start = len(raw), len(raw)
    for empty_line in _EMPTY_LINES:
        # Only the earlier one counts, so the second search ends there; else it would go through the whole message.
        if (position := raw.find(empty_line, 0, block_end + 1)) >= 0:
            block_end, body_start = position, position + len(empty_line)
    block = raw[:block_end]
    return (block.removesuffix(b"\r") if block_end < body_start else block), raw[body_start:]


def read_headers(block: bytes, limit: int, wanted: Set[str] | None = None) -> HeaderBlock:
    """Read a header block; never raises.

    `limit` is the number of bytes that are read. With `wanted`, only the fields of these lower-case names are returned;
    defects and repeated fields are those of the whole block either way.
    """
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
    single: dict[str, bool] = {}  # the SINGLE_FIELDS in it, and whether more than once
    is_folded = b"\n " in block or b"\n\t" in block
    for position, line in enumerate(_FIELD_END.split(block) if is_folded else block.split(b"\n")):
        name, colon, value = line.partition(b":")
        if position == 0 and line.startswith(_MBOX_SEPARATORS) and b" " in name.strip():
            continue
        key = _KEYS_OF_USUAL_NAMES.get(name) if colon else None
        if key is None:
            if not colon or not _SPACED_FIELD_NAME.fullmatch(name):
                defects |= {HeaderDefect.NO_FIELD} if line else set()
                continue
            if name[-1] in _BLANKS:
                defects.add(HeaderDefect.SPACED_NAME)
            key = name.strip(_BLANKS).lower().decode("ascii")
        if key in SINGLE_FIELDS:
            single[key] = key in single
        if wanted is None or key in wanted:
            fields.append(HeaderField(key, _unfolded_text(value), position))
    repeated = tuple(key for key, more_than_once in single.items() if more_than_once)
    return HeaderBlock(tuple(fields), frozenset(defects), repeated)


def _unfolded_text(value: bytes) -> str:
    """Decode as UTF-8 (RFC 6532), else as Latin-1, which real mail uses as well."""
    if b"\n" in value:
        value = value.replace(b"\n", b"")
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.strip(" \t\r\n")


def unfold(value: str) -> str:
    """Return a folded value as one line (RFC 5322 section 2.2.3)."""
    return (_FOLD.sub(" ", value) if "\n" in value else value).strip()

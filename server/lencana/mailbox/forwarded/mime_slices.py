"""The parts of a message as slices of its very bytes: an attached message must reach DKIM as it was signed.

The standard library's parser gives parts decoded and written anew. Here a multipart is cut at its delimiter lines (RFC
2046 section 5.1.1), and the end of line before a delimiter belongs to the delimiter. What breaks the grammar has no
parts: then there is nothing attached that could be proven, and the text is read as an inline forward.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from itertools import islice

from lencana.core.mail.header.encoded_words import decode_encoded_words
from lencana.core.mail.header.header_block import split_message
from lencana.core.mail.mime.text_parts import MimePart
from lencana.core.mail.mime.transfer_encoding import from_base64, from_quoted_printable

MAX_DEPTH = 6  # multiparts within each other
MAX_PARTS = 100  # leaves
MAX_ENTITIES = 1000  # that are looked at, multiparts without a leaf among them
MAX_PART_HEADER_BYTES = 16 * 1024
MAX_FIELD_CHARS = 2000
_MIME_FIELD = re.compile(rb"^content-[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_FILE_SUFFIX = re.compile(r"\.([A-Za-z0-9]{2,4})[\"']?\s*(?:;|$)")


@dataclass(frozen=True, slots=True)
class Slice:
    """One leaf of the MIME tree: its media type, the suffix of its file name, and its encoded bytes."""

    media_type: str
    suffix: str  # in lower case, "" if it has no file name
    transfer_encoding: str
    encoded: bytes

    @property
    def content(self) -> bytes:
        """The bytes without their transfer encoding; never raises."""
        if self.transfer_encoding == "base64":
            return from_base64(self.encoded)
        if self.transfer_encoding == "quoted-printable":
            return from_quoted_printable(self.encoded)
        return self.encoded


def slices_of(raw: bytes) -> list[Slice]:
    """The leaves of a message in order, those of enclosed messages not among them; never raises."""
    return list(islice(_leaves(raw, MAX_DEPTH, "text/plain", iter(range(MAX_ENTITIES))), MAX_PARTS))


def _leaves(entity: bytes, depth: int, default_type: str, allowance: Iterator[int]) -> Iterator[Slice]:
    if next(allowance, None) is None:
        return
    block, body = split_message(entity)
    if not block:  # a part may have no fields, and begins with the empty line then (RFC 2046 section 5.1)
        body = body.removeprefix(b"\r\n") if body.startswith(b"\r\n") else body.removeprefix(b"\n")
    fields = _fields(block)
    media_type = fields.get_content_type() if _value(fields, "content-type") else default_type
    if media_type.startswith("multipart/") and depth:
        inner_default = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
        boundary = str(fields.get_boundary() or "").encode("utf-8", "surrogateescape")
        for part in _between_delimiters(body, boundary) if boundary else ():
            yield from _leaves(part, depth - 1, inner_default, allowance)
        return
    encoding = _value(fields, "content-transfer-encoding").lower()
    yield Slice(media_type, _file_suffix(fields), encoding, body)


def _fields(block: bytes) -> MimePart:
    """The MIME fields alone: other fields may be such that the parser fails."""
    mime_fields = b"\n".join(field.replace(b"\r", b"") for field in _MIME_FIELD.findall(block[:MAX_PART_HEADER_BYTES]))
    return BytesHeaderParser(MimePart).parsebytes(mime_fields + b"\n\n")


def _value(fields: MimePart, name: str) -> str:
    """A field on one line; the library's own look-up would ask Python for a charset that a message names."""
    value = next((str(value) for field, value in fields.raw_items() if field.lower() == name), "")
    return " ".join(value[:MAX_FIELD_CHARS].split())


def _file_suffix(fields: MimePart) -> str:
    for name in ("content-disposition", "content-type"):
        if match := _FILE_SUFFIX.search(decode_encoded_words(_value(fields, name))):
            return match[1].lower()
    return ""


def _between_delimiters(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the delimiter lines, without the end of line before each, which belongs to it."""
    delimiter = re.compile(rb"(?:\A|(?<=\n))--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    for match in delimiter.finditer(body):
        if start is not None:
            part = body[start : match.start()]
            yield part.removesuffix(b"\r\n") if part.endswith(b"\r\n") else part.removesuffix(b"\n")
        if match[1]:
            return
        start = match.end()
    if start is not None:  # the last delimiter is missing: cut short on its way
        yield body[start:]

"""The text parts of a message (RFC 2045 to 2047), by the standard library's parser behind limits of our own.

Where mail readers read a structure in two ways, both are read: the sender of such a message may choose who sees what.
"""

import re
from email.message import Message
from email.parser import BytesParser
from itertools import chain
from typing import Any
from urllib.parse import unquote

from lencana.core.mail.mime.boundaries import bounded, with_bounded_lines, without_space_before_colon
from lencana.core.mail.mime.bulk import without_bulk
from lencana.core.mail.mime.charsets import decode
from lencana.core.mail.mime.transfer_encoding import from_base64, from_quoted_printable

MAX_TEXT_PARTS = 200
MAX_FIELD_CHARS = 8000  # of a part's field that are read: each parameter is searched for from the start
MAX_REPARSES = 3  # multiparts within each other that use another boundary than the one they name
_MIME_FIELD = re.compile(rb"^(?:content-|mime-version)[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_FIRST_DELIMITER = re.compile(r"^--([^\r\n]*[^\s\0-])[\s\0]*$", re.MULTILINE)

_QUOTED = r'"(?:[^"\\]|\\.)*"?'
_WORDS = re.compile(rb"[!-~] [!-~]")  # of which base64 has none
_QUOTED_OR_COMMENT = re.compile(rf"({_QUOTED})|\((?:[^()\\]|\\.)*\)", re.DOTALL)
_MEDIA_TYPE = re.compile(r"\s*([^\s/;,\"\0]+)\s*/\s*([^\s;,\"\0]+)")
_PARAMETER = re.compile(rf";\s*([^\s=;\"]+)\s*=\s*({_QUOTED}|[^\s;\"\0]*)")
_CONTINUATION = re.compile(r"([^*]+)\*(?:([0-9]{1,4})\*?)?")  # RFC 2231 section 4.1


class MimePart(Message):
    """A MIME part whose fields are read as mail readers do; Python is never asked for a charset that a message names.

    The parser makes its parts of this class. It calls `set_payload`, `get_content_type` and `get_boundary`.
    """

    is_enclosed = False  # within an enclosed message, whose text is somebody else's
    encoded = ""  # the body before transfer decoding; "" for a multipart. Bytes beyond ASCII are surrogates
    _content_type_field: str | None = None  # the value of the first Content-Type, once looked up
    _content_type = ""

    def set_payload(self, payload: Any, charset: Any = None) -> None:
        """Keep the body as text or parts; called by the parser."""
        self.encoded = payload if isinstance(payload, str) else ""
        super().set_payload(payload, charset)

    def get_content_type(self) -> str:
        """Return the media type in lower case, also of a field that breaks the grammar, or else the default."""
        if not self._content_type:
            match = _MEDIA_TYPE.match(self._content_type_value())
            self._content_type = f"{match[1]}/{match[2]}".lower() if match else self.get_default_type()
        return self._content_type

    def get_boundary(self, failobj: Any = None) -> Any:
        """Return the boundary parameter; called by the parser."""
        return self._parameter("boundary").rstrip() or failobj

    @property
    def children(self) -> "list[MimePart]":
        """The parts of a multipart or of an enclosed message."""
        payload = self.get_payload()
        return [part for part in payload if isinstance(part, MimePart)] if isinstance(payload, list) else []

    @property
    def disposition(self) -> str:
        """The type of the first Content-Disposition in lower case (RFC 2183), "" if there is none."""
        return next(iter(self._values("content-disposition")), "").partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """True for HTML, false for plain text."""
        return self.get_content_type() == "text/html"

    @property
    def is_blank(self) -> bool:
        """True if the body holds nothing but white space."""
        return not self.encoded.strip()

    @property
    def text(self) -> str:
        """The decoded text; of a part with two transfer encodings, or that is not in the one it names, in both."""
        encoded = self.encoded.encode("utf-8", "surrogateescape")
        encodings = [*dict.fromkeys(map(_first_token, self._values("content-transfer-encoding")[:2]))] or [""]
        if "base64" in encodings and "" not in encodings and _WORDS.search(encoded):
            encodings.append("")
        texts = (decode(self._decoded(encoded, encoding), self._parameter("charset")) for encoding in encodings)
        return "\n".join(texts).replace("\0", "")  # no mail reader shows NUL

    def _decoded(self, encoded: bytes, encoding: str) -> bytes:
        if encoding == "base64":
            return from_base64(encoded)
        if encoding == "quoted-printable":
            return from_quoted_printable(encoded)
        if "uu" in encoding and isinstance(payload := self.get_payload(decode=True), bytes):
            return payload
        return encoded

    def _values(self, name: str) -> list[str]:
        """A field's values without comments. The library's own look-up would ask Python for the charset of some."""
        values = [str(value)[:MAX_FIELD_CHARS] for field, value in self.raw_items() if field.lower() == name]
        return [_QUOTED_OR_COMMENT.sub(_blank_for_comment, value) if "(" in value else value for value in values]

    def _content_type_value(self) -> str:
        if self._content_type_field is None:
            self._content_type_field = next(iter(self._values("content-type")), "")
        return self._content_type_field

    def _parameter(self, name: str) -> str:
        """A parameter of Content-Type; of one in the form of RFC 2231 its text, without charset and language."""
        sections: dict[int, str] = {}
        is_extended = False
        for match in _PARAMETER.finditer(self._content_type_value()):
            if (attribute := match[1].lower()) == name:
                return _unquoted(match[2])
            continuation = _CONTINUATION.fullmatch(attribute) if "*" in attribute else None
            if continuation is not None and continuation[1] == name:
                is_encoded = attribute.endswith("*")
                is_extended |= is_encoded
                text = _unquoted(match[2])
                sections.setdefault(int(continuation[2] or 0), unquote(text, "latin-1") if is_encoded else text)
        value = "".join(sections[number] for number in sorted(sections))
        return value.split("'", 2)[2] if is_extended and value.count("'") > 1 else value


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:].removesuffix('"')) if value.startswith('"') else value


def _blank_for_comment(match: re.Match[str]) -> str:
    return match[1] or " "


def _first_token(value: str) -> str:
    return next(iter(value.lower().split()), "")


def text_parts(header_block: bytes, body: bytes) -> list[MimePart]:
    """Return the parts that mail readers show as text, in order; never raises.

    Those of enclosed messages, which some show as well, come last, and are marked (`is_enclosed`).
    What the standard library's parser fails on, as it does on some hostile structures, is one text: it is read rather
    than passed over, for mail readers may show it.
    """
    fields = _mime_fields(header_block)
    body = without_bulk(body)
    message = b"\n".join((fields, b"", _readable(fields, body)))
    try:
        top_part = BytesParser(MimePart).parsebytes(message)
        if top_part.children and top_part.get_content_type() == "message/rfc822":
            top_part = top_part.children[0]  # nothing is around it, so it is the author's own and no forwarded message
        parts = _text_parts_in(top_part, MAX_REPARSES, even_attachments=True)
        return sorted(parts, key=lambda part: part.is_enclosed)[:MAX_TEXT_PARTS]
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        whole = MimePart()
        whole.set_payload(body.decode("ascii", "surrogateescape"))
        return [whole]


def _readable(fields: bytes, body: bytes) -> bytes:
    """The body as far as the parser can read it in time."""
    media_types = fields.lower()
    if b"multipart" in media_types or b"message" in media_types:  # what is enclosed may be a multipart
        return bounded(fields, body)
    return with_bounded_lines(body)


def _text_parts_in(part: MimePart, reparses_left: int, *, even_attachments: bool = False) -> list[MimePart]:
    """The text parts within a part. `even_attachments`: they are shown, whatever their Content-Disposition says."""
    media_type = part.get_content_type()
    if media_type.startswith("multipart/") and not part.is_multipart() and reparses_left:
        part, reparses_left = _reparse_with_used_boundary(part, media_type), reparses_left - 1
    if part.is_multipart():
        if media_type == "message/rfc822":
            return _enclosed(part, reparses_left)
        alternative = media_type == "multipart/alternative"
        texts = [_text_parts_in(child, reparses_left, even_attachments=alternative) for child in part.children]
        return list(chain.from_iterable(_shown_alternatives(texts) if alternative else texts))
    is_text = media_type.startswith(("text/", "multipart/"))  # mail readers show a multipart without parts as text
    if is_text and (even_attachments or part.disposition != "attachment"):
        return [part]
    return []


def _enclosed(part: MimePart, reparses_left: int) -> list[MimePart]:
    """The text parts of a forwarded or returned message: its text is somebody else's."""
    texts = [text for child in part.children for text in _text_parts_in(child, reparses_left, even_attachments=True)]
    for text in texts:
        text.is_enclosed = True
    return texts


def _shown_alternatives(texts: list[list[MimePart]]) -> list[list[MimePart]]:
    """Some mail readers show the HTML, if there is any, and some the last that they can (RFC 2046 section 5.1.4)."""
    html = [parts for parts in texts if any(map(_is_shown_html, parts))]
    if not html or texts[-1] in html or not any(part.get_content_type() == "text/plain" for part in texts[-1]):
        return html or texts
    return [*html, texts[-1]]


def _is_shown_html(part: MimePart) -> bool:
    return part.is_html and not part.is_blank and not part.is_enclosed


def _reparse_with_used_boundary(part: MimePart, media_type: str) -> MimePart:
    """Parse a multipart again with the boundary of its first delimiter, by which some mail readers go."""
    if (delimiter := _FIRST_DELIMITER.search(part.encoded)) is None:
        return part
    boundary = delimiter[1].replace("\\", "\\\\").replace('"', '\\"')
    multipart = f'Content-Type: {media_type}; boundary="{boundary}"\n\n{part.encoded}'
    return BytesParser(MimePart).parsebytes(multipart.encode("utf-8", "surrogateescape"))


def _mime_fields(header_block: bytes) -> bytes:
    """The fields that the parser needs; it fails on some hostile From and To fields."""
    fields = (field.replace(b"\r", b"") for field in _MIME_FIELD.findall(header_block))
    return without_space_before_colon(b"\n".join(fields))

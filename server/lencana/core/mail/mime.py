"""The texts of a body (RFC 2045-2047), by the standard library's parser, which some structures must not reach.

What two mail readers take for two things is read as both: whoever writes such a message may choose who is shown what.
"""

import re
from email.message import Message
from email.parser import BytesParser
from itertools import chain, islice
from typing import Any

from lencana.core.mail.boundaries import closed, tamed
from lencana.core.mail.charsets import decode
from lencana.core.mail.transfer_encoding import from_base64, from_quoted_printable

READ = 2 * 1024 * 1024  # bytes of a message that are read for its body; attachments come after the text
_PARTS = 200  # texts that are read
_FIELDS = re.compile(rb"^(?:content-|mime-version)[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_FIRST_DELIMITER = re.compile(r"^--([^\r\n]*[^\s\0-])[\s\0]*$", re.MULTILINE)
_GUESSES = 3  # multiparts within each other whose boundary is not the one that they name

_QUOTED = r'"(?:[^"\\]|\\.)*"?'
_COMMENT = re.compile(rf"({_QUOTED})|\((?:[^()\\]|\\.)*\)", re.DOTALL)
_TYPE = re.compile(r"\s*([^\s/;,\"\0]+)\s*/\s*([^\s;,\"\0]+)")
_PARAMETER = re.compile(rf";\s*([^\s=;\"]+)\s*=\s*({_QUOTED}|[^\s;\"\0]*)")


class Part(Message):
    """A part whose fields are read as mail readers do, without asking Python for the charsets that they name."""

    encoded = ""  # the body as it stands, if it is not parted; its bytes beyond ASCII as surrogates
    _content: str | None = None  # the first Content-Type, once it was looked for
    _type = ""

    def set_payload(self, payload: Any, charset: Any = None) -> None:
        """What the parser found in it."""
        self.encoded = payload if isinstance(payload, str) else ""
        super().set_payload(payload, charset)

    def get_content_type(self) -> str:
        """The media type, however it is written."""
        if not self._type:
            found = _TYPE.match(self._content_type())
            self._type = f"{found[1]}/{found[2]}".lower() if found else self.get_default_type()
        return self._type

    def get_boundary(self, failobj: Any = None) -> Any:
        """What parts a multipart; the parser asks for it."""
        return self._parameter("boundary").rstrip() or failobj

    @property
    def children(self) -> "list[Part]":
        """The parts that it has."""
        payload = self.get_payload()
        return [part for part in payload if isinstance(part, Part)] if isinstance(payload, list) else []

    @property
    def is_html(self) -> bool:
        """Is it a page, and not plain text?"""
        return self.get_content_type() == "text/html"

    @property
    def is_blank(self) -> bool:
        """Is there nothing in it?"""
        return not self.encoded.strip()

    @property
    def text(self) -> str:
        """The text, in each of the transfer encodings that it may have."""
        encoded = self.encoded.encode("utf-8", "surrogateescape")
        names = dict.fromkeys(map(_token, self._all("content-transfer-encoding")[:2])) or ("",)
        texts = (decode(self._decoded(encoded, name), self._parameter("charset")) for name in names)
        return "\n".join(texts).replace("\0", "")  # which nobody shows

    def _decoded(self, encoded: bytes, encoding: str) -> bytes:
        if encoding == "base64":
            return from_base64(encoded)
        if encoding == "quoted-printable":
            return from_quoted_printable(encoded)
        if "uu" in encoding and isinstance(payload := self.get_payload(decode=True), bytes):
            return payload
        return encoded

    def _all(self, name: str) -> list[str]:
        """The values of a field without comments; the library would ask for the charset of what is not ASCII."""
        values = [str(value) for field, value in self.raw_items() if field.lower() == name]
        return [_COMMENT.sub(_without, value) if "(" in value else value for value in values]

    def _content_type(self) -> str:
        if self._content is None:
            self._content = next(iter(self._all("content-type")), "")
        return self._content

    def _parameter(self, name: str) -> str:
        """Of Content-Type; of one in the form of RFC 2231 the text alone."""
        for found in _PARAMETER.finditer(self._content_type()):
            if found[1].lower() == name:
                value = found[2]
                return re.sub(r"\\(.)", r"\1", value[1:].removesuffix('"')) if value.startswith('"') else value
        continued = self.get_param(name)
        return continued[2] if isinstance(continued, tuple) else continued or ""


def _without(comment: re.Match[str]) -> str:
    return comment[1] or " "


def _token(value: str) -> str:
    return next(iter(value.lower().split()), "")


def text_parts(header_block: bytes, body: bytes) -> list[Part]:
    """The parts that are shown as text, in order; none of a structure that cannot be read."""
    head = _fields(header_block)
    body = body[:READ]
    message = b"\n".join((head, b"", tamed(head, body) if b"multipart" in head.lower() else body))
    try:
        root = BytesParser(Part).parsebytes(message)
        if root.children and root.get_content_type() == "message/rfc822":
            root = root.children[0]  # nobody forwards a message so: it is the author's own
        return list(islice(_texts(root, _GUESSES, shown=True), _PARTS))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return []  # the standard library's parser stumbles over some hostile structures; so no text is judged


def _texts(part: Part, guesses: int, *, shown: bool = False) -> list[Part]:
    """The texts in a part, no attachments; where it is `shown` whatever it is, even if it says that it is one."""
    kind = part.get_content_type()
    if kind.startswith("multipart/") and not part.is_multipart() and guesses:
        part, guesses = _parted(part, kind), guesses - 1
    if part.is_multipart():
        if kind == "message/rfc822":  # a forwarded message is somebody else's words
            return []
        alternative = kind == "multipart/alternative"
        texts = [_texts(child, guesses, shown=alternative) for child in part.children]
        if alternative:  # one of them is shown: a page, if there is any
            texts = [found for found in texts if any(map(_is_page, found))] or texts
        return list(chain.from_iterable(texts))
    if kind.startswith("text/") and (shown or part.get_content_disposition() != "attachment"):
        return [part]
    return []


def _is_page(part: Part) -> bool:
    return part.is_html and not part.is_blank


def _parted(part: Part, kind: str) -> Part:
    """A multipart by the boundary that it uses, where it names another, as readers do who take that from the name."""
    if (delimiter := _FIRST_DELIMITER.search(part.encoded)) is None:
        return part
    boundary = delimiter[1].replace("\\", "\\\\").replace('"', '\\"')
    again = f'Content-Type: {kind}; boundary="{boundary}"\n\n{part.encoded}'
    return BytesParser(Part).parsebytes(again.encode("utf-8", "surrogateescape"))


def _fields(block: bytes) -> bytes:
    """Only what the MIME parser needs: hostile From and To fields make it stumble."""
    return closed(b"\n".join(field.replace(b"\r", b"") for field in _FIELDS.findall(block)))

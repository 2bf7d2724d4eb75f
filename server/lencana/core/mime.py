"""The texts of a body (RFC 2045-2047), by the standard library's parser, which some structures must not reach."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from itertools import islice
from typing import Any

from lencana.core.charsets import codec

READ = 2 * 1024 * 1024  # bytes of a message that are read for its body; attachments come after the text
_PARTS = 200  # MIME parts that are looked at
_FIELDS = re.compile(rb"^(?:content-|mime-version)[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY, _NESTED = re.compile(rb"boundary\s*=", re.IGNORECASE), 40  # multiparts that are opened
_DELIMITER, _SPLIT = re.compile(rb"(?<![^\r\n])--"), 1000  # lines that may part them


class Part(Message):
    """A part whose parameters are read without asking Python for the charsets that they name."""

    @property
    def is_html(self) -> bool:
        """Is it a page, and not plain text?"""
        return self.get_content_type() == "text/html"

    @property
    def text(self) -> str:
        """The text; in UTF-8 where its charset is not known or not true."""
        payload = self.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        try:
            return payload.decode(codec(self._parameter("charset")) or "utf-8")
        except ValueError:
            return payload.decode("utf-8", "replace")

    def get_boundary(self, failobj: Any = None) -> Any:
        """What parts a multipart; the parser asks for it."""
        boundary = self._parameter("boundary")
        return failobj if boundary is None else boundary.rstrip()

    def _parameter(self, name: str) -> str | None:
        """Of Content-Type; of one in the form of RFC 2231 the text alone."""
        value = self.get_param(name)
        return value[2] if isinstance(value, tuple) else value


def texts_of(header_block: bytes, body: bytes) -> list[Part]:
    """The parts that are read as text, in order; none of a structure that cannot be read."""
    head = _fields(header_block)
    message = b"\n".join((head, b"", _tamed(body[:READ]) if b"multipart" in head.lower() else body[:READ]))
    try:
        return list(_leaves(BytesParser(Part).parsebytes(message)))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return []  # the standard library's parser stumbles over some hostile structures; so no text is judged


def _leaves(root: Part) -> Iterator[Part]:
    """Text parts in order, no attachments, without recursion."""
    stack, seen = [root], 0
    while stack and seen < _PARTS:
        part, seen = stack.pop(), seen + 1
        if part.is_multipart():
            if part.get_content_type() != "message/rfc822":  # a forwarded message is somebody else's words
                payload = part.get_payload()
                children = payload if isinstance(payload, list) else []
                stack.extend(child for child in reversed(children) if isinstance(child, Part))
        elif part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def _fields(block: bytes) -> bytes:
    """Only what the MIME parser needs: hostile From and To fields make it stumble."""
    return b"\n".join(field.replace(b"\r", b"") for field in _FIELDS.findall(block))


def _tamed(body: bytes) -> bytes:
    """Cut where it nests or splits beyond what is read: the parser's work grows with the square of the depth."""
    splits = body.count(b"\n--") + body.count(b"\r--")  # the parser takes a CR alone for the end of a line
    if body.lower().count(b"boundary") <= _NESTED and splits < _SPLIT:
        return body
    for mark, most in ((_BOUNDARY, _NESTED), (_DELIMITER, _SPLIT)):
        beyond = next(islice(mark.finditer(body), most, None), None)
        body = body[: beyond.start()] if beyond else body
    return body

"""A body as the standard library's parser may have it: cut where its work would grow, and put straight."""

import re
from itertools import islice

_BOUNDARY, _NESTED = re.compile(rb"boundary\s*=", re.IGNORECASE), 40  # multiparts that are opened
_DELIMITER, _SPLIT = re.compile(rb"(?<![^\r\n])--"), 1000  # lines that may part them
_NAMED = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]+)\"|([^\s;\"(\0]+))", re.IGNORECASE)
_SPACED = re.compile(rb"^(content-[a-z-]+)[ \t\0]+:", re.IGNORECASE | re.MULTILINE)  # a field to all but the parser


def closed(fields: bytes) -> bytes:
    """With no blank between a field's name and its colon."""
    if b" :" in fields or b"\t:" in fields or b"\0:" in fields:
        return _SPACED.sub(rb"\1:", fields)
    return fields


def tamed(head: bytes, body: bytes) -> bytes:
    """Cut where it nests or splits beyond what is read: the parser's work grows with the square of the depth."""
    splits = body.count(b"\n--") + body.count(b"\r--")  # the parser takes a CR alone for the end of a line
    if body.lower().count(b"boundary") > _NESTED or splits >= _SPLIT:
        for mark, most in ((_BOUNDARY, _NESTED), (_DELIMITER, _SPLIT)):
            beyond = next(islice(mark.finditer(body), most, None), None)
            body = body[: beyond.start()] if beyond else body
    return _straightened(head, body)


def _straightened(head: bytes, body: bytes) -> bytes:
    """With delimiters alone on their lines, and fields closed.

    Dovecot takes a line that only begins with a boundary for a delimiter.
    """
    first, *parts = (b"\n" + body).split(b"\n--")
    parts = [_part(part) for part in parts]
    names = [part[: part.find(b"\n") + 1 or None].rstrip().removesuffix(b"--") for part in parts]
    strays = {name for name in set(names) if not (_is_named(name, head) or _is_named(name, body))}
    if strays:
        named = {found[1] or found[2] for text in (head, body) for found in _NAMED.finditer(text)}
        for number, name in enumerate(names):
            begun = [each for each in named if name in strays and name.startswith(each)]
            if begun and name not in named:
                _line, _end, rest = parts[number].partition(b"\n")
                parts[number] = max(begun, key=len) + b"\n" + rest
    return b"\n--".join((first, *parts))[1:]


def _part(part: bytes) -> bytes:
    end = part.find(b"\n\r\n")
    end = end if end >= 0 else part.find(b"\n\n")
    fields = part[: end if end >= 0 else len(part)]
    return part if (done := closed(fields)) is fields else done + part[len(fields) :]


def _is_named(name: bytes, fields: bytes) -> bool:
    return b'boundary="' + name in fields or b"boundary=" + name in fields

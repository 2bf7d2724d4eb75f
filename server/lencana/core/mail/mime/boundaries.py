"""A multipart body made safe for the standard library's parser (RFC 2046 section 5.1.1).

The parser is quadratic in the depth of nesting, and compares each line with the boundary of every multipart around it;
so the body is truncated at limits. And it takes a line for a delimiter only if the line is exactly a boundary, while
Dovecot and others take any line that begins with one; so such lines are shortened to the boundary.
"""

import re
from collections.abc import Set
from itertools import islice

MAX_BOUNDARIES = 40  # boundary parameters, and so multiparts that are opened
MAX_DELIMITERS = 1000  # lines that begin with `--`
MAX_LINE_COST = 2_000_000  # of all lines: each costs _COST_OF_LINE, and one for each boundary
_COST_OF_LINE = 5
_LINE_END = re.compile(rb"\r\n|\r|\n")
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_DELIMITER = re.compile(rb"(?<![^\r\n])--")
_DECLARED_BOUNDARY = re.compile(rb"boundary\s*=\s*(?:\"([^\"\r\n]+)\"|([^\s;\"(\0]+))", re.IGNORECASE)
_SPACE_BEFORE_COLON = re.compile(rb"^(content-[a-z-]+)[ \t\0]+:", re.IGNORECASE | re.MULTILINE)


def without_space_before_colon(fields: bytes) -> bytes:
    """Close up `Content-Type :`, which is a field to mail readers, but not to the parser."""
    if b" :" in fields or b"\t:" in fields or b"\0:" in fields:
        return _SPACE_BEFORE_COLON.sub(rb"\1:", fields)
    return fields


def bounded(header_block: bytes, body: bytes) -> bytes:
    """Truncate at the limits on nesting and delimiters, then put delimiters and MIME fields into the parser's form."""
    delimiters = body.count(b"\n--") + body.count(b"\r--")  # to the parser a bare CR ends a line, too
    if body.lower().count(b"boundary") > MAX_BOUNDARIES or delimiters >= MAX_DELIMITERS:
        for pattern, limit in ((_BOUNDARY, MAX_BOUNDARIES), (_DELIMITER, MAX_DELIMITERS)):
            beyond = next(islice(pattern.finditer(body), limit, None), None)
            body = body[: beyond.start()] if beyond else body
    return _with_clean_delimiters(header_block, with_bounded_lines(body))


def with_bounded_lines(body: bytes) -> bytes:
    """The body as far as the parser can compare each line with all boundaries in time."""
    boundaries = len(_BOUNDARY.findall(body)) + 1  # and that of the header block
    limit = MAX_LINE_COST // (boundaries + _COST_OF_LINE)
    if body.count(b"\n") + body.count(b"\r") <= limit:  # counts CRLF twice
        return body
    beyond = next(islice(_LINE_END.finditer(body), limit, None), None)
    return body[: beyond.start()] if beyond else body


def _with_clean_delimiters(header_block: bytes, body: bytes) -> bytes:
    """Shorten each delimiter that says more than a boundary to the longest declared boundary that it begins with."""
    preamble, *segments = (b"\n" + body).split(b"\n--")
    segments = [_with_closed_fields(segment) for segment in segments]
    delimiters = [_delimiter_of(segment) for segment in segments]
    boundary_by_delimiter = _matching_boundaries(set(delimiters), header_block, body)
    if boundary_by_delimiter:
        for number, delimiter in enumerate(delimiters):
            if (boundary := boundary_by_delimiter.get(delimiter)) is not None:
                segments[number] = boundary + b"\n" + segments[number].partition(b"\n")[2]
    return b"\n--".join((preamble, *segments))[1:]


def _delimiter_of(segment: bytes) -> bytes:
    """The first line of a segment without the hyphens that end a multipart: a boundary, if the line is a delimiter."""
    return segment[: segment.find(b"\n") + 1 or None].rstrip().removesuffix(b"--")


def _matching_boundaries(delimiters: Set[bytes], header_block: bytes, body: bytes) -> dict[bytes, bytes]:
    """Map each delimiter that no boundary parameter names to the longest boundary that it begins with, if any."""
    boundaries = {
        match[1] or match[2]
        for text in (header_block, body)
        for match in islice(_DECLARED_BOUNDARY.finditer(text), MAX_BOUNDARIES)
    }
    candidates = {
        delimiter: [boundary for boundary in boundaries if delimiter.startswith(boundary)]
        for delimiter in delimiters
        # One with which a boundary begins is left alone, too.
        if not any(boundary.startswith(delimiter) for boundary in boundaries)
    }
    return {delimiter: max(matching, key=len) for delimiter, matching in candidates.items() if matching}


def _with_closed_fields(segment: bytes) -> bytes:
    """The segment with its MIME fields, which end at the first empty line, closed up."""
    end = segment.find(b"\n\r\n")
    end = end if end >= 0 else segment.find(b"\n\n")
    fields = segment[: end if end >= 0 else len(segment)]
    closed = without_space_before_colon(fields)
    return segment if closed is fields else closed + segment[len(fields) :]

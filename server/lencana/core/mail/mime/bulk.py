"""A large body without its bulk: attachments and what nobody sees, which may come before the text as well as after it.

Only a part of a large message is read. Who puts two megabytes of a picture first, or a long comment, would have the
text go unread, though mail readers show it.
"""

import re

MAX_BODY_BYTES = 2 * 1024 * 1024  # of a message's body that are parsed
MAX_SEGMENTS = 1000  # lines that begin with `--`, between which the parts are
KEPT_BYTES = 1024  # of an attachment that is left out
MAX_PART_HEADER_BYTES = 16 * 1024
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_MEDIA_TYPE = re.compile(rb"^content-type[ \t\0]*:\s*([^\s/;,\"\0]+)", re.IGNORECASE | re.MULTILINE)
_BLANKS = re.compile(r"\s{64,}")
_DATA_URL = re.compile(r"data:[^\s\"'<>]{256,}", re.IGNORECASE)
_WITH_WORDS = frozenset({b"text", b"multipart", b"message"})


def without_bulk(body: bytes) -> bytes:
    """Return at most MAX_BODY_BYTES of a body; of a larger one, without attachments that hold no text (RFC 2046)."""
    if len(body) <= MAX_BODY_BYTES:
        return body
    kept: list[bytes] = []
    start, size = 0, 0
    for _ in range(MAX_SEGMENTS):
        end = body.find(b"\n--", start + 1)
        end = len(body) if end < 0 else end
        segment = body[start : min(end, start + MAX_BODY_BYTES)]
        kept.append(segment[: _bytes_to_keep(segment)])
        size += len(kept[-1])
        if end == len(body) or size >= MAX_BODY_BYTES:
            break
        start = end
    return b"".join(kept)[:MAX_BODY_BYTES]


def _bytes_to_keep(segment: bytes) -> int:
    """All of it, unless it is a part whose own fields name a media type without words."""
    if not segment.startswith((b"--", b"\n--")) or len(segment) <= MAX_PART_HEADER_BYTES:
        return len(segment)
    header_end = _EMPTY_LINE.search(segment, 1, MAX_PART_HEADER_BYTES)
    if header_end is None:
        return len(segment)
    media_type = _MEDIA_TYPE.search(segment, 0, header_end.start() + 1)
    if media_type is None or media_type[1].lower() in _WITH_WORDS:
        return len(segment)
    return header_end.end() + KEPT_BYTES


def without_padding(text: str, *, is_html: bool) -> str:
    """Return a text that is too long to be read without what nobody sees of it.

    Left out are long runs of white space, and of HTML the images within it (RFC 2397) and comments.
    """
    text = _BLANKS.sub("\n\n", text)
    return _without_comments(_DATA_URL.sub("data:", text)) if is_html else text


def _without_comments(html: str) -> str:
    """A comment ends with `-->`, and at once if it begins with `<!-->` (WHATWG HTML section 13.2.5.43)."""
    kept: list[str] = []
    end = 0
    while (start := html.find("<!--", end)) >= 0:
        kept.append(html[end:start])
        end = html.find("-->", start + len("<!"))
        if end < 0:
            return "".join(kept)
        end += len("-->")
    return "".join((*kept, html[end:]))

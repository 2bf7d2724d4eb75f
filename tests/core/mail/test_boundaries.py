"""Multipart bodies as the parser gets them: delimiters shortened to boundaries, fields closed up, limits."""

import pytest

from lencana.core.mail.mime.boundaries import MAX_BOUNDARIES, MAX_DELIMITERS, bounded

HEADER_BLOCK = b"Content-Type: multipart/mixed; boundary=b"
BODIES = [
    # body, as the parser gets it, why
    (b"--b\nx\n--b--\n", b"--b\nx\n--b--\n", "delimiters that are the boundary"),
    (b"--bx\nx\n", b"--b\nx\n", "a delimiter that says more is shortened"),
    (b"--bx", b"--b\n", "also without an end of line"),
    (b"--c\nx\n", b"--c\nx\n", "a line that begins with no boundary is text"),
    (b"--bx\nboundary=bx\n", b"--bx\nboundary=bx\n", "a boundary that begins with another is left alone"),
    (b"--bxy\nboundary=bx\n", b"--bx\nboundary=bx\n", "the longest boundary that it begins with"),
    (b'--bx\nboundary="bx y"\n', b'--bx\nboundary="bx y"\n', "half of a quoted boundary is left alone"),
    (b"--b\nContent-Type : x\n\nA : b", b"--b\nContent-Type: x\n\nA : b", "MIME fields are closed up, text is not"),
    (b"a --bx\n", b"a --bx\n", "hyphens within a line"),
]


@pytest.mark.parametrize(("body", "expected", "why"), BODIES, ids=[row[2] for row in BODIES])
def test_bodies(body: bytes, expected: bytes, why: str) -> None:
    assert bounded(HEADER_BLOCK, body) == expected, why


@pytest.mark.parametrize(
    ("line", "limit"), [(b"boundary=x\n", MAX_BOUNDARIES), (b"--b\n", MAX_DELIMITERS)], ids=["nesting", "delimiters"]
)
def test_a_body_is_truncated_at_the_limit(line: bytes, limit: int) -> None:
    assert bounded(HEADER_BLOCK, line * limit) == line * limit
    assert bounded(HEADER_BLOCK, line * (limit + 2)) == line * limit

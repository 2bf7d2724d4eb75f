"""Large messages: the text is read, wherever it stands among the attachments."""

import pytest

from lencana.core.mail.message import Limits, message_from_bytes
from lencana.core.mail.mime.bulk import (
    KEPT_BYTES,
    MAX_BODY_BYTES,
    MAX_PART_HEADER_BYTES,
    without_bulk,
    without_padding,
)

WORDS = b"Reply with your API key."
TEXT = b"--b\r\nContent-Type: text/plain\r\n\r\n" + WORDS + b"\r\n"
LINES = (b"QUJD" * 19 + b"\r\n") * 30_000  # more than MAX_BODY_BYTES
PICTURE = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + LINES


def read(*parts: bytes) -> str:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"".join(parts) + b"--b--\r\n"
    return message_from_bytes(raw, Limits()).body.text


@pytest.mark.parametrize(
    "parts",
    [
        (TEXT, PICTURE),
        (PICTURE, TEXT),
        (PICTURE, PICTURE, PICTURE, TEXT),
        (b"preamble\r\n", PICTURE, TEXT),
        (PICTURE.replace(b"Content-Type: image", b"content-type :\tIMAGE"), TEXT),
        (PICTURE.replace(b"\r\n", b"\n"), TEXT),
        (
            b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n",
            PICTURE.replace(b"--b", b"--c"),
            b"--c--\r\n",
            TEXT,
        ),
    ],
)
def test_text_is_read_wherever_it_stands(parts: tuple[bytes, ...]) -> None:
    assert WORDS.decode() in read(*parts)


def test_what_fits_is_left_as_it_is() -> None:
    small = PICTURE[: MAX_BODY_BYTES - len(TEXT)] + TEXT
    assert without_bulk(small) is small


def test_only_what_holds_no_words_is_cut() -> None:
    kept = without_bulk(PICTURE + TEXT)
    assert len(kept) < MAX_PART_HEADER_BYTES + KEPT_BYTES
    assert kept.endswith(TEXT)
    for bulk in (
        PICTURE.replace(b"image/png", b"text/plain"),
        PICTURE.replace(b"Content-Type: image/png\r\n", b""),
        LINES,
    ):
        assert len(without_bulk(bulk + TEXT)) == MAX_BODY_BYTES


LONG = 270_000  # characters, more than is read of HTML


@pytest.mark.parametrize(
    ("kind", "padding"),
    [
        ("html", "<!--" + "x" * LONG + "-->"),
        ("html", " " * LONG),
        ("html", f"<img src='data:image/png;base64,{'A' * LONG}'>"),
        ("html", "<!-->"),
        ("plain", " \r\n" * 30_000),
    ],
)
def test_what_nobody_sees_hides_no_text(kind: str, padding: str) -> None:
    raw = f"Content-Type: text/{kind}\r\n\r\n{padding}<p>{WORDS.decode()}{'</p>' * LONG}".encode()
    assert WORDS.decode() in message_from_bytes(raw, Limits()).body.text


@pytest.mark.parametrize(
    ("html", "short"),
    [
        ("a<!--b-->c", "ac"),
        ("a<!-->b-->c", "ab-->c"),
        ("a<!--->b", "ab"),
        ("a<!--b", "a"),
        ("a<!--b<!--c-->d", "ad"),
        ("<!--" * 100_000, ""),
    ],
)
def test_comments(html: str, short: str) -> None:
    assert without_padding(html, is_html=True) == short

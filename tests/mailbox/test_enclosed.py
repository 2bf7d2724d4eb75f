# ruff: noqa: E501 (a sample a line)
"""What is attached reaches the judgement by its very bytes; what cannot be opened is said."""

import base64
import io
import quopri
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lencana.core.mail.message import Limits
from lencana.mailbox.forwarded.enclosed import MAX_MESSAGES, MAX_UNZIPPED_BYTES, Enclosed, Obstacle, read_enclosed

from .forwards import PHISH, file, head, mixed, rfc822

LIMITS = Limits()
ODD = (  # bytes that parsers write anew: odd folding, blanks at the end of lines, a bare LF, no last end of line
    b"Received: a\r\n\tb\r\nSubject:  two  blanks \r\nFROM:x@y.example\r\nX-8bit: caf\xe9\r\n\r\nline \r\n\r\n\r\n--inner--\r\n.\r\nlast"
)
MESSAGES = (PHISH, ODD, PHISH + b"\r\n\r\n", b"From: a@b.example\r\n\r\n", b"From: a@b.example\n\nlf only\n")


def read(raw: bytes) -> Enclosed:
    return read_enclosed(raw, LIMITS)


def zipped(*entries: tuple[str, bytes], encrypted: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    raw = bytearray(buffer.getvalue())
    if encrypted:  # the bit that says so, in both headers
        for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            raw[raw.index(magic) + offset] |= 1
    return bytes(raw)


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize(
    "part",
    [
        rfc822,
        lambda message: (
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(message)
        ),
        lambda message: (
            b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + quopri.encodestring(message.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
        ),
        lambda message: file(message, "doubt.eml"),
        lambda message: file(message, "Ragu =?utf-8?q?=C3=A9?=.EML"),
        lambda message: file(message, "x.eml", "text/plain"),
        lambda message: file(message, "whatever", "message/rfc822"),
        lambda message: file(zipped(("a/doubt.eml", message)), "mail.zip"),
        lambda message: file(zipped(("doubt.eml", message), ("__MACOSX/._doubt.eml", b"x")), "m", "application/zip"),
        lambda message: (
            b"Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n" + rfc822(message) + b"\r\n--in--\r\n"
        ),
        lambda message: (
            b"Content-Type: multipart/digest; boundary=in\r\n\r\n--in\r\n\r\n" + message + b"\r\n--in--\r\n"
        ),
    ],
)
def test_the_very_bytes(part: object, message: bytes) -> None:
    made: bytes = part(message)  # type: ignore[operator]
    if b"quoted-printable" in made and (b" \r\n" in message or b"\n" in message.replace(b"\r\n", b"")):
        pytest.skip("quoted-printable cannot carry it as text")
    assert read(mixed(made)).attached == (message,)
    assert read(mixed(made)).obstacles == ()


@given(st.binary(max_size=300), st.sampled_from(["\r\n", "\n"]))
def test_any_bytes(body: bytes, end: str) -> None:
    message = b"From: a@b.example" + end.encode() * 2 + body
    if b"--=_b" not in body:
        assert read(mixed(rfc822(message))).attached == (message,)
    assert read(mixed(file(message, "a.eml"))).attached == (message,)


@given(st.binary(max_size=400))
def test_never_raises(raw: bytes) -> None:
    read(raw)
    read(head() + b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n' + raw)
    read(mixed(file(raw, "a.zip")))


def test_a_forward_that_is_nothing_but_the_message() -> None:
    assert read(head() + b"Content-Type: message/rfc822\r\n\r\n" + PHISH).attached == (PHISH,)


def test_what_is_within_an_attached_message_is_its_senders() -> None:
    inner = mixed(rfc822(b"From: OpenAI <noreply@openai.com>\r\n\r\n"), number=9)
    raw = mixed(rfc822(inner.replace(b"=_b", b"other")))
    assert read(raw).attached == (inner.replace(b"=_b", b"other"),)


def test_a_boundary_that_begins_alike() -> None:
    message = b"From: a@b.example\r\n\r\n--=_bb\r\n--=_b x\r\n--=_"
    assert read(mixed(rfc822(message))).attached == (message,)


@pytest.mark.parametrize(
    ("part", "obstacle"),
    [
        (file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doubt.msg"), Obstacle.OUTLOOK_FILE),
        (file(b"x", "doubt", "application/vnd.ms-outlook"), Obstacle.OUTLOOK_FILE),
        (file(b"x", "smime.p7m", "application/pkcs7-mime"), Obstacle.ENCRYPTED),
        (file(b"Version: 1", "", "application/pgp-encrypted"), Obstacle.ENCRYPTED),
        (file(zipped(("a.eml", PHISH), encrypted=True), "a.zip"), Obstacle.ENCRYPTED),
        (file(zipped(("a.eml", PHISH), ("b.eml", PHISH)), "a.zip"), Obstacle.ZIP),
        (file(zipped(("a.exe", b"MZ")), "a.zip"), Obstacle.ZIP),
        (file(zipped(*((f"{n}.txt", b"") for n in range(30)), ("a.eml", PHISH)), "a.zip"), Obstacle.ZIP),
        (file(b"PK\x03\x04 broken", "a.zip"), Obstacle.ZIP),
        (file(zipped(("a.eml", PHISH))[:-30], "a.zip"), Obstacle.ZIP),
        (file(zipped(("a.eml", b"\0" * (MAX_UNZIPPED_BYTES + 1))), "a.zip"), Obstacle.OVERSIZED),
    ],
)
def test_obstacles(part: bytes, obstacle: Obstacle) -> None:
    assert read(mixed(part)) == Enclosed((), (obstacle,), read(mixed(part)).body)


def test_a_size_that_lies_unpacks_no_more_than_the_limit() -> None:
    raw = bytearray(zipped(("a.eml", b"\0" * (MAX_UNZIPPED_BYTES + 5))))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", raw, raw.index(magic) + offset, 100)
    found = read(mixed(file(bytes(raw), "a.zip")))
    assert found.obstacles in ((Obstacle.ZIP,), (Obstacle.OVERSIZED,)) or len(found.attached[0]) <= 100


def test_encrypted_as_a_whole() -> None:
    raw = head() + b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n\r\nMII\r\n'
    assert read(raw).obstacles == (Obstacle.ENCRYPTED,)
    raw = (
        head()
        + b"Content-Type: multipart/encrypted; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--"
    )
    assert read(raw).obstacles == (Obstacle.ENCRYPTED,)


def test_more_than_ten() -> None:
    found = read(mixed(*(rfc822() for _ in range(12))))
    assert (len(found.attached), found.obstacles) == (MAX_MESSAGES, (Obstacle.TOO_MANY,))
    assert read(mixed(*(rfc822() for _ in range(10)))).obstacles == ()


def test_pictures_are_no_obstacle() -> None:
    assert read(mixed(file(b"\x89PNG", "logo.png", "image/png"))).obstacles == ()

"""The text parts of a body: what Roundcube, or SOGo, shows of the same bytes (both behind Dovecot)."""

from base64 import b64encode

import pytest

from lencana.core.mail.message import Limits, message_from_bytes
from lencana.core.mail.mime.transfer_encoding import from_base64, from_quoted_printable

PAGE = b"<p>page <a href=https://h.example/>link</a></p>"
CODED = b64encode(PAGE)
PLAIN_PART = b"Content-Type: text/plain\r\n\r\nplain\r\n"
PAGE_PART = b"Content-Type: text/html\r\n\r\npage\r\n"
FILE_PART = b"Content-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\nfile\r\n"
OTHERS = b"From: z@z.example\r\nSubject: x\r\n\r\ntheirs\r\n"


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"; boundary=b", by: bytes = b"b") -> bytes:
    """A multipart of that kind."""
    lines = b"".join(b"--" + by + b"\r\n" + part for part in parts)
    return b"Content-Type: multipart/" + kind + boundary + b"\r\n\r\n" + lines + b"--" + by + b"--\r\n"


PARTS = {
    "alternatives: the page": (multipart(b"alternative", PLAIN_PART, PAGE_PART), "page"),
    "alternatives, the plain text last: some show it": (multipart(b"alternative", PAGE_PART, PLAIN_PART), "page plain"),
    "an alternative that is empty": (
        multipart(b"alternative", PLAIN_PART, b"Content-Type: text/html\r\n\r\n\r\n"),
        "plain",
    ),
    "an alternative that says it is a file": (multipart(b"alternative", PLAIN_PART, FILE_PART), "file"),
    "an alternative of several": (
        multipart(
            b"alternative", PLAIN_PART, multipart(b"mixed", PAGE_PART, PLAIN_PART, by=b"c", boundary=b"; boundary=c")
        ),
        "page plain",
    ),
    "one after the other": (multipart(b"mixed", PLAIN_PART, PAGE_PART), "plain page"),
    "beside its pictures": (multipart(b"related", PAGE_PART, PLAIN_PART), "page plain"),
    "of a kind that nobody knows": (multipart(b"x-unknown", PLAIN_PART, PAGE_PART), "plain page"),
    "a text, and alternatives": (
        multipart(b"mixed", PLAIN_PART, multipart(b"alternative", PAGE_PART, by=b"c", boundary=b"; boundary=c")),
        "plain page",
    ),
    "a file": (multipart(b"mixed", PLAIN_PART, FILE_PART), "plain"),
    "the whole is a file": (FILE_PART, "file"),
    "what others wrote": (multipart(b"mixed", PLAIN_PART, b"Content-Type: message/rfc822\r\n\r\n" + OTHERS), "plain"),
    "the whole is a message": (b"Content-Type: message/rfc822\r\n\r\n" + OTHERS, "theirs"),
    "many pictures first": (
        multipart(b"mixed", *[b"Content-Type: image/png\r\n\r\nx\r\n"] * 300, PAGE_PART),
        "page",
    ),
    "a delimiter that says more": (
        multipart(b"mixed", PLAIN_PART, PAGE_PART).replace(
            b"--b\r\nContent-Type: text/html", b"--bx\r\nContent-Type: text/html"
        ),
        "plain page",
    ),
    "a boundary that begins like another": (
        multipart(
            b"mixed", multipart(b"alternative", PLAIN_PART, PAGE_PART, by=b"bx", boundary=b"; boundary=bx"), PLAIN_PART
        ),
        "page plain",
    ),
    "a line that looks like a delimiter": (
        multipart(b"mixed", PLAIN_PART + b"--c\r\n-- \r\nmore\r\n"),
        "plain --c -- more",
    ),
    "no end": (multipart(b"mixed", PLAIN_PART, PAGE_PART).removesuffix(b"--b--\r\n"), "plain page"),
    "after the end": (multipart(b"mixed", PAGE_PART) + b"after\r\n", "page"),
}
TYPES = [
    b"text/html; charset=utf-8",
    b"TEXT/HTML",
    b"text / html",
    b"text /html",
    b"(a) text/html",
    b"text(a)/(b)html(c)",
    b"text/html charset=utf-8",
    b"text/html\r\n ; charset=utf-8",
    b'text/html; charset="utf-8',
]
BOUNDARIES = [
    # as it is named, as it is used
    (b"; boundary=b", b"b"),
    (b'; boundary="b c"', b"b c"),
    (b'; boundary="b;c"', b"b;c"),
    (b'; boundary="b(c)"', b"b(c)"),
    (b'; boundary="b\\c"', b"bc"),
    (b'; boundary="b\\"c"', b'b"c'),
    (b'; boundary=b"', b"b"),
    (b"; boundary=b c", b"b"),
    (b"; boundary=b(c)", b"b"),
    (b"; boundary=(c)b", b"b"),
    (b"; boundary=<b>", b"<b>"),
    (b"; boundary==b", b"=b"),
    (b"; boundary='b'", b"'b'"),
    (b"; boundary=\xc3\xa9", b"\xc3\xa9"),
    (b"; boundary=b\0", b"b"),
    (b'; boundary="b\r\n c"', b"b c"),
    (b'; x="; boundary=c"; boundary=b', b"b"),
    (b"; (; boundary=c) ; boundary=b", b"b"),
    (b"; boundary=b; boundary=c", b"b"),
    (b"; boundary*0=b; boundary*1=c", b"bc"),
    (b"; boundary*=utf-8''b", b"b"),
    (b'; boundary=""', b"b"),
    (b"; boundary=", b"b"),
    (b"; boundary=b;c", b"b;c"),
    (b"; boundary=b", b"bc"),
]
FIELDS = {
    "in capitals": (b"CONTENT-TRANSFER-ENCODING: BASE64", CODED),
    "blanks behind the name": (b"Content-Transfer-Encoding \t: base64", CODED),
    "NUL behind the name": (b"Content-Transfer-Encoding\0: base64", CODED),
    "blanks": (b"Content-Transfer-Encoding:  base64 ", CODED),
    "folded": (b"Content-Transfer-Encoding:\r\n base64", CODED),
    "a comment": (b"Content-Transfer-Encoding: (a) base64 (b)", CODED),
    "twice, the first is true": (b"Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit", CODED),
    "twice, the last is true": (b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64", CODED),
    "quoted-printable": (
        b"Content-Transfer-Encoding: quoted-printable",
        PAGE.replace(b"=", b"=3d").replace(b"ge", b"g=\r\ne"),
    ),
}
BASE64 = [
    (b"T3BlbkFJ", b"OpenAI"),
    (b"T3Bl\r\n\r\nbk!F-J", b"OpenAI"),
    (b"T3BlbkFJIQ", b"OpenAI!"),
    (b"T3BlbkFJ====", b"OpenAI"),
    (b"T3BlbkFJT", b"OpenAI"),
    (b"T3Blbg==QUk=", b"OpenAI"),
    (b"T=3BlbkFJ", b"OpenAI"),
    (b"=", b""),
    (b"T", b""),
]
QUOTED_PRINTABLE = [
    (b"Open=41=49", b"OpenAI"),
    (b"Open=\r\nAI=3d", b"OpenAI="),
    (b"Open= \t\r\nAI", b"OpenAI"),
    (b"Open=\rAI and\r\nmore", b"OpenAI and\r\nmore"),
    (b"Open=ZZ", b"Open=ZZ"),
    (b"Open=", b"Open"),
]


def visible_words(raw: bytes) -> str:
    return " ".join(message_from_bytes(b"From: a@b.example\r\n" + raw, Limits()).body.text.split())


@pytest.mark.parametrize(("raw", "shown"), PARTS.values(), ids=PARTS.keys())
def test_the_parts_that_are_shown(raw: bytes, shown: str) -> None:
    assert visible_words(raw) == shown


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_however_its_type_is_written(kind: bytes) -> None:
    assert visible_words(b"Content-Type: " + kind + b"\r\n\r\n" + PAGE) == "page link"


@pytest.mark.parametrize(("named", "used"), BOUNDARIES)
@pytest.mark.parametrize("encoding", [b"7bit", b"base64"])
def test_a_boundary_however_it_is_named(named: bytes, used: bytes, encoding: bytes) -> None:
    body = PAGE if encoding == b"7bit" else CODED
    part = b"Content-Type: text/html\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body + b"\r\n"
    assert visible_words(multipart(b"mixed", PLAIN_PART, part, boundary=named, by=used)) == "plain page link"


@pytest.mark.parametrize(("fields", "body"), FIELDS.values(), ids=FIELDS.keys())
@pytest.mark.parametrize("within", [False, True])
def test_a_transfer_encoding_however_it_is_named(fields: bytes, body: bytes, within: bool) -> None:
    raw = b"Content-Type: text/html\r\n" + fields + b"\r\n\r\n" + body + b"\r\n"
    message = message_from_bytes(b"From: a@b.example\r\n" + (multipart(b"mixed", raw) if within else raw), Limits())
    assert "page link" in message.body.text
    assert [link.href for link in message.body.links] == ["https://h.example/"]


@pytest.mark.parametrize(("encoded", "plain"), BASE64)
def test_base64(encoded: bytes, plain: bytes) -> None:
    assert from_base64(encoded) == plain


@pytest.mark.parametrize(("encoded", "plain"), QUOTED_PRINTABLE)
def test_quoted_printable(encoded: bytes, plain: bytes) -> None:
    assert from_quoted_printable(encoded) == plain

"""Messages whose MIME structure is made to cost: multiparts, parameters, encodings, charsets."""

import base64

from hostile.pieces import MIXED, STRANGER, Make, fields_of, numbered, times


def _multipart(fields: Make, body: Make) -> Make:
    return lambda n: b"From: a@b.example\r\nContent-Type: multipart/mixed" + fields(n // 2) + b"\r\n\r\n" + body(n // 2)


def _one_part(_n: int) -> bytes:
    """A part, whatever the boundary is that the parameters name."""
    return b"--aa\r\n\r\nx"


def _nested(n: int, levels: int) -> bytes:
    """Multiparts within each other, and the rest in empty lines."""
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (i, i) for i in range(levels))
    return b"From: a@b.example\r\n" + opened + times(b"\r\n", n)


def _nested_named_wrongly(n: int) -> bytes:
    """Multiparts whose delimiters are not those that they name, so that they are parsed again."""
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=x%d\r\n\r\n--%d\r\n" % (i, i) for i in range(38))
    return b"From: a@b.example\r\n" + levels + times(b"\r\nx", n)


def _base64_parts(n: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + times(part + base64.b64encode(b"send your password to me " * 20) + b"\r\n", n)


MIME: dict[str, Make] = {
    "empty lines in nested multiparts": lambda n: _nested(n, 38),
    "text in nested multiparts": lambda n: _nested(n, 38) + times(b"a\r\n", n),
    "nested multiparts in a forwarded message": lambda n: (
        b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + _nested(n, 300)
    ),
    "the word boundary": lambda n: MIXED + numbered(b"--%dy\r\n\r\n", min(n // 2, 10_000)) + times(b"boundary", n // 2),
    "multiparts": lambda n: (
        b"From: a@b.example\r\n" + numbered(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n", n)
    ),
    "multiparts named wrongly": _nested_named_wrongly,
    "one multipart named wrongly": lambda n: MIXED + times(b"--c\r\n\r\nx\r\n", n),
    "parts": lambda n: MIXED + times(b"--b\r\n\r\nx\r\n", n),
    "parts that end in CR": lambda n: MIXED + times(b"--b\r\r", n),
    "lines of CR": lambda n: MIXED + b"--b\r\n\r\n" + times(b"\r", n),
    "empty lines": lambda n: MIXED + b"--b\r\n\r\n" + times(b"\n", n),
    "hyphens": lambda n: MIXED + times(b"--", n),
    "lines of hyphens": lambda n: MIXED + times(b"\r\n--", n),
    "lines that are nearly delimiters": lambda n: MIXED + numbered(b"\r\n--b%d", n),
    "forwarded messages": lambda n: b"From: a@b.example\r\n" + times(b"Content-Type: message/rfc822\r\n\r\n", n) + b"x",
    "digests": lambda n: (
        b"From: a@b.example\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n"
        + times(b"--b\r\n\r\na: b\r\n\r\nx\r\n", n)
    ),
    "fields of a part": lambda n: MIXED + b"--b\r\n" + numbered(b"Content-X%d: y\r\n", n) + b"\r\nx",
    "folds of a part's field": lambda n: (
        MIXED + b"--b\r\nContent-Type: text/html;" + times(b"\r\n x", n) + b"\r\n\r\nx"
    ),
    "MIME fields": fields_of(b"Content-Type", b"text/html; charset=x%d", STRANGER),
    "boundary parameters": _multipart(lambda n: times(b"; boundary=a", n), lambda n: times(b"\r\n--a\r\n\r\nx", n)),
    "different boundary parameters": _multipart(
        lambda n: numbered(b"; boundary=%d", n), lambda n: numbered(b"\r\n--%dx\r\n\r\nx", n)
    ),
    "boundary parameters of a part": lambda n: (
        MIXED + b"--b\r\nContent-Type: multipart/mixed" + numbered(b"; boundary=%d", n) + b"\r\n\r\n--0\r\n\r\nx"
    ),
    "parameters": _multipart(lambda n: numbered(b"; a%d=b", n), lambda n: times(b"\r\n--a\r\n\r\nx", n)),
    "continued parameters": _multipart(lambda n: numbered(b"; boundary*%d=a", n), _one_part),
    "encoded continuations": _multipart(lambda n: numbered(b"; boundary*%d*=%41", n), _one_part),
    "continuations of many names": _multipart(lambda n: numbered(b"; a%d*0=b", n), _one_part),
    "open quotes in parameters": _multipart(lambda n: times(b';a="\\', n), _one_part),
    "comments in parameters": _multipart(lambda n: times(b"(a)", n), _one_part),
    "open comments in parameters": _multipart(lambda n: times(b"(", n), _one_part),
    "semicolons": _multipart(lambda n: times(b";", n), _one_part),
    "a long boundary": _multipart(lambda n: b"; boundary=" + times(b"a", n), lambda n: b"\r\n--" + times(b"a", n)),
    "charsets": lambda n: MIXED + numbered(b"--b\r\nContent-Type: text/plain; charset=x%d\r\n\r\nx\r\n", n),
    "dispositions": lambda n: (
        MIXED + b"--b\r\nContent-Disposition: attachment" + numbered(b"; a%d=b", n) + b"\r\n\r\nx"
    ),
    "continued dispositions": lambda n: (
        MIXED + b"--b\r\nContent-Disposition: inline" + numbered(b"; filename*%d=b", n) + b"\r\n\r\nx"
    ),
    "transfer encodings": lambda n: (
        MIXED + b"--b\r\n" + numbered(b"Content-Transfer-Encoding: base64 %d\r\n", n) + b"\r\neHg="
    ),
    "base64": _base64_parts,
    "padding": lambda n: STRANGER + b"Content-Transfer-Encoding: base64\r\n\r\n" + times(b"e=", n),
    "quoted-printable": lambda n: STRANGER + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times(b"=\r", n),
    "uuencode": lambda n: (
        STRANGER + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n" + times(b"#86)C\r\n", n)
    ),
    "UTF-7": lambda n: STRANGER + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + times(b"+2AA-", n),
    "ISO-2022": lambda n: (
        STRANGER + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + times(b"\x1b$B\x1b(B", n)
    ),
    "HZ": lambda n: STRANGER + b"Content-Type: text/plain; charset=hz\r\n\r\n" + times(b"~{~}", n),
    "invalid UTF-8": lambda n: STRANGER + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + times(b"\xff", n),
    "an unknown charset, and no UTF-8": lambda n: (
        STRANGER + b"Content-Type: text/plain; charset=gb18030\r\n\r\n" + times(b"\xff\x81", n)
    ),
    "parts of pages": lambda n: MIXED + times(b"--b\r\nContent-Type: text/html\r\n\r\n<b style=color:#fff>x\r\n", n),
    "alternatives": lambda n: (
        MIXED.replace(b"mixed", b"alternative") + times(b"--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n", n)
    ),
}

"""Messages that are made to cost: each a function of about how many bytes it shall have.

By layer: header block, addresses, signatures, MIME, text, links. Pages are in `core.html.hostile_pages`. A message of
twice the size may cost twice as much, and none of a megabyte may cost half a second or 100 MB.
"""

import base64
from collections.abc import Callable
from itertools import count

from core.html import hostile_pages

Make = Callable[[int], bytes]
AUTHSERV_ID = "mx.example.net"
LISTED, STRANGER = b"From: OpenAI <a@openai.com>\r\n", b"From: a@b.example\r\n"
GENUINE = b"Authentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n" + LISTED
_HTML = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
_MIXED = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"


def times(piece: bytes, n: int) -> bytes:
    """The piece as often as fits."""
    return piece * (n // len(piece) + 1)


def numbered(pattern: bytes, n: int) -> bytes:
    """The pattern with another number each time."""
    pieces, size = [], 0
    for number in count():
        pieces.append(pattern.replace(b"%d", b"%d" % number))
        size += len(pieces[-1])
        if size >= n:
            break
    return b"".join(pieces)


def _field(name: bytes, make: Make, sender: bytes = LISTED) -> Make:
    """One field with that value above the sender's."""
    return lambda n: name + b": " + make(n) + b"\r\n" + sender + b"\r\nx"


def _fields(name: bytes, value: bytes, sender: bytes = LISTED) -> Make:
    """As many fields as fit, all different."""
    return lambda n: numbered(name + b": " + value + b"\r\n", n) + sender + b"\r\nx"


def _text(piece: bytes, sender: bytes = STRANGER) -> Make:
    return lambda n: sender + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + numbered(piece, n)


def _page(piece: bytes) -> Make:
    return lambda n: _HTML + numbered(piece, n)


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
    return _MIXED + times(part + base64.b64encode(b"send your password to me " * 20) + b"\r\n", n)


def _arc(n: int) -> bytes:
    sets = b"".join(
        b"ARC-Seal: i=%d; a=rsa-sha256; cv=pass; d=seal.example; s=s; b=YQ==\r\n"
        b"ARC-Message-Signature: i=%d; a=rsa-sha256; d=seal.example; s=s; h=from:subject; bh=YQ==; b=YQ==\r\n"
        b"ARC-Authentication-Results: i=%d; seal.example; dmarc=pass header.from=openai.com\r\n" % (i, i, i)
        for i in range(50, 0, -1)
    )
    return sets + LISTED + b"\r\n" + times(b" \t\r\n", n)


_DKIM = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=openai.com; s=s; bh=YQ==; b=YQ==; "
_CONTINUED = b"\r\n boundary*%d=a;"
_REDIRECTOR = b"https://www.google.com/url?q="

HEADERS: dict[str, Make] = {
    "fields": _fields(b"A", b"b"),
    "fields of one letter": lambda n: LISTED + times(b"a:\n", n) + b"\r\nx",
    "lines that are no fields": lambda n: LISTED + times(b"a\n", n) + b"\r\nx",
    "folds": _field(b"X", lambda n: times(b"\r\n z", n)),
    "folds in the subject": _field(b"Subject", lambda n: times(b"\r\n z", n)),
    "subjects": _fields(b"Subject", b"OpenAI %d"),
    "subjects in encoded-words": _fields(b"Subject", b"=?utf-8?q?OpenAI?= %d"),
    "a long subject": _field(b"Subject", lambda n: times(b"OpenAI ", n), STRANGER),
    "encoded-words": _field(b"Subject", lambda n: times(b"=?utf-8?q?a?= ", n)),
    "encoded-words of many charsets": _field(b"Subject", lambda n: numbered(b"=?x%d?q?a?= ", n)),
    "open encoded-words": _field(b"Subject", lambda n: times(b"=?utf-8?q?", n)),
    "open encoded-words in From": lambda n: b"From: " + times(b"=?a?q?", n) + b" <a@b.example>\r\n\r\nx",
    "UTF-7": _field(b"Subject", lambda n: times(b"=?utf-7?q?+2AA-?= ", n), STRANGER),
    "UTF-7 in From": lambda n: b"From: " + times(b"=?utf-7?q?+2AA-?= ", n) + b"<a@b.example>\r\n\r\nx",
    "Reply-To fields": _fields(b"Reply-To", b"<a@h%d.example>"),
    "Reply-To fields of a brand's look": _fields(b"Reply-To", b"OpenAI <a@openai-%d.example>", STRANGER),
    "Reply-To fields in disorder": _fields(b"Reply-To", b'"a" (b) <a@h%d.example>, <c@d>, x@"y" <'),
    "Reply-To, long": _fields(b"Reply-To", b"<a@b.example>, " * 120 + b"c@h%d.example"),
    "From fields": lambda n: numbered(b"From: OpenAI %d <a@h%d.example>\r\n", n) + b"\r\nx",
    "From fields, long": lambda n: numbered(b"From: " + b'"a" (b) <a@b.example>, ' * 80 + b"%d\r\n", n) + b"\r\nx",
    "list fields": _fields(b"List-Post", b"<mailto:a%d@b.example>" + b" <a@b>" * 100),
    "Received": _fields(b"Received", b"from a%d by h%d.example; x"),
    "Received by long names": _fields(b"Received", b"from a by " + b"a." * 120 + b"h%d; x"),
    "Received of our own": _fields(b"Received", b"from a%d by mx.example.net; x"),
    "a long Received": _field(b"Received", lambda n: times(b"from a by ", n) + b"; x"),
    "comments in Received": _field(b"Received", lambda n: b"from a " + times(b"(", n) + b" by x; x"),
    "closed comments in Received": _field(b"Received", lambda n: b"from a " + times(b"(a)", n) + b" by x; x"),
    "dates in Received": _field(b"Received", lambda n: b"from a by mx.example.net; " + times(b"1 ", n)),
    "results": _field(b"Authentication-Results", lambda n: b"mx.example.net; " + times(b"a=b; ", n)),
    "results fields": _fields(b"Authentication-Results", b"mx.example.net; dkim=pass header.d=h%d.example"),
    "results fields of others": _fields(b"Authentication-Results", b"mx%d.example; dkim=pass header.d=a.example"),
    "long results fields": _fields(b"Authentication-Results", b"h%d.example; " + b"dkim=pass header.d=a.b; " * 600),
    "results with quotes": _fields(b"Authentication-Results", b"h%d.example; dkim=pass x.y=" + b'"\\' * 7000 + b'"'),
    "results with comments": _fields(b"Authentication-Results", b"h%d.example; dkim=pass " + b"(a) " * 4000),
    "results with comments in comments": _fields(b"Authentication-Results", b"h%d.example; a" + b" (;a" * 4000),
    "blanks around equals": _field(b"Authentication-Results", lambda n: b"mx.example.net; " + times(b"a  ", n)),
}
ADDRESSES: dict[str, Make] = {
    name: lambda n, piece=piece, end=end: b"From: " + times(piece, n) + end + b"\r\n\r\nx"
    for name, piece, end in (
        ("addresses", b'"a" <a@b.example>, ', b""),
        ("angle addresses", b"<a@b.example>", b""),
        ("open angles", b"<a@", b""),
        ("quotes", b'"\\', b""),
        ("quoted at signs", b'"@', b"> <a@b.example>"),
        ("parentheses", b"(", b""),
        ("comments", b"(a) ", b"<a@b.example>"),
        ("comments within comments", b"(a(", b")" * 1000 + b"<a@b.example>"),
        ("a long word", b"a", b" <a@b.example>"),
        ("a long local part", b"a", b"@b.example"),
        ("a long domain", b"a.", b"b.example"),
        ("dots", b".", b"@b.example"),
        ("a long label", b"a@" + "ä".encode() * 50, b".example"),
        ("a domain in combining letters", b"a@" + "ａ̈".encode() * 20, b".example"),
        ("spaced letters of a brand", b"O p e n A I ", b"<a@b.example>"),
        ("leetspeak", b"0p3n@1", b" <a@b.example>"),
        ("invisible letters", "O\u200bp\u200be".encode(), b"<a@b.example>"),
        ("groups", b"a:b;", b"<a@b.example>"),
        ("routes", b"<@a,@b:", b"c@b.example>"),
        ("backslashes", b"\\", b" <a@b.example>"),
    )
}
SIGNATURES: dict[str, Make] = {
    "tags": _field(b"DKIM-Signature", lambda n: _DKIM + numbered(b"x%d=y; ", n)),
    "the same tag": _field(b"DKIM-Signature", lambda n: times(b"x=y; ", n)),
    "h= of many names": _field(b"DKIM-Signature", lambda n: _DKIM + b"h=from:" + times(b"a:", n) + b"to"),
    "h= of many different names": _field(b"DKIM-Signature", lambda n: _DKIM + b"h=from:" + numbered(b"a%d:", n)),
    "b= in blanks": _field(b"DKIM-Signature", lambda n: _DKIM + b"h=from; x=" + times(b"a ", n)),
    "fields that are signed": lambda n: (
        b"DKIM-Signature: " + _DKIM + b"h=from:a\r\n" + LISTED + numbered(b"A: b%d\r\n", n) + b"\r\nx"
    ),
    "signatures": _fields(b"DKIM-Signature", _DKIM + b"h=from; y=%d"),
    "long signatures": _fields(b"DKIM-Signature", _DKIM + b"h=from" + b":a" * 4000 + b"; y=%d"),
    "blanks in a signed body": lambda n: (
        b"DKIM-Signature: " + _DKIM + b"h=from\r\n" + LISTED + b"\r\n" + times(b" \t", n)
    ),
    "empty lines in a signed body": lambda n: (
        b"DKIM-Signature: " + _DKIM + b"h=from\r\n" + LISTED + b"\r\n" + times(b" \r\n", n)
    ),
    "blanks in a signed field": lambda n: (
        b"DKIM-Signature: " + _DKIM + b"h=from:x\r\nX: a" + times(b" \t", n) + b"\r\n" + LISTED + b"\r\nx"
    ),
    "ARC sets": _arc,
    "ARC seals": _fields(b"ARC-Seal", b"i=%d; a=rsa-sha256; cv=none; d=seal.example; s=s; b=YQ=="),
    "ARC tags": _field(b"ARC-Seal", lambda n: b"i=1; " + numbered(b"x%d=y; ", n)),
    "ARC results": _field(b"ARC-Authentication-Results", lambda n: b"i=1; seal.example" + times(b"; a=b", n)),
}
MIME: dict[str, Make] = {
    "empty lines in nested multiparts": lambda n: _nested(n, 38),
    "text in nested multiparts": lambda n: _nested(n, 38) + times(b"a\r\n", n),
    "nested multiparts in a forwarded message": lambda n: (
        b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + _nested(n, 300)
    ),
    "the word boundary": lambda n: (
        _MIXED + numbered(b"--%dy\r\n\r\n", min(n // 2, 10_000)) + times(b"boundary", n // 2)
    ),
    "multiparts": lambda n: (
        b"From: a@b.example\r\n" + numbered(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n", n)
    ),
    "multiparts named wrongly": _nested_named_wrongly,
    "one multipart named wrongly": lambda n: _MIXED + times(b"--c\r\n\r\nx\r\n", n),
    "parts": lambda n: _MIXED + times(b"--b\r\n\r\nx\r\n", n),
    "parts that end in CR": lambda n: _MIXED + times(b"--b\r\r", n),
    "lines of CR": lambda n: _MIXED + b"--b\r\n\r\n" + times(b"\r", n),
    "empty lines": lambda n: _MIXED + b"--b\r\n\r\n" + times(b"\n", n),
    "hyphens": lambda n: _MIXED + times(b"--", n),
    "lines of hyphens": lambda n: _MIXED + times(b"\r\n--", n),
    "lines that are nearly delimiters": lambda n: _MIXED + numbered(b"\r\n--b%d", n),
    "forwarded messages": lambda n: b"From: a@b.example\r\n" + times(b"Content-Type: message/rfc822\r\n\r\n", n) + b"x",
    "digests": lambda n: (
        b"From: a@b.example\r\nContent-Type: multipart/digest; boundary=b\r\n\r\n"
        + times(b"--b\r\n\r\na: b\r\n\r\nx\r\n", n)
    ),
    "fields of a part": lambda n: _MIXED + b"--b\r\n" + numbered(b"Content-X%d: y\r\n", n) + b"\r\nx",
    "folds of a part's field": lambda n: (
        _MIXED + b"--b\r\nContent-Type: text/html;" + times(b"\r\n x", n) + b"\r\n\r\nx"
    ),
    "MIME fields": _fields(b"Content-Type", b"text/html; charset=x%d", STRANGER),
    "boundary parameters": _multipart(lambda n: times(b"; boundary=a", n), lambda n: times(b"\r\n--a\r\n\r\nx", n)),
    "different boundary parameters": _multipart(
        lambda n: numbered(b"; boundary=%d", n), lambda n: numbered(b"\r\n--%dx\r\n\r\nx", n)
    ),
    "boundary parameters of a part": lambda n: (
        _MIXED + b"--b\r\nContent-Type: multipart/mixed" + numbered(b"; boundary=%d", n) + b"\r\n\r\n--0\r\n\r\nx"
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
    "charsets": lambda n: _MIXED + numbered(b"--b\r\nContent-Type: text/plain; charset=x%d\r\n\r\nx\r\n", n),
    "dispositions": lambda n: (
        _MIXED + b"--b\r\nContent-Disposition: attachment" + numbered(b"; a%d=b", n) + b"\r\n\r\nx"
    ),
    "continued dispositions": lambda n: (
        _MIXED + b"--b\r\nContent-Disposition: inline" + numbered(b"; filename*%d=b", n) + b"\r\n\r\nx"
    ),
    "transfer encodings": lambda n: (
        _MIXED + b"--b\r\n" + numbered(b"Content-Transfer-Encoding: base64 %d\r\n", n) + b"\r\neHg="
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
    "parts of pages": lambda n: _MIXED + times(b"--b\r\nContent-Type: text/html\r\n\r\n<b style=color:#fff>x\r\n", n),
    "alternatives": lambda n: (
        _MIXED.replace(b"mixed", b"alternative") + times(b"--b\r\nContent-Type: text/html\r\n\r\n<p>x\r\n", n)
    ),
}
TEXTS: dict[str, Make] = {
    "a brand": _text(b"OpenAI\n"),
    "a brand in other letters": _text("Ореn АІ 0penAl\n".encode()),
    "a brand without blanks": _text(b"OpenAI"),
    "requests": _text(b"send your password "),
    "warnings": _text(b"never send your password "),
    "openings": _text(b"Dear OpenAI customer,\n"),
    "closings": _text(b"Regards,\nThe OpenAI Team\n"),
    "ownership": _text(b"\xc2\xa9 2026 OpenAI "),
    "quotes": _text(b"> a\n"),
    "attributions": _text(b"On Monday, Ann wrote:\n"),
    "open attributions": _text(b"On Monday, Ann "),
    "headers of a forward": _text(b"From: a b c\nTo: b\n"),
    "rules": _text(b"-- original "),
    "bidi overrides": _text("\u202e".encode()),
    "bidi overrides and text": _text("a\u202ebc\u202c".encode()),
    "invisible letters": _text("a\u200bb".encode()),
    "ligatures": _text("ﷺ".encode()),
    "combining letters": _text("a\u0301\u0300".encode()),
    "combining letters in disorder": lambda n: STRANGER + b"\r\n" + ("a" + "\u0315\u0300" * (n // 4)).encode(),
    "white space": _text(b" "),
    "line breaks of many kinds": _text("\u2028\x85\x0b".encode()),
    "dotted capital I": _text("İ".encode()),
    "one long word": _text(b"a"),
    "digits without end": _text(b"1"),
    "many hosts": _text(b"https://h%d.example/ "),
    "lookalike hosts": _text(b"https://openai-login%d.example/ "),
    "long hosts": _text(b"https://" + b"a." * 100 + b"h%d.example/ "),
    "schemes": _text(b"https://"),
    "a long URL": lambda n: STRANGER + b"\r\nhttps://h.example/" + times(b"%41", n),
}
# What is asked only about the mail of a listed sender: whether a stranger wrote it.
FROM_LISTED: dict[str, Make] = {
    name: _text(piece, GENUINE + b"Subject: Call us about the charge and your refund, and tell us your code\r\n")
    for name, piece in (
        ("calls", b"call +1 888 555 0%d about your refund. "),
        ("calls in capitals", b"CALL +1 888 555 0%d ABOUT YOUR REFUND\n"),
        ("numbers", b"+1 888 555 0%d "),
        ("numbers in words", b"call eight eight eight five five five o one nine nine "),
        ("doubled words", b"call double eight triple five "),
        ("digits", b"8 "),
        ("digits in groups", b"(8)-"),
        ("letters as digits", b"8oo-5il-"),
        ("order numbers", b"order no. a1-b2-c3-"),
        ("amounts", b"$1,000.00 usd "),
        ("addresses", b"a.b+c@"),
        ("keypad words", b"1-800-a-"),
        ("a keypad word", b"1-800-call-"),
        ("requests", b"reply with the code and tell us your password. "),
        ("requests in one sentence", b"reply with the code and "),
        ("warnings", b"never tell us your password, "),
        ("imitations", b"https://openai-login%d.example/ "),
        ("other letters", "саll ８８８‑𝟓𝟓𝟓‑٠١٩٩ refund ".encode()),
        ("words", b"refund "),
        ("one long word", b"a"),
        ("hyphens", b"8-"),
        ("white space", b" "),
        ("dots", b"8."),
    )
} | {
    "links of strangers": lambda n: (
        GENUINE + b"Content-Type: text/html\r\n\r\n" + numbered(b"<a href=https://h%d.sharepoint.com>call us</a>", n)
    ),
    "a long link text": lambda n: (
        GENUINE + b"Content-Type: text/html\r\n\r\n<a href=https://h.example>" + times(b"call 888 555 0199 ", n)
    ),
    "subjects with calls": _fields(b"Subject", b"call +1 888 555 0%d about your refund", GENUINE),
    "Reply-To in capitals": _fields(b"Reply-To", b"<A@H%d.EXAMPLE>, a@b" + b" @" * 500, GENUINE),
    "a name with calls": lambda n: (
        GENUINE.partition(b"From")[0]
        + b'From: "'
        + times(b"call 888 555 0199 refund ", n)
        + b'" <a@openai.com>\r\n\r\nx'
    ),
}
LINKS: dict[str, Make] = {
    "links": _page(b"<a href=https://h%d.example>x</a>"),
    "lookalikes": _page(b"<a href=https://openai-login%d.example>openai.com</a>"),
    "lookalikes in homographs": _page("<a href=https://оpenаi%d.example>ореnai.com</a>".encode()),
    "long labels": _page(b"<a href=https://" + b"chatgptopenailogin" * 3 + b"%d.example>x</a>"),
    "long names": _page(b"<a href=https://" + b"openai-x." * 25 + b"h%d.example>x</a>"),
    "long names in U-labels": _page(b"<a href=https://" + "öpenäi.".encode() * 30 + b"h%d.example>x</a>"),
    "long U-labels": _page(b"<a href=https://" + "ö".encode() * 900 + b"%d.example>x</a>"),
    "U-labels in combining letters": _page(b"<a href=https://" + "a\u0315\u0300".encode() * 300 + b"%d.example>x</a>"),
    "A-labels": _page(b"<a href=https://xn--" + b"a9" * 28 + b"%d.example>x</a>"),
    "dots": _page(b"<a href=https://" + b"." * 1900 + b"%d>x</a>"),
    "labels that are none": _page(b"<a href=https://" + b"a{." * 600 + b"b%d.example>x</a>"),
    "percent signs": _page(b"<a href=https://" + b"%25" * 600 + b"%d.example>x</a>"),
    "digits": _page(b"<a href=https://" + b"9" * 1900 + b"%d>x</a>"),
    "at signs": _page(b"<a href=https://" + b"a@" * 900 + b"h%d.example>x</a>"),
    "redirectors": _page(b"<a href='" + _REDIRECTOR * 30 + b"https://h%d.example'>x</a>"),
    "redirectors with parameters": _page(b"<a href='" + _REDIRECTOR + b"&a" * 900 + b"%d'>x</a>"),
    "redirectors in percent signs": _page(
        b"<a href='https://www.google.com/url?q=https:" + b"%252" * 400 + b"%d'>x</a>"
    ),
    "Safe Links": _page(
        b"<a href='https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fopenai-login%d.example'>openai.com</a>"
    ),
    "Proofpoint": _page(b"<a href='https://urldefense.com/v3/__https:" + b"/" * 1800 + b"h%d.example__;'>x</a>"),
    "paths": _page(b"<a href='https://h%d.example/" + b"http:/" * 300 + b"'>x</a>"),
    "texts that show hosts": _page(b"<a href=https://h%d.example>" + b"a.b@" * 70 + b"</a>"),
    "texts of dots": _page(b"<a href=https://h%d.example>" + b"a." * 140 + b"</a>"),
    "bases": lambda n: (
        _HTML + b"<base href=https://h.example/" + b"a/" * 900 + b">" + times(b"<a href=../../../x>y</a>", n)
    ),
}
PAGES: dict[str, Make] = {
    name: lambda n, make=make: _HTML + make(n).encode() for name, make in hostile_pages.HOSTILE.items()
}
HOSTILE: dict[str, Make] = {
    f"{layer}: {name}": make
    for layer, table in (
        ("headers", HEADERS),
        ("addresses", ADDRESSES),
        ("signatures", SIGNATURES),
        ("MIME", MIME),
        ("text", TEXTS),
        ("listed", FROM_LISTED),
        ("links", LINKS),
        ("HTML", PAGES),
    )
    for name, make in table.items()
}

"""Messages that are made to cost: each a function of about how many bytes it shall have.

By layer: header block, addresses, signatures (header_messages.py), MIME (mime_messages.py), text, links. Pages are in
`core.html.hostile_pages`. A message of twice the size may cost twice as much, and none of a megabyte may cost half a
second or 100 MB.
"""

from core.html import hostile_pages
from hostile.header_messages import ADDRESSES, HEADERS, SIGNATURES
from hostile.mime_messages import MIME
from hostile.pieces import LISTED, STRANGER, Make, fields_of, numbered, times

AUTHSERV_ID = "mx.example.net"
GENUINE = b"Authentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n" + LISTED
EXCUSED = b"From: OpenAI News <a@b.example>\r\nReply-To: c@d.example\r\n"  # whether its text is a lure is asked
_HTML = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
_REDIRECTOR = b"https://www.google.com/url?q="


def _text(piece: bytes, sender: bytes = STRANGER) -> Make:
    return lambda n: sender + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + numbered(piece, n)


def _page(piece: bytes) -> Make:
    return lambda n: _HTML + numbered(piece, n)


TEXTS: dict[str, Make] = {
    "a brand": _text(b"OpenAI\n"),
    "a brand in other letters": _text("Ореn АІ 0penAl\n".encode()),
    "a brand without blanks": _text(b"OpenAI"),
    "requests": _text(b"send your password "),
    "warnings": _text(b"never send your password "),
    "denials": _text(b"it was not exposed!!!!!!!!!!!!!!!! ", EXCUSED),
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
    "subjects with calls": fields_of(b"Subject", b"call +1 888 555 0%d about your refund", GENUINE),
    "Reply-To in capitals": fields_of(b"Reply-To", b"<A@H%d.EXAMPLE>, a@b" + b" @" * 500, GENUINE),
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

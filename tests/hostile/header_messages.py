"""Messages whose header block is made to cost: fields, addresses, signatures."""

from hostile.pieces import LISTED, STRANGER, Make, field_of, fields_of, numbered, times

_DKIM = b"v=1; a=rsa-sha256; c=relaxed/relaxed; d=openai.com; s=s; bh=YQ==; b=YQ==; "


def _arc(n: int) -> bytes:
    sets = b"".join(
        b"ARC-Seal: i=%d; a=rsa-sha256; cv=pass; d=seal.example; s=s; b=YQ==\r\n"
        b"ARC-Message-Signature: i=%d; a=rsa-sha256; d=seal.example; s=s; h=from:subject; bh=YQ==; b=YQ==\r\n"
        b"ARC-Authentication-Results: i=%d; seal.example; dmarc=pass header.from=openai.com\r\n" % (i, i, i)
        for i in range(50, 0, -1)
    )
    return sets + LISTED + b"\r\n" + times(b" \t\r\n", n)


HEADERS: dict[str, Make] = {
    "fields": fields_of(b"A", b"b"),
    "fields of one letter": lambda n: LISTED + times(b"a:\n", n) + b"\r\nx",
    "lines that are no fields": lambda n: LISTED + times(b"a\n", n) + b"\r\nx",
    "folds": field_of(b"X", lambda n: times(b"\r\n z", n)),
    "folds in the subject": field_of(b"Subject", lambda n: times(b"\r\n z", n)),
    "subjects": fields_of(b"Subject", b"OpenAI %d"),
    "subjects in encoded-words": fields_of(b"Subject", b"=?utf-8?q?OpenAI?= %d"),
    "a long subject": field_of(b"Subject", lambda n: times(b"OpenAI ", n), STRANGER),
    "encoded-words": field_of(b"Subject", lambda n: times(b"=?utf-8?q?a?= ", n)),
    "encoded-words of many charsets": field_of(b"Subject", lambda n: numbered(b"=?x%d?q?a?= ", n)),
    "open encoded-words": field_of(b"Subject", lambda n: times(b"=?utf-8?q?", n)),
    "open encoded-words in From": lambda n: b"From: " + times(b"=?a?q?", n) + b" <a@b.example>\r\n\r\nx",
    "UTF-7": field_of(b"Subject", lambda n: times(b"=?utf-7?q?+2AA-?= ", n), STRANGER),
    "UTF-7 in From": lambda n: b"From: " + times(b"=?utf-7?q?+2AA-?= ", n) + b"<a@b.example>\r\n\r\nx",
    "Reply-To fields": fields_of(b"Reply-To", b"<a@h%d.example>"),
    "Reply-To fields of a brand's look": fields_of(b"Reply-To", b"OpenAI <a@openai-%d.example>", STRANGER),
    "Reply-To fields in disorder": fields_of(b"Reply-To", b'"a" (b) <a@h%d.example>, <c@d>, x@"y" <'),
    "Reply-To, long": fields_of(b"Reply-To", b"<a@b.example>, " * 120 + b"c@h%d.example"),
    "From fields": lambda n: numbered(b"From: OpenAI %d <a@h%d.example>\r\n", n) + b"\r\nx",
    "From fields, long": lambda n: numbered(b"From: " + b'"a" (b) <a@b.example>, ' * 80 + b"%d\r\n", n) + b"\r\nx",
    "list fields": fields_of(b"List-Post", b"<mailto:a%d@b.example>" + b" <a@b>" * 100),
    "Received": fields_of(b"Received", b"from a%d by h%d.example; x"),
    "Received by long names": fields_of(b"Received", b"from a by " + b"a." * 120 + b"h%d; x"),
    "Received of our own": fields_of(b"Received", b"from a%d by mx.example.net; x"),
    "a long Received": field_of(b"Received", lambda n: times(b"from a by ", n) + b"; x"),
    "comments in Received": field_of(b"Received", lambda n: b"from a " + times(b"(", n) + b" by x; x"),
    "closed comments in Received": field_of(b"Received", lambda n: b"from a " + times(b"(a)", n) + b" by x; x"),
    "dates in Received": field_of(b"Received", lambda n: b"from a by mx.example.net; " + times(b"1 ", n)),
    "results": field_of(b"Authentication-Results", lambda n: b"mx.example.net; " + times(b"a=b; ", n)),
    "results fields": fields_of(b"Authentication-Results", b"mx.example.net; dkim=pass header.d=h%d.example"),
    "results fields of others": fields_of(b"Authentication-Results", b"mx%d.example; dkim=pass header.d=a.example"),
    "long results fields": fields_of(b"Authentication-Results", b"h%d.example; " + b"dkim=pass header.d=a.b; " * 600),
    "results with quotes": fields_of(b"Authentication-Results", b"h%d.example; dkim=pass x.y=" + b'"\\' * 7000 + b'"'),
    "results with comments": fields_of(b"Authentication-Results", b"h%d.example; dkim=pass " + b"(a) " * 4000),
    "results with comments in comments": fields_of(b"Authentication-Results", b"h%d.example; a" + b" (;a" * 4000),
    "blanks around equals": field_of(b"Authentication-Results", lambda n: b"mx.example.net; " + times(b"a  ", n)),
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
    "tags": field_of(b"DKIM-Signature", lambda n: _DKIM + numbered(b"x%d=y; ", n)),
    "the same tag": field_of(b"DKIM-Signature", lambda n: times(b"x=y; ", n)),
    "h= of many names": field_of(b"DKIM-Signature", lambda n: _DKIM + b"h=from:" + times(b"a:", n) + b"to"),
    "h= of many different names": field_of(b"DKIM-Signature", lambda n: _DKIM + b"h=from:" + numbered(b"a%d:", n)),
    "b= in blanks": field_of(b"DKIM-Signature", lambda n: _DKIM + b"h=from; x=" + times(b"a ", n)),
    "fields that are signed": lambda n: (
        b"DKIM-Signature: " + _DKIM + b"h=from:a\r\n" + LISTED + numbered(b"A: b%d\r\n", n) + b"\r\nx"
    ),
    "signatures": fields_of(b"DKIM-Signature", _DKIM + b"h=from; y=%d"),
    "long signatures": fields_of(b"DKIM-Signature", _DKIM + b"h=from" + b":a" * 4000 + b"; y=%d"),
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
    "ARC seals": fields_of(b"ARC-Seal", b"i=%d; a=rsa-sha256; cv=none; d=seal.example; s=s; b=YQ=="),
    "ARC tags": field_of(b"ARC-Seal", lambda n: b"i=1; " + numbered(b"x%d=y; ", n)),
    "ARC results": field_of(b"ARC-Authentication-Results", lambda n: b"i=1; seal.example" + times(b"; a=b", n)),
}

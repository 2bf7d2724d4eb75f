"""The published attack families, each built by hand: none may ever be green.

Families after Chen, Paxson, Jiang: "Composition Kills" (USENIX Security 2020) and Shen et al.: "Weak Links in
Authentication Chains" (USENIX Security 2021). In each the mailbox's own server reports what it saw, as real ones do.
"""

from datetime import UTC, datetime

import pytest

from core.test_properties import ENGINE, NOW
from lencana.core.mail.message import Origin
from lencana.engine.contract import CheckRequest

R = b"Authentication-Results: mx.example.net; "
PASS_OURS = R + b"dmarc=pass header.from=openai.com\r\n"
PASS_THEIRS = R + b"dmarc=pass header.from=attacker.example; dkim=pass header.d=attacker.example\r\n"
HOP = b"Received: from mail.attacker.example by mx.example.net; Sun, 1 Feb 2026 09:00:00 +0000\r\n"
FROM = b"From: OpenAI <noreply@openai.com>\r\n"
REST = b"Subject: Hello\r\n\r\nHello\r\n"

# An encoded-word that a reader who decodes before he parses takes for results of the server's.
WORD = b"=?utf-8?q?x=3B_dkim=3Dpass_header.d=3Dopenai.com=3B_spf=3Dnone_smtp.x=3Dy?="

FAMILIES: dict[str, bytes] = {
    # what authenticated is not what is seen
    "non-existent subdomain in MAIL FROM": R + b"spf=none smtp.mailfrom=x.no-such.openai.com\r\n" + FROM,
    "spf for the attacker": R + b"spf=pass smtp.mailfrom=attacker.example\r\n" + FROM,
    "parenthesis in MAIL FROM": R + b"spf=pass smtp.mailfrom=any@openai.com(a.attacker.example; dmarc=fail\r\n" + FROM,
    "closed parenthesis in MAIL FROM": R
    + b"spf=pass smtp.mailfrom=a@openai.com(x); dmarc=pass header.from=openai.com\r\n"
    + FROM,
    "quote in MAIL FROM": R + b'spf=pass smtp.mailfrom="a@openai.com; dmarc=fail header.from=openai.com\r\n' + FROM,
    "NUL in d=": R + b"dkim=pass header.d=openai.com\0.attacker.example\r\n" + FROM,
    "parenthesis in d=": R + b"dkim=pass header.d=openai.com(.attacker.example)\r\n" + FROM,
    "quote in d=": R + b'dkim=pass header.d="openai.com".attacker.example\r\n' + FROM,
    "stranger's signature": R + b"dkim=pass header.d=attacker.example\r\n" + FROM,
    "several signatures, the stranger's holds": R
    + b"dkim=fail header.d=openai.com; dkim=pass header.d=x.example\r\n"
    + FROM,
    "d= is a public suffix": R + b"dkim=pass header.d=com\r\n" + FROM,
    "d= is an imitation": R + b"dkim=pass header.d=xn--openi-7ve.com\r\n" + FROM,
    "d= carries the name in front": R + b"dkim=pass header.d=openai.com.attacker.example\r\n" + FROM,
    "d= ends like it": R + b"dkim=pass header.d=notopenai.com\r\n" + FROM,
    "header.from contradicts itself": R + b"dmarc=pass header.from=openai.com header.from=attacker.example\r\n" + FROM,
    # results within what the attacker chose and the server copied
    "encoded-word in MAIL FROM, quoted": R + b'spf=pass smtp.mailfrom="%b"@attacker.example\r\n' % WORD + FROM,
    "encoded-word in MAIL FROM": R + b"spf=pass smtp.mailfrom=%b@attacker.example\r\n" % WORD + FROM,
    "base64 word in i=, folded": R
    + b'dkim=pass\r\n\theader.i="=?utf-8?b?eDsgZG1hcmM9cGFzcyBoZWFkZXIuZnJvbT1vcGVuYWkuY29t?="@attacker.example\r\n'
    + FROM,
    "encoded-word, and a failure beyond 4,000 characters": R
    + b'spf=pass smtp.mailfrom="%b"@attacker.example' % WORD
    + b" " * 4000
    + b"; dmarc=fail header.from=openai.com\r\n"
    + FROM,
    "a failure beyond what is read": R
    + b"dkim=pass header.d=openai.com"
    + b" " * 17_000
    + b"; dmarc=fail header.from=openai.com\r\n"
    + FROM,
    "encoded-word hides the whole field": b"Authentication-Results: =?utf-8?q?mx.example.net=3B_dmarc=3Dpass_header"
    b".from=3Dopenai.com?=\r\n" + FROM,
    "quoted string ends a comment": R
    + b'spf=pass (mx: domain of "a); dkim=pass header.d=openai.com; x=y (b"@attacker.example) smtp.mailfrom=x\r\n'
    + FROM,
    "quoted semicolon and tab": R
    + b'spf=pass smtp.mailfrom="x;\tdkim=pass\theader.d=openai.com"@attacker.example\r\n'
    + FROM,
    "quoted pair in MAIL FROM": R
    + b'spf=pass smtp.mailfrom="x\\"; dkim=pass header.d=openai.com; y=\\""@attacker.example\r\n'
    + FROM,
    "8-bit in the value": R + b"spf=pass smtp.mailfrom=x\xc2\x85;dkim=pass\xc2\x85header.d=openai.com\r\n" + FROM,
    "NBSP before a property": R + b"dkim=pass \xc2\xa0header.d=openai.com header.d=attacker.example\r\n" + FROM,
    "NUL behind a result": R + b"spf=pass smtp.mailfrom=x\0; dmarc=pass header.from=openai.com\r\n" + FROM,
    # what was added after the message was signed (each beside a genuine pass)
    **{
        f"second {name}": PASS_OURS + FROM + f"{name}: {value}\r\n{name}: other\r\n".encode()
        for name, value in {
            "Subject": "Hello",
            "subject": "x",
            "Reply-To": "<a@openai.com>",
            "To": "b@example.net",
            "Cc": "b@example.net",
            "Date": "Sun, 1 Feb 2026 09:00:00 +0000",
            "Sender": "<a@openai.com>",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain",
            "Content-Transfer-Encoding": "7bit",
        }.items()
    },
    # evidence that the attacker brought
    "an id that only begins like ours": PASS_OURS.replace(b".net;", b".net.attacker.example;") + FROM,
    "an id with a look-alike letter": PASS_OURS.replace(b"mx.", "mх.".encode()) + FROM,
    "an id in the wrong place": b"Authentication-Results: x; dmarc=pass header.from=openai.com; mx.example.net\r\n"
    + FROM,
    "no id": b"Authentication-Results: dmarc=pass header.from=openai.com\r\n" + FROM,
    "forged below the trusted one": R + b"spf=none\r\n" + HOP + PASS_OURS + FROM,
    "forged among the stranger's hops": HOP + b"Received: by relay.attacker.example; x\r\n" + PASS_OURS + FROM,
    "forged directly below the trusted one": R + b"spf=none\r\n" + PASS_OURS + FROM,
    "forged directly below, after our hop": HOP + R + b"spf=none\r\n" + PASS_OURS + FROM,
    "forged directly below, before a forged hop": HOP + R + b"spf=none\r\n" + PASS_OURS + HOP + FROM,
    "forged directly below, broken": R + b"spf=none\r\n" + R + b"(\r\n" + HOP + FROM,
    "forged in the body": R + b"spf=none\r\n" + FROM + b"Subject: x\r\n\r\n" + PASS_OURS,
    "forged in a folded line": b"X: y\r\n " + PASS_OURS + FROM,
    "forged, spaced name": b"Authentication-Results : mx.example.net; dmarc=pass header.from=openai.com\r\n" + FROM,
    "forged after a bare CR": b"X: y\r" + PASS_OURS + FROM,
    "Received-SPF": b"Received-SPF: pass (mx.example.net: domain of openai.com)\r\n" + FROM,
    # two authors
    "two From, ours first": PASS_OURS + FROM + b"From: a@attacker.example\r\n",
    "two From, ours last": PASS_THEIRS + b"From: a@attacker.example\r\n" + FROM,
    "From with a space before the colon": PASS_OURS + b"From : a@attacker.example\r\n" + FROM,
    "From after a space": PASS_OURS + FROM + b" From: a@attacker.example\r\n",
    "block begins with a fold": b" From: a@attacker.example\r\n" + PASS_OURS + FROM,
    "upper-case FROM": PASS_OURS + FROM + b"FROM: a@attacker.example\r\n",
    "From with a tab": PASS_OURS + FROM + b"From\t: a@attacker.example\r\n",
    "From split by CR": PASS_OURS + b"From: noreply@openai.com\rFrom: a@attacker.example\r\n",
    "From with NUL before the colon": PASS_OURS + b"From\0: a@attacker.example\r\n" + FROM,
    "only Sender": PASS_OURS + b"Sender: noreply@openai.com\r\n",
    "only Resent-From": PASS_OURS + b"Resent-From: noreply@openai.com\r\n",
    "two addresses": PASS_OURS + b"From: noreply@openai.com, a@attacker.example\r\n",
    "two angles": PASS_OURS + b"From: <noreply@openai.com> <a@attacker.example>\r\n",
    "trailing address": PASS_OURS + b"From: <noreply@openai.com>a@attacker.example\r\n",
    "leading address": PASS_OURS + b"From: a@attacker.example <noreply@openai.com>\r\n",
    "empty angle": PASS_OURS + b"From: <>noreply@openai.com\r\n",
    "source route": PASS_OURS + b"From: <@attacker.example,@x.example:noreply@openai.com>\r\n",
    "group": PASS_OURS + b"From: a@attacker.example:noreply@openai.com;\r\n",
    "encoded-word address": PASS_OURS + b"From: =?utf-8?b?bm9yZXBseUBvcGVuYWkuY29t?=\r\n",
    "encoded word in the address": PASS_OURS + b"From: <=?utf-8?q?noreply?=@openai.com>\r\n",
    "backslash before a quote": PASS_OURS + b'From: "x <a@attacker.example>\\\\" <noreply@openai.com>\r\n',
    "backslash before a parenthesis": PASS_OURS + b"From: x (\\) <a@attacker.example>) <noreply@openai.com>\r\n",
    "backslash before a quote, address in a comment": PASS_OURS
    + b'From: "x \\\\" <noreply@openai.com>(a@attacker.example)\r\n',
    "quoted pair": PASS_OURS + b"From: <noreply\\@openai.com>\r\n",
    "quoted local part": PASS_OURS + b'From: "a@attacker.example"@openai.com\r\n',
    "comment in the address": PASS_OURS + b"From: <noreply(a@attacker.example)@openai.com>\r\n",
    "NUL in the address": PASS_OURS + b"From: <noreply@openai.com\0.attacker.example>\r\n",
    "control character": PASS_OURS + b"From: <noreply@openai.com\x08.attacker.example>\r\n",
    "folded address": PASS_OURS + b"From: <noreply@openai.com\r\n .attacker.example>\r\n",
    "double at": PASS_OURS + b"From: <noreply@attacker.example@openai.com>\r\n",
    "zero-width character in the host": PASS_OURS + "From: <noreply@openai.com\u200b>\r\n".encode(),
    "soft hyphen in the host": PASS_OURS + "From: <noreply@open\u00adai.com>\r\n".encode(),
    "full-width host": PASS_OURS + "From: <noreply@ｏｐｅｎａｉ.com>\r\n".encode(),
    "ideographic full stop": PASS_OURS + "From: <noreply@openai。com>\r\n".encode(),
    "backspace in the local part": PASS_OURS + b"From: <a@x\x08\x08no@openai.com>\r\n",
    "override in the local part": PASS_OURS + "From: <moc\u202e@openai.com>\r\n".encode(),
    "trailing dot": PASS_OURS + b"From: <noreply@openai.com.>\r\n",
    "IP literal": PASS_OURS + b"From: <noreply@[192.0.2.1]>\r\n",
    "truncated by length": b"X: " + b"y" * 300_000 + b"\r\n" + PASS_OURS + FROM,
    "second From past what is read": PASS_OURS + FROM + b"X: " + b"y" * 300_000 + b"\r\nFrom: a@attacker.example\r\n",
}


@pytest.mark.parametrize("head", FAMILIES.values(), ids=FAMILIES.keys())
def test_never_green(head: bytes) -> None:
    answer = ENGINE.check_raw(head + REST, now=NOW, lang="en", origin=Origin.DELIVERED)
    assert answer.verdict != "verified", answer.reasons


@pytest.mark.parametrize("head", FAMILIES.values(), ids=FAMILIES.keys())
def test_never_green_as_a_header_block_either(head: bytes) -> None:
    request = CheckRequest(headers=(head + b"Subject: Hello\r\n").decode("utf-8"), text="Hello", origin="delivered")
    assert ENGINE.check(request, now=NOW, lang="en").verdict != "verified"


def test_the_same_without_the_trick_is_green() -> None:
    """So the families fail for what they try, and not because nothing ever passes."""
    for head in (
        PASS_OURS + FROM,
        PASS_OURS + HOP + FROM,
        HOP + PASS_OURS + FROM,
        b"Received: by imap.example.net; x\r\n" + HOP + PASS_OURS + b"Received: by relay.openai.com; x\r\n" + FROM,
        R + b"dkim=pass header.d=OpenAI.com.\r\n" + FROM,
        R + b"spf=none\r\n" + PASS_OURS + HOP + FROM,  # two milters of one server, above its own hop
        PASS_OURS + HOP + b"Authentication-Results: (\r\n" + FROM,  # an older one that cannot be read is no matter
        b"Received: from a by mx.example.net; x\r\nReceived: by b; x\r\n" + PASS_OURS + FROM,  # fields that repeat
        PASS_OURS + FROM + b"DKIM-Signature: a\r\nDKIM-Signature: b\r\nComments: a\r\nComments: b\r\n",
        PASS_OURS + FROM + b"List-Post: <mailto:a@b.example>\r\nX-A: b\r\nX-A: b\r\nKeywords: a\r\nKeywords: b\r\n",
        PASS_OURS + b"From:\r\n OpenAI\r\n <noreply@openai.com>\r\n",
    ):
        assert ENGINE.check_raw(head + REST, now=NOW, lang="en", origin=Origin.DELIVERED).verdict == "verified", head


def test_an_expired_list_turns_green_off_and_nothing_red() -> None:
    answer = ENGINE.check_raw(
        PASS_OURS + FROM + REST, now=datetime(2026, 6, 1, tzinfo=UTC), lang="en", origin=Origin.DELIVERED
    )
    assert answer.verdict == "unknown"
    assert [reason.code for reason in answer.reasons if reason.severity == "warning"] == ["allowlist_expired"]

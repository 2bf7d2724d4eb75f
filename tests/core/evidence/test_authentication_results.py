"""The grammar of Authentication-Results and whom to believe, as tables."""

import pytest

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Method, Result, authenticate, trusted_ids
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.mail.headers import HeaderField

SENDER = Domain.parse("tm.openai.com")
A = "mx.example.net"

READABLE = [
    # value, id, {method: result}
    ("example.org 1; none", "example.org", {}),
    ("example.com; spf=pass smtp.mailfrom=example.net", "example.com", {"spf": "pass"}),
    ("Example.COM; dkim/1 = pass (good) header.d = example.net", "example.com", {"dkim": "pass"}),
    ('"mx.example.net"; dmarc=pass header.from="openai.com"', A, {"dmarc": "pass"}),
    ("foo.example.net (foobar) 1 (baz);\tdkim (Because I like it) / 1 (x) = (y) fail", None, None),
    ('mx; dkim=fail reason="a; b" header.b="P+sIhF8n"', "mx", {"dkim": "fail"}),
    ("mx; dkim=pass header.b=abc= header.d=openai.com", "mx", {"dkim": "pass"}),
    ("=?utf-8?q?mx.example.net=3B_dmarc=3Dpass_header=2Efrom=3Dopenai=2Ecom?=", A, {"dmarc": "pass"}),
    (
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example;"
        " dmarc=pass action=none header.from=x.example;compauth=pass reason=100",
        None,
        {"spf": "pass", "dmarc": "pass", "compauth": "pass"},
    ),
]

UNREADABLE = [
    "",
    ";",
    "mx; dkim=pass (unclosed",
    'mx; dkim=pass reason="unclosed',
    "mx; dkim=pass ) header.d=x",
    "mx; dkim=pass\0 header.d=openai.com",
    "mx; what is this",
    "mx two words; dkim=pass",
    "mx; dkim=pass header.d=openai.com header.d=evil.example",
    "mx; spf=pass smtp.mailfrom=any@openai.com(x) header.d=y",
    "mx; spf=pass (; dmarc=fail header.from=openai.com) smtp.mailfrom=x",
]


@pytest.mark.parametrize(("value", "authserv_id", "methods"), READABLE)
def test_readable(value: str, authserv_id: str | None, methods: dict[str, str] | None) -> None:
    if methods is None:  # RFC 8601 appendix B.6, valid and never seen in mail: refusing it only means "could not tell"
        with pytest.raises(MalformedError):
            parse_authentication_results(value)
        return
    parsed = parse_authentication_results(value)
    assert parsed.authserv_id == authserv_id
    assert {item.method: item.result for item in parsed.results} == methods


@pytest.mark.parametrize("value", UNREADABLE)
def test_unreadable(value: str) -> None:
    with pytest.raises(MalformedError):
        parse_authentication_results(value)


BELIEVED = [
    # why, headers newest first, result, method
    ("plain", [f"{A}; dmarc=pass header.from=openai.com"], Result.PASS, Method.DMARC),
    ("sibling subdomain", [f"{A}; dmarc=pass header.from=email.openai.com"], Result.PASS, Method.DMARC),
    ("upper case", [f"{A.upper()}; DMARC=PASS header.from=OPENAI.COM."], Result.PASS, Method.DMARC),
    ("no header.from", [f"{A}; dmarc=pass"], Result.NONE, None),
    ("another registrable", [f"{A}; dmarc=pass header.from=openai.com.evil.example"], Result.NONE, None),
    ("IDN imitation", [f"{A}; dmarc=pass header.from=ореnai.com"], Result.NONE, None),
    ("fail", [f"{A}; dmarc=fail header.from=tm.openai.com"], Result.FAIL, Method.DMARC),
    (
        "fail beats dkim",
        [f"{A}; dkim=pass header.d=openai.com; dmarc=fail header.from=openai.com"],
        Result.FAIL,
        Method.DMARC,
    ),
    (
        "temperror then dkim",
        [f"{A}; dkim=pass header.d=openai.com; dmarc=temperror header.from=openai.com"],
        Result.PASS,
        Method.DKIM,
    ),
    ("bestguesspass", [f"{A}; dmarc=bestguesspass header.from=openai.com"], Result.NONE, None),
    ("dkim by identity", [f"{A}; dkim=pass header.i=@tm.openai.com"], Result.PASS, Method.DKIM),
    ("dkim of a stranger", [f"{A}; dkim=pass header.d=sendgrid.net"], Result.NONE, None),
    ("public suffix", [f"{A}; dkim=pass header.d=com"], Result.NONE, None),
    ("spf", [f"{A}; spf=pass smtp.mailfrom=openai.com"], Result.NONE, None),
    (
        "other server newer, readable",
        ["relay.example; none", f"{A}; dmarc=pass header.from=openai.com"],
        Result.PASS,
        Method.DMARC,
    ),
    ("broken newer", ["relay.example; (", f"{A}; dmarc=pass header.from=openai.com"], Result.NONE, None),
    (
        "id-less newer",
        ["dmarc=pass header.from=openai.com", f"{A}; dmarc=pass header.from=openai.com"],
        Result.NONE,
        None,
    ),
    (
        "forged older of the same id",
        [f"{A}; spf=none", "other; none", f"{A}; dmarc=pass header.from=openai.com"],
        Result.NONE,
        None,
    ),
    ("stranger's id", ["mx.example.net.evil.example; dmarc=pass header.from=openai.com"], Result.NONE, None),
]


@pytest.mark.parametrize(("why", "values", "result", "method"), BELIEVED, ids=[row[0] for row in BELIEVED])
def test_whom_to_believe(why: str, values: list[str], result: Result, method: Method | None) -> None:
    headers = [HeaderField("authentication-results", value, 2 * i) for i, value in enumerate(values)]
    found = authenticate(headers, frozenset({A}), SENDER)
    assert (found.result, found.method) == (result, method), why


def test_a_webmail_never_believes_another_providers_server() -> None:
    ids = ("mx.google.com", "microsoft", "mx.example.net")
    assert trusted_ids(ids, "gmail") == {"mx.google.com", "mx.example.net"}
    assert trusted_ids(ids, "outlook") == {"microsoft", "mx.example.net"}
    assert trusted_ids(ids, "roundcube") == set(ids)

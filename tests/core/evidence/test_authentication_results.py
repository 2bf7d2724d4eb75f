"""The grammar of Authentication-Results, as tables."""

import pytest

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results

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
    (
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example;"
        " dmarc=pass action=none header.from=x.example;compauth=pass reason=100",
        None,
        {"spf": "pass", "dmarc": "pass", "compauth": "pass"},
    ),
]

UNREADABLE = [
    "",
    "=?utf-8?q?mx.example.net=3B_dmarc=3Dpass_header=2Efrom=3Dopenai=2Ecom?=",
    "mx; dkim=pass\nheader.d=openai.com",
    'mx; spf=pass (domain of "a); dkim=pass header.d=openai.com; x=y (b"@attacker.example) smtp.mailfrom=x',
    'mx; spf=pass (domain of "a\\"); dkim=pass header.d=openai.com; x=y (b"@attacker.example) smtp.mailfrom=x',
    "mx; none" + " " * 20_000,
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

"""Which Authentication-Results are trusted, and whether they authenticate the From domain, as tables."""

import pytest

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Method, Result, authenticate
from lencana.core.evidence.trusted_results import MICROSOFT, trusted_ids
from lencana.core.mail.header.header_block import HeaderField

SENDER = Domain.parse("tm.openai.com")
A = "mx.example.net"

TRUSTED = [
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


@pytest.mark.parametrize(("why", "values", "result", "method"), TRUSTED, ids=[row[0] for row in TRUSTED])
def test_which_results_are_trusted(why: str, values: list[str], result: Result, method: Method | None) -> None:
    headers = [HeaderField("authentication-results", value, 2 * i) for i, value in enumerate(values)]
    authentication = authenticate(headers, frozenset({A}), SENDER)
    assert (authentication.result, authentication.method) == (result, method), why


def test_a_webmail_never_trusts_another_providers_server() -> None:
    ids = ("mx.google.com", "microsoft", "mx.example.net")
    assert trusted_ids(ids, "gmail") == {"mx.google.com", "mx.example.net"}
    assert trusted_ids(ids, "outlook") == {"microsoft", "mx.example.net"}
    assert trusted_ids(ids, "roundcube") == set(ids)


PASS, FAIL = "dmarc=pass header.from=openai.com", "dmarc=fail header.from=openai.com"
HOP = HeaderField("received", f"by {A}; x", 9)  # below the fields of the table
ADJACENT = [
    # why, trusted id, fields with their positions, trace, result
    ("Proton: one field a method", "mail.protonmail.ch", [("spf=pass", 0), (PASS, 1)], (), Result.PASS),
    ("not adjacent", "mail.protonmail.ch", [("spf=pass", 0), (PASS, 2)], (), Result.NONE),
    ("another server's may be forged", A, [("spf=pass", 0), (PASS, 1)], (), Result.NONE),
    ("but not above the receiving hop", A, [("spf=pass", 0), (PASS, 1)], (HOP,), Result.PASS),
    ("one of them cannot be read", A, [(PASS, 0), ("(", 1)], (HOP,), Result.NONE),
    ("they contradict each other", A, [(PASS, 0), (FAIL, 1)], (HOP,), Result.NONE),
]


@pytest.mark.parametrize(
    ("why", "authserv_id", "values", "trace", "result"), ADJACENT, ids=[row[0] for row in ADJACENT]
)
def test_adjacent_fields(
    why: str, authserv_id: str, values: list[tuple[str, int]], trace: tuple[HeaderField, ...], result: Result
) -> None:
    fields = [HeaderField("authentication-results", f"{authserv_id}; {value}", place) for value, place in values]
    assert authenticate(fields, frozenset({authserv_id}), SENDER, trace).result is result, why


def test_results_without_an_id_are_trusted_only_topmost() -> None:
    own, other = (
        HeaderField("authentication-results", value, 2 * place) for place, value in enumerate((PASS, "x; none"))
    )
    assert authenticate([own, other], frozenset({MICROSOFT}), SENDER).result is Result.PASS
    assert authenticate([other, own], frozenset({MICROSOFT}), SENDER).result is Result.NONE

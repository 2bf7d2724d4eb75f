"""POST /v1/allowlist/draft: what a list says before it is signed."""

import base64
import json
import tomllib
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient

from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.envelope import parse
from lencana.trust.documents.metadata import Role
from lencana.trust.list_source.write import write
from running import CASES

ROUTE = "/v1/allowlist/draft"
TOML = (CASES / "allowlist.toml").read_text()
NEW = TOML + '\n[[brand]]\nid = "acme"\nname = "Acme Tools"\ndomains = ["acme-tools.com"]\n'
PHISH = b"From: Acme Tools <help@acme-t00ls.com>\nTo: a@b.example\nSubject: hello\n\nHello\n"


def posted(client: FlaskClient, body: Any, status: int = 200, **headers: str) -> dict[str, Any]:
    """The answer to a TOML text, or to JSON."""
    if isinstance(body, str):
        response = client.post(ROUTE, data=body.encode(), content_type="application/toml", headers=headers)
    else:
        response = client.post(ROUTE, json=body, headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)[:500]
    return dict(response.get_json())


def in_force(client: FlaskClient) -> tuple[Any, str]:
    payload = parse(client.get("/v1/allowlist").data, 1 << 24).payload
    return parse_allowlist(payload), sha256(payload).hexdigest()


def test_the_bytes_to_sign_follow_the_list_in_force(client: FlaskClient) -> None:
    answer = posted(client, NEW)
    payload = base64.b64decode(answer["payload"])
    document, (before, digest) = parse_allowlist(payload), in_force(client)
    assert (document.version, document.prev) == (before.version + 1, digest)
    assert (answer["version"], answer["sha256"]) == (document.version, sha256(payload).hexdigest())
    assert answer["payload_type"] == Role.ALLOWLIST.payload_type
    assert document.brands[:-1] == before.brands
    assert document.brands[-1].domains == ("acme-tools.com",)
    assert (answer["before"], answer["after"]) == (None, None)


def test_what_changes_in_words_and_where(client: FlaskClient) -> None:
    assert posted(client, NEW)["changes"] == [
        {"text": "Acme Tools: new brand, sends from acme-tools.com", "kind": "added", "where": "brand.acme"}
    ]
    assert posted(client, TOML)["changes"] == []
    texts = posted(client, 'expires_in = "7d"\n')["changes"]
    assert {change["kind"] for change in texts} == {"removed"}
    assert {"text": "OpenAI: removed", "kind": "removed", "where": "brand.openai"} in texts


def test_toml_and_json_say_the_same(client: FlaskClient) -> None:
    document, _ = in_force(client)
    written = posted(client, TOML)["toml"]
    tables = tomllib.loads(written)
    as_json = json.loads(json.dumps(tables, default=lambda moment: moment.isoformat()))
    answers = [posted(client, body) for body in (written, {"toml": written}, {"allowlist": as_json})]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["changes"] == []
    assert write(parse_allowlist(base64.b64decode(answers[0]["payload"]))) == written
    assert document.brands


@pytest.mark.parametrize(
    ("toml", "where", "text"),
    [
        ('[[brand]]\nid = "a"\nname = "Acme"\ndomains = ["acme.com", "https://x.com/"]', "brand.a.domains[1]", "https://x.com/"),
        ('[[brand]]\nid = "a"\nname = "Acme"\ndomains = ["co.uk"]', "brand.a.domains[0]", "public suffix"),
        ('[[brand]]\nid = "a"\nname = ""', "brand.a.name", "visible"),
        ('[[brand]]\nid = "a"\nname = "Acme"\npolicy_url = "x"', "brand.a.policy_url", "https://"),
        ('[[brand]]\nid = "a"\nname = "Acme"\ndomain = ["acme.com"]', "brand.a", "did you mean 'domains'"),
        ('[[brand]]\nid = "a"\nname = "Acme"\nguard = "x"', "brand.a.guard", "cannot be used"),
        ('[[brand]]\nid = "A A"\nname = "Acme"', "brand", "lower-case"),
        ('[[brand]]\nid = "a"\nname = "A A"\n[[brand]]\nid = "a"\nname = "B B"', "brand", "merge"),
        ('[[person]]\nname = "Rina Hartono"\naddresses = ["a@b.com", "x"]', "person[0].addresses[1]", "plain address"),
        ('[[blocked]]\nsender = "a@b.com"\nuntil = "soon"', "blocked[0]", "2027-01-31"),
        ('[[platform]]\ndomain = "x"', "platform[0]", "domain name"),
        ('authserv_ids = ["mx.example", "-"]', "authserv_ids[1]", "Authentication-Results"),
        ('expires_in = "100y"', "expires_in", "90d"),
        ("brand = 1", "brand", "write [[brand]]"),
        ("x", "", "not TOML"),
        ('a = 1\na = 2', "", "not TOML"),
        ('x = "\\ud800"', "", "not TOML"),
        ("x = " + "[" * 5000, "", "not TOML"),
        ("x = " + "9" * 5000, "", "not TOML"),
        (".".join("a" * 5000) + " = 1", "", "dots"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_place(client: FlaskClient, toml: str, where: str, text: str) -> None:
    answer = posted(client, toml)
    errors = [(remark["where"], text in remark["text"]) for remark in answer["lint"] if remark["level"] == "error"]
    assert (where, True) in errors, answer["lint"]
    assert (answer["payload"], answer["toml"], answer["expires"]) == (None, None, None)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "co.uk is a public suffix: anybody can get a name under it"),
        ("id-ID, en;q=0.5", "co.uk adalah akhiran publik: siapa saja bisa mendapat nama di bawahnya"),
        ("ar", "الإدخال \u2066co.uk\u2069 لاحقة عامة: يستطيع أي شخص الحصول على اسم تحتها"),
        ("eo", "co.uk is a public suffix: anybody can get a name under it"),
    ],
)
def test_a_mistake_is_told_in_the_language_of_who_asks(client: FlaskClient, lang: str, said: str) -> None:
    toml = '[[brand]]\nid = "a"\nname = "Acme"\ndomains = ["co.uk"]'
    remark = posted(client, {"toml": toml}, **{"Accept-Language": lang})["lint"][0]
    assert remark == {"level": "error", "code": "public_suffix", "where": "brand.a.domains[0]", "text": said}


def test_every_table_with_a_mistake_is_named_at_once(client: FlaskClient) -> None:
    toml = "".join(f'[[brand]]\nid = "b{n}"\nname = "Brand {n}"\ndomains = ["x y"]\n' for n in range(3))
    places = [remark["where"] for remark in posted(client, toml)["lint"] if remark["level"] == "error"]
    assert places == ["brand.b0.domains[0]", "brand.b1.domains[0]", "brand.b2.domains[0]"]


def test_warnings_and_notes_do_not_withhold_the_bytes(client: FlaskClient) -> None:
    answer = posted(client, {"toml": NEW, "expires_in": "60d"})
    assert {"warning"} <= {remark["level"] for remark in answer["lint"]}
    assert "expires_in" in [remark["where"] for remark in answer["lint"]]
    document = parse_allowlist(base64.b64decode(answer["payload"]))
    assert document.expires - document.issued == timedelta(days=60)


def test_what_a_change_would_do_to_a_domain(client: FlaskClient) -> None:
    answer = posted(client, {"toml": NEW, "try": {"domain": "acme-t00ls.com"}})
    assert answer["before"]["lookalike"] is None
    assert answer["after"]["lookalike"]["imitates"] == "acme-tools.com"
    assert posted(client, {"toml": NEW, "try": {"domain": "acme-tools.com"}})["after"]["listed"]["id"] == "acme"


def test_what_a_change_would_do_to_a_message(client: FlaskClient) -> None:
    tried = {"raw": base64.b64encode(PHISH).decode(), "origin": "delivered"}
    answer = posted(client, {"toml": NEW, "try": tried}, **{"Accept-Language": "id"})
    assert (answer["before"]["verdict"], answer["after"]["verdict"]) == ("unknown", "suspicious")
    assert answer["after"]["allowlist"]["sha256"] == answer["sha256"]
    assert "Acme Tools" in answer["after"]["reasons"][0]["text"]
    wrong = posted(client, {"toml": "x", "try": tried})
    assert (wrong["before"]["verdict"], wrong["after"]) == ("unknown", None)


def test_nothing_changes_on_the_server(client: FlaskClient) -> None:
    before = client.get("/v1/allowlist").data, client.get("/v1/allowlist/history").data
    verdicts = [line for line in client.get("/metrics").text.splitlines() if line.startswith("lencana_verdicts")]
    posted(client, {"toml": NEW, "try": {"raw": base64.b64encode(PHISH).decode()}})
    assert (client.get("/v1/allowlist").data, client.get("/v1/allowlist/history").data) == before
    assert verdicts == [
        line for line in client.get("/metrics").text.splitlines() if line.startswith("lencana_verdicts")
    ]

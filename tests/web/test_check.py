"""POST /v1/check, /v1/check/batch and GET /v1/domains: the answers, and what bad input is told."""

import base64
import io
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lencana.engine.contract import Answer
from running import CASES

from .conftest import application

GENUINE = (CASES / "verified-login-code" / "mail.eml").read_bytes()
CLAIM = {"from": '"OpenAI" <billing@stranger.example>', "subject": "Your invoice", "text": "Hello"}


def raw(client: FlaskClient, body: bytes, **headers: str) -> Any:
    return client.post("/v1/check?origin=delivered", data=body, content_type="message/rfc822", headers=headers)


def test_a_raw_message_is_verified(client: FlaskClient) -> None:
    response = raw(client, GENUINE)
    answer = response.get_json()
    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert set(answer) == set(Answer.__struct_fields__)
    assert answer["verdict"] == "verified"
    assert answer["brand"] == {"id": "openai", "name": "OpenAI"}
    proof = {"result": "pass", "method": "dmarc", "domain": "tm.openai.com", "by": "mx.example.net"}
    assert answer["authentication"] == proof
    assert answer["sender"] == {
        "address": "noreply@tm.openai.com",
        "domain": "tm.openai.com",
        "unicode": "tm.openai.com",
        "registrable": "openai.com",
    }
    assert answer["allowlist"]["version"] == 2
    assert answer["allowlist"]["expires"].endswith("Z")


def test_the_three_forms_agree(client: FlaskClient) -> None:
    head, _, body = GENUINE.partition(b"\n\n")
    forms = [
        {"raw": base64.b64encode(GENUINE).decode()},
        {"headers": head.decode(), "text": body.decode()},
        {
            "from": "OpenAI <noreply@tm.openai.com>",
            "authentication_results": ["mx.example.net; dmarc=pass header.from=tm.openai.com"],
            "text": body.decode(),
            "a field of the future": {"is": "ignored"},
        },
    ]
    assert [client.post("/v1/check", json=form | {"origin": "delivered"}).get_json()["verdict"] for form in forms] == [
        "verified"
    ] * 3


def test_only_a_delivered_message_is_verified_by_its_results(client: FlaskClient) -> None:
    """Anybody can write a file or attach a message with results in the name of the reader's own mail server."""
    encoded = base64.b64encode(GENUINE).decode()
    for origin, verdict in {"delivered": "verified", "attached": "unknown", "file": "unknown", None: "unknown"}.items():
        query, field = (f"?origin={origin}", {"origin": origin}) if origin else ("", {})
        answers = [
            client.post(f"/v1/check{query}", data=GENUINE, content_type="message/rfc822").get_json(),
            client.post("/v1/check", json={"raw": encoded, **field}).get_json(),
            client.post("/v1/check/batch", json={"messages": [{"raw": encoded, **field}]}).get_json()["results"][0],
        ]
        for answer in answers:
            assert answer["verdict"] == verdict, origin
            said = [reason["params"]["origin"] for reason in answer["reasons"] if reason["code"] == "not_delivered"]
            assert said == ([] if verdict == "verified" else [origin or "file"])
    attached = client.post("/v1/check", json={"raw": encoded, "origin": "attached"}).get_json()
    texts = [reason["text"] for reason in attached["reasons"]]
    assert "It was opened from an attachment; who attached it may have written all of it." in texts
    assert "open the message in the mailbox that received it" in attached["advice"]


@pytest.mark.parametrize("query", ["origin=", "origin=Delivered", "origin=delivered&origin=file", "origin=x%00", "x=1"])
def test_an_unknown_origin_of_a_raw_message_is_told_the_choices(client: FlaskClient, query: str) -> None:
    response = client.post(f"/v1/check?{query}", data=GENUINE, content_type="message/rfc822")
    if query in ("x=1", "origin="):  # not given
        assert response.get_json()["verdict"] == "unknown"
        return
    assert response.status_code == 400
    assert "delivered, attached, file" in response.get_json()["detail"]


def test_sentences_come_in_the_language_of_the_reader(client: FlaskClient) -> None:
    english = client.post("/v1/check", json=CLAIM, headers={"Accept-Language": "eo, en;q=0.5"}).get_json()
    indonesian = client.post("/v1/check", json=CLAIM, headers={"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"}).get_json()
    assert english["reasons"][0]["text"] == "The sender calls itself OpenAI, but the address is not one of OpenAI's."
    assert indonesian["reasons"][0]["text"].startswith("Pengirim menamakan diri OpenAI")
    assert "never asks for passwords, API keys or verification codes" in english["advice"]
    assert english["verdict"] == indonesian["verdict"] == "suspicious"


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 500, b"no header here", b"From: \n\n", b"\n" * 9999])
def test_any_bytes_have_a_verdict(client: FlaskClient, body: bytes) -> None:
    response = raw(client, body)
    assert (response.status_code, response.get_json()["verdict"]) == (200, "unknown")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"from": "\xff"}', "not JSON"),
        (b"[]", "object"),
        (b"null", "object"),
        (b'{"from": 5}', "`from`"),
        (b'{"links": [{"text": "x"}]}', "href"),
        (b'{"links": "x"}', "`links`"),
        (b'{"raw": "%%%"}', "`raw`"),
        (b'{"authentication_results": [3]}', "authentication_results"),
        (b'{"text": "x", "origin": "mailbox"}', "delivered, attached, file"),
        (b'{"text": "x", "origin": null}', "`origin`"),
        (b"{}", "nothing to check"),
        (b'{"from": ' + b"[" * 100_000, "`from`"),
    ],
)
def test_bad_input_is_told_which_field_and_what_to_do(client: FlaskClient, body: bytes, named: str) -> None:
    response = client.post("/v1/check", data=body, content_type="application/json")
    problem = response.get_json()
    assert response.status_code == problem["status"] == 400
    assert response.content_type == "application/problem+json"
    assert set(problem) == {"title", "status", "detail"}  # no `type`: about:blank
    assert named in problem["detail"]


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_another_content_type_is_told_which_are_taken(client: FlaskClient, kind: str) -> None:
    response = client.post("/v1/check", data=b"x", content_type=kind)
    assert response.status_code == 415
    assert "application/json or message/rfc822" in response.get_json()["detail"]


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    response = raw(client, b"x", **{"Content-Encoding": "gzip"})
    assert (response.status_code, "Content-Encoding" in response.get_json()["detail"]) == (415, True)


def test_bodies_have_a_limit(organisation: Any) -> None:
    client = application(organisation, max_message=1000, max_json=500).test_client()
    assert raw(client, b"x" * 1000).status_code == 200
    assert raw(client, b"x" * 1001).status_code == 413
    assert client.post("/v1/check", json={"text": "x" * 400}).status_code == 200
    assert client.post("/v1/check", json={"text": "x" * 600}).status_code == 413
    assert client.post("/v1/check", json={"raw": "eA==" * 200}).status_code in (200, 400)  # base64 may be wider
    assert client.post("/v1/check", json={"text": "x" * 5000}).status_code == 413
    assert "1000 bytes" in raw(client, b"x" * 2000).get_json()["detail"]


def test_a_body_that_ends_early_or_has_no_length(client: FlaskClient) -> None:
    body = io.BytesIO(b"From: a@example.org")
    cut = client.post(
        "/v1/check", input_stream=body, content_type="message/rfc822", environ_overrides={"CONTENT_LENGTH": "999"}
    )
    assert (cut.status_code, "did not arrive" in cut.get_json()["detail"]) == (408, True)
    for terminated, status in ((False, 400), (True, 411)):
        endless = client.post(
            "/v1/check",
            input_stream=io.BytesIO(b"{}"),
            content_type="application/json",
            environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": terminated},
        )
        assert endless.status_code == status


@pytest.mark.parametrize("kind", ["Message/RFC822", "message/rfc822 ; charset=utf-8", "MESSAGE/rfc822;x=y"])
def test_media_types_are_read_as_http_writes_them(client: FlaskClient, kind: str) -> None:
    assert (
        client.post("/v1/check?origin=delivered", data=GENUINE, content_type=kind).get_json()["verdict"] == "verified"
    )


def test_one_bad_item_of_a_batch_never_fails_the_others(client: FlaskClient) -> None:
    items = [
        {"raw": base64.b64encode(GENUINE).decode(), "origin": "delivered"},
        {"from": 7},
        CLAIM,
        5,
        {},
        {"from": "a@example.org"},
    ]
    response = client.post("/v1/check/batch", json={"messages": items})
    results = response.get_json()["results"]
    assert response.status_code == 200
    assert [r.get("verdict") or r["status"] for r in results] == ["verified", 400, "suspicious", 400, 400, "unknown"]
    assert "`from`" in results[1]["detail"]


def test_a_batch_has_a_limit(client: FlaskClient) -> None:
    assert client.post("/v1/check/batch", json={"messages": [CLAIM] * 100}).status_code == 200
    response = client.post("/v1/check/batch", json={"messages": [CLAIM] * 101})
    assert (response.status_code, "at most 100" in response.get_json()["detail"]) == (400, True)
    assert client.post("/v1/check/batch", json={"messages": []}).get_json() == {"results": []}
    assert "messages" in client.post("/v1/check/batch", json={}).get_json()["detail"]


def test_an_item_that_breaks_the_engine_is_a_problem_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = application_with_a_broken_engine(app, monkeypatch)
    results = broken.post("/v1/check/batch", json={"messages": [CLAIM, CLAIM]}).get_json()["results"]
    assert [item["status"] for item in results] == [500, 500]


def application_with_a_broken_engine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    def fail(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr("lencana.engine.engine.Engine.check", fail)
    monkeypatch.setattr("lencana.engine.engine.Engine.check_raw", fail)
    return app.test_client()


def test_a_slip_of_ours_tells_nothing_and_the_process_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        client = application_with_a_broken_engine(app, broken)
        response = client.post("/v1/check", json=CLAIM)
        assert response.status_code == 500
        assert response.content_type == "application/problem+json"
        assert "secret" not in response.text
        assert "ZeroDivision" not in response.text
    assert app.test_client().post("/v1/check", json=CLAIM).status_code == 200


def test_domains(client: FlaskClient) -> None:
    listed = client.get("/v1/domains/TM.OpenAI.com").get_json()
    assert listed["domain"] == "tm.openai.com"
    assert listed["listed"] == {"id": "openai", "name": "OpenAI"}
    assert listed["lookalike"] is None
    stranger = client.get("/v1/domains/example.org").get_json()
    assert (stranger["listed"], stranger["lookalike"]) == (None, None)
    idn = client.get("/v1/domains/b%C3%BCcher.example").get_json()
    assert (idn["domain"], idn["unicode"]) == ("xn--bcher-kva.example", "bücher.example")
    for name in ("a..b", "192.0.2.1", "%20", "x" * 300):
        bad = client.get(f"/v1/domains/{name}")
        assert (bad.status_code, bad.content_type) == (400, "application/problem+json"), name


def test_numbers_and_words_of_an_answer_are_json(client: FlaskClient) -> None:
    json.dumps(client.post("/v1/check", json=CLAIM).get_json(), allow_nan=False)

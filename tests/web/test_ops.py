"""Health, readiness, metrics, and a description that cannot go stale."""

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lencana.registry.store import open_documents
from lencana.settings import Settings
from lencana.web import openapi
from lencana.web.routes import ops
from running import allowed

from .conftest import application

ROOT = Path(__file__).parents[2]


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()) == (
        200,
        {"ready": True, "store": True, "list_unexpired": True, "expires": "2026-02-15T12:00:00Z", "warnings": []},
    )


def test_not_ready_with_an_expired_list(organisation: Path) -> None:
    response = application(organisation, now="2027-01-01T00:00:00Z").test_client().get("/readyz")
    assert response.status_code == 503
    state = response.get_json()
    assert (state["ready"], state["store"], state["list_unexpired"]) == (False, True, False)
    assert state["warnings"] == [
        "the list expired at 2026-02-15T12:00:00Z and nothing is verified: lencana allowlist renew"
    ]


@pytest.mark.parametrize(("now", "soon"), [("2026-02-08T11:59:59Z", False), ("2026-02-08T12:00:00Z", True)])
def test_the_end_is_seen_seven_days_before(organisation: Path, now: str, soon: bool) -> None:
    client = application(organisation, now=now).test_client()
    state = client.get("/readyz").get_json()
    assert state["ready"] and bool(state["warnings"]) is soon
    assert f"lencana_allowlist_expires_soon {int(soon)}\n" in client.get("/metrics").text
    assert ("ends within a week" in client.get("/").text) is soon


def test_the_page_says_when_nothing_is_verified(organisation: Path) -> None:
    client = application(organisation, now="2027-01-01T00:00:00Z").test_client()
    assert "The signed list has expired" in client.get("/").text
    assert "sudah kedaluwarsa" in client.get("/?lang=id").text


def test_many_who_ask_are_one_question_to_the_database(copy: Path) -> None:
    reader, asked = open_documents(copy, Settings()), []
    store = ops.StoreProbe(SimpleNamespace(latest=lambda: asked.append(1) or reader.latest()))
    assert [store.is_answering() for _ in range(1000)] == [True] * 1000
    for file in copy.glob("lencana.sqlite*"):
        file.unlink()
    give_up = time.monotonic() + allowed(20)
    while store.is_answering():
        assert time.monotonic() < give_up
    assert len(asked) < 100  # and not hundreds of thousands


def test_not_ready_without_a_store_but_still_judging(copy: Path) -> None:
    client = application(copy).test_client()
    for file in copy.glob("lencana.sqlite*"):
        file.unlink()
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["store"]) == (503, False)
    assert client.post("/v1/check", json={"from": "a@example.org"}).status_code == 200
    history = client.get("/v1/allowlist/history")
    assert (history.status_code, str(copy) in history.text) == (503, False)


def test_metrics_count_and_never_quote(organisation: Path) -> None:
    client = application(organisation).test_client()
    client.post("/v1/check", json={"from": "canary@canary.example"})
    client.get("/v1/domains/canary.example")
    client.get("/canary")
    response = client.get("/metrics")
    text = response.text
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert 'lencana_requests_total{route="/v1/check",status="200"} 1\n' in text
    assert 'lencana_requests_total{route="/v1/domains/<name>",status="200"} 1\n' in text
    assert 'lencana_requests_total{route="none",status="404"} 1\n' in text
    assert 'lencana_verdicts_total{verdict="unknown"} 1\n' in text
    assert "lencana_allowlist_version 2\n" in text
    assert re.search(r"^lencana_allowlist_expiry_seconds 1[0-9]{6}$", text, re.MULTILINE)
    assert "canary" not in text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? -?[\d.]+", line), line


def routes(app: Flask) -> set[tuple[str, str]]:
    hidden = ("/static/", "/texts/", "/samples/")
    return {
        (method.lower(), re.sub(r"<(?:int:|path:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith(hidden)
    }


def test_openapi_describes_exactly_what_there_is(app: Flask, client: FlaskClient) -> None:
    described = client.get("/openapi.json").get_json()
    paths = {(method, path) for path, methods in described["paths"].items() for method in methods}
    assert paths == routes(app)
    schemas = described["components"]["schemas"]
    fields = {"raw", "headers", "from", "text", "links", "webmail", "origin"}
    assert set(schemas["CheckRequest"]["properties"]) >= fields
    parameter = described["paths"]["/v1/check"]["post"]["parameters"][0]
    assert (parameter["name"], parameter["schema"]["default"]) == ("origin", "file")
    assert parameter["schema"]["enum"] == schemas["CheckRequest"]["properties"]["origin"]["enum"]
    for reference in re.findall(r"#/components/schemas/(\w+)", json.dumps(described)):
        assert reference in schemas


def test_openapi_has_the_answer_of_a_server_that_is_not_ready(client: FlaskClient) -> None:
    answers = client.get("/openapi.json").get_json()["paths"]["/readyz"]["get"]["responses"]
    assert answers["503"] == answers["200"] != answers["default"]


def test_the_document_says_each_route(app: Flask) -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    for method, path in routes(app):
        assert f"{method.upper()} {path.replace('{', '<').replace('}', '>')}`" in text, (method, path)


@pytest.mark.parametrize("name", [schema.__name__ for schema in openapi.SCHEMAS])
def test_every_schema_is_used_or_composed(name: str) -> None:
    assert f"schemas/{name}" in json.dumps(openapi.describe())

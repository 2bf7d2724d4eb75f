"""Who may ask: host names, tokens, origins; and the headers of every answer."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from .conftest import application

CHROMIUM = "chrome-extension://" + "a" * 32
FIREFOX = "moz-extension://12345678-1234-1234-1234-123456789abc"
BODY = {"from": "a@example.org"}
KNOWN = ("localhost", "localhost:8025", "127.0.0.1:8025", "[::1]:8025", "192.0.2.7", "mail.example", "Mail.Example:80")
STRANGE = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8025", "[x]", "a:b:c")
WRONG = ("", "Bearer", "Bearer ", "Bearer wrong", "Basic sesame", "sesame", "Bearer sesamex", "Bearer é")
PAGES = ("https://evil.example", "null", "http://127.0.0.1:8025", "chrome-extension://short", FIREFOX + ".evil")
NOWHERE = ("/nothing", "/v1", "/static/../wsgi.py", "/static/page.py", "/texts/xx.json", "/v1/root/99", "/v1/root/x")


@pytest.mark.parametrize("host", KNOWN)
def test_known_hosts(organisation: Path, host: str) -> None:
    client = application(organisation, hosts=("mail.example",)).test_client()
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", STRANGE)
def test_a_rebound_name_is_misdirected(client: FlaskClient, host: str) -> None:
    response = client.post("/v1/check", json=BODY, headers={"Host": host})
    assert (response.status_code, response.content_type) == (421, "application/problem+json")
    assert "hosts" in response.get_json()["detail"]


def test_tokens(organisation: Path) -> None:
    client = application(organisation, tokens=("sesame", "second-token")).test_client()
    assert client.get("/v1/domains/example.org").status_code == 401
    for given in WRONG:
        response = client.post("/v1/check", json=BODY, headers={"Authorization": given})
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="lencana"'), given
        assert client.post("/v1/check/batch", json={}, headers={"Authorization": given}).status_code == 401
    for token in ("sesame", "second-token"):
        headers = {"Authorization": f"Bearer {token}"}
        assert client.post("/v1/check", json=BODY, headers=headers).status_code == 200
        assert client.get("/v1/domains/example.org", headers=headers).status_code == 200
    for path in ("/", "/healthz", "/readyz", "/v1/allowlist", "/v1/root", "/metrics", "/openapi.json"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_in_any_case(organisation: Path, scheme: str) -> None:
    client = application(organisation, tokens=("sesame",)).test_client()
    assert client.post("/v1/check", json=BODY, headers={"Authorization": f"{scheme}  sesame "}).status_code == 200


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer  "])
def test_an_empty_token_opens_nothing(organisation: Path, given: str) -> None:
    client = application(organisation, tokens=("",)).test_client()
    assert client.post("/v1/check", json=BODY, headers={"Authorization": given}).status_code == 401


@pytest.mark.parametrize("origin", [CHROMIUM, FIREFOX])
def test_any_extension_may_read_unless_narrowed(organisation: Path, client: FlaskClient, origin: str) -> None:
    response = client.post("/v1/check", json=BODY, headers={"Origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == origin
    preflight = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, authorization",
    }
    allowed = client.options("/v1/check", headers=preflight)
    assert allowed.status_code == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == origin
    assert allowed.headers["Access-Control-Allow-Headers"].lower() == "authorization, content-type"
    narrow = application(organisation, extension_origins=(CHROMIUM,), tokens=("t",)).test_client()
    answer = narrow.options("/v1/check", headers=preflight)
    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if origin == CHROMIUM else None)


@pytest.mark.parametrize("origin", PAGES)
def test_no_other_origin_may_read(client: FlaskClient, origin: str) -> None:
    for response in (
        client.post("/v1/check", json=BODY, headers={"Origin": origin}),
        client.options("/v1/check", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}),
        client.get("/nothing", headers={"Origin": origin}),
    ):
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


def test_an_extension_can_read_errors_too(client: FlaskClient) -> None:
    response = client.post("/v1/check", data=b"{", content_type="application/json", headers={"Origin": CHROMIUM})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (400, CHROMIUM)


def test_every_answer_is_plain(client: FlaskClient) -> None:
    check = client.post("/v1/check", json=BODY)
    for response in (check, *map(client.get, ("/", "/nothing", "/v1/root", "/static/page.js"))):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Server"] == ""
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "takes"),
    [
        ("GET", "/v1/check", "POST"),
        ("DELETE", "/v1/allowlist", "GET, PUT"),
        ("PATCH", "/", "GET"),
        ("BREW", "/healthz", "GET"),
    ],
)
def test_wrong_methods_are_problems_too(client: FlaskClient, method: str, path: str, takes: str) -> None:
    response = client.open(path, method=method)
    assert (response.status_code, response.content_type) == (405, "application/problem+json")
    assert response.get_json()["detail"].endswith(f"It takes: {takes}.")
    assert response.headers["Allow"]


@pytest.mark.parametrize("path", NOWHERE)
def test_nothing_there(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")

"""The rate limit over HTTP: who is refused, with what answer, and who never is."""

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from running import lencana_process

from .conftest import application
from .serving import free_port, serving

pytestmark = pytest.mark.slow

BODY = {"from": "a@example.org"}
MAX_ASKED = 1000  # requests in turn; a slow machine asks more than a hundred before one is refused
ASKER, OTHER = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.8"}


@pytest.fixture
def limited(organisation: Path) -> FlaskClient:
    """Six messages a minute."""
    return application(organisation, rate_limit=6, max_batch=6).test_client()


def test_refused_with_when_to_come_back(limited: FlaskClient) -> None:
    for _ in range(6):
        assert limited.get("/v1/domains/example.org", environ_overrides=ASKER).status_code == 200
    refused = limited.post("/v1/check", json=BODY, environ_overrides=ASKER)
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert refused.get_json()["detail"] == "More than 6 messages a minute asked from this address; try again in 10 s."
    assert refused.headers["Retry-After"] == "10"
    assert refused.headers["RateLimit-Policy"] == '"messages";q=6;w=60'
    assert refused.headers["RateLimit"] == '"messages";r=0;t=10'
    assert limited.post("/v1/check", json=BODY, environ_overrides=OTHER).status_code == 200
    assert 'lencana_requests_total{route="/v1/check",status="429"} 1\n' in limited.get("/metrics").text


def test_a_batch_is_its_messages(limited: FlaskClient) -> None:
    batch = {"messages": [BODY] * 4}
    assert limited.post("/v1/check/batch", json=batch, environ_overrides=ASKER).status_code == 200
    refused = limited.post("/v1/check/batch", json=batch, environ_overrides=ASKER)  # one of it fits, and three do not
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "20")
    assert refused.headers["RateLimit"] == '"messages";r=1;t=20'
    assert limited.post("/v1/check", json=BODY, environ_overrides=ASKER).status_code == 200


def test_a_full_batch_passes_whatever_the_limit(organisation: Path) -> None:
    client = application(organisation, rate_limit=2, max_batch=50).test_client()
    assert client.post("/v1/check/batch", json={"messages": [BODY] * 50}, environ_overrides=ASKER).status_code == 200
    assert client.get("/", environ_overrides=ASKER).status_code == 429


def test_never_refused(limited: FlaskClient) -> None:
    for _ in range(7):
        last = limited.get("/v1/root", environ_overrides=ASKER)
    assert last.status_code == 429
    for path in ("/healthz", "/readyz", "/metrics"):
        assert limited.get(path, environ_overrides=ASKER).status_code == 200, path
    for _ in range(20):
        assert limited.post("/v1/check", json=BODY).status_code == 200, "this machine itself"


def test_no_limit_at_all(organisation: Path) -> None:
    client = application(organisation, rate_limit=0).test_client()
    batch = {"messages": [BODY] * 100}
    assert {client.post("/v1/check/batch", json=batch, environ_overrides=ASKER).status_code for _ in range(70)} == {200}


def test_guessing_tokens_is_limited_too(organisation: Path) -> None:
    client = application(organisation, rate_limit=5, max_batch=5, tokens=("sesame",)).test_client()
    guesses = [client.post("/v1/check", json=BODY, environ_overrides=ASKER).status_code for _ in range(7)]
    assert guesses == [401] * 5 + [429] * 2


def test_a_proxy_that_nobody_named_is_said_once(organisation: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = application(organisation).test_client()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            client.get("/v1/root", headers={"X-Forwarded-For": "192.0.2.7"})
    assert [record.message for record in caplog.records if "`proxies`" in record.message] == [
        "requests come through a reverse proxy that `proxies` in lencana.toml does not name: the rate limit cannot tell"
        " its clients apart"
    ]
    assert "192.0.2.7" not in caplog.text


def test_a_real_server_behind_a_proxy(organisation: Path) -> None:
    with serving(organisation, rate_limit="100", proxies="127.0.0.1 10.0.0.0/8") as server:
        statuses = list[int]()
        while 429 not in statuses and len(statuses) < MAX_ASKED:
            statuses.append(server.request("GET", "/v1/root", **{"X-Forwarded-For": "x, 192.0.2.7"})[0])
        assert (statuses[:100], statuses[-1]) == ([200] * 100, 429)
        assert server.request("GET", "/v1/root", **{"X-Forwarded-For": "192.0.2.8"})[0] == 200


@pytest.mark.parametrize(
    ("name", "value"), [("rate_limit", "-1"), ("rate_limit", "many"), ("proxies", "proxy.example")]
)
def test_a_setting_that_cannot_be_is_one_clear_line(organisation: Path, name: str, value: str) -> None:
    done = lencana_process(organisation, "serve", "--port", str(free_port()), **{name: value})
    lines = [line for line in done.stderr.splitlines() if name in line]
    assert (done.returncode, len(lines)) == (2, 1), done.stderr

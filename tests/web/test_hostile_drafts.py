"""POST /v1/allowlist/draft: who may ask, what is refused, and what hostile lists do not do."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from time import process_time
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lencana.trust.draft import Draft, draft_of
from lencana.web.routes import draft
from lencana.web.routes.draft import MAX_BODY_BYTES

from .conftest import application
from .test_admins import header
from .test_draft import NEW, ROUTE, TOML, posted


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"toml": "", "allowlist": {}}, 400),
        ({"toml": 1}, 400),
        ({"toml": "", "try": {}}, 400),
        ({"toml": "", "try": {"domain": "a.com", "raw": ""}}, 400),
        ({"toml": "", "try": {"domain": "no domain"}}, 400),
        ({"toml": "", "try": {"raw": "***"}}, 400),
        ({"toml": "", "try": {"raw": "", "origin": "heaven"}}, 400),
        ({"toml": "", "try": {"raw": "A" * 1_500_000}}, 413),
        ({"toml": "#" * (1024 * 1024 + 1)}, 413),
        ({"allowlist": {"x": "#" * 1024 * 1024}}, 413),
        ({"toml": "#" * MAX_BODY_BYTES}, 413),
    ],
)
def test_what_is_refused(client: FlaskClient, body: Any, status: int) -> None:
    posted(client, body, status)


@pytest.mark.parametrize(
    "raw", ['{"toml": "a", "toml"', "[" * 100_000, '{"allowlist": ' + "[" * 100_000, '{"toml": "\\ud800"}']
)
def test_what_is_no_json(client: FlaskClient, raw: str) -> None:
    response = client.post(ROUTE, data=raw, content_type="application/json")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("tables", "text"),
    [
        ('{"brand": [{"id": "a", "name": "Acme", "name": "Evil"}]}', "occurs twice"),
        ('{"brand": [{"id": "a", "nam": "Acme"}]}', "did you mean 'name'"),
        ('{"brand": [{"name": "Acme"}]}', "id"),
        ("[]", "write a table of fields"),
        ('{"x": ' + "[" * 500 + "]" * 500 + "}", "unknown field"),
    ],
)  # fmt: skip
def test_mistakes_in_json_tables(client: FlaskClient, tables: str, text: str) -> None:
    response = client.post(ROUTE, data=f'{{"allowlist": {tables}}}', content_type="application/json")
    assert text in response.get_json()["lint"][0]["text"]
    assert response.get_json()["payload"] is None


LONG = {
    "15,000 brands": "".join(
        f'[[brand]]\nid="b{n}"\nname="Brand {n}"\ndomains=["brand-{n}.com"]\n' for n in range(15_000)
    ),
    "249 brands": "".join(f'[[brand]]\nid="b{n}"\nname="Brand {n}"\ndomains=["brand-{n}.com"]\n' for n in range(249)),
    "one brand with many faults": '[[brand]]\nid="a"\nname="Acme"\nowned=[' + '"x y",' * 150_000 + "]",
    "many domains": '[[brand]]\nid="a"\nname="Acme"\ndomains=['
    + ",".join(f'"a{n}.example-{n}.com"' for n in range(38_000))
    + "]",
    "dotted headers": "".join(f"[a.b{n}.c.d.e.f]\n" for n in range(50_000)),
    "long keys": "".join("a." * 100 + f"a{n}=1\n" for n in range(5000)),
    "many people": "".join(f'[[person]]\nname="Rina {n}"\naddresses=["r{n}@b.com"]\n' for n in range(18_000)),
}


def test_a_very_long_list_is_not_tried(client: FlaskClient) -> None:
    assert "too long" in posted(client, {"toml": LONG["15,000 brands"], "try": {"domain": "a.com"}}, 400)["detail"]


@pytest.mark.parametrize("name", LONG)
def test_long_drafts_take_seconds_and_say_what_they_are(client: FlaskClient, name: str) -> None:
    assert len(LONG[name]) < 1024 * 1024
    began = process_time()
    answer = posted(client, LONG[name])
    took = process_time() - began
    assert took < 15, took  # measured: at most 3 s
    assert len(answer["lint"]) <= 500
    assert len(answer["changes"]) <= 501
    assert len(msgspec.json.encode(answer)) < 8 * 1024 * 1024


def test_who_may_ask(organisation: Path) -> None:
    client = application(organisation, tokens=("sesame",)).test_client()
    toml = {"data": NEW.encode(), "content_type": "text/toml"}
    assert client.post(ROUTE, **toml).status_code == 401
    for authorization in ("Bearer sesame", header(organisation)):
        assert client.post(ROUTE, headers={"Authorization": authorization}, **toml).status_code == 200


def test_who_sends_many_at_once_is_sent_away(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that waits holds one of the threads that others need to have their messages checked."""
    app, looked_at, let = application(organisation), Event(), Event()

    def slow(*given: Any) -> Draft:
        looked_at.set()
        assert let.wait(20)
        return draft_of(*given)

    monkeypatch.setattr(draft, "draft_of", slow)

    def post() -> TestResponse:
        return app.test_client().post(ROUTE, data=TOML.encode(), content_type="application/toml")

    with ThreadPoolExecutor(draft.MAX_DRAFTS + 1) as pool:
        try:
            posts = [pool.submit(post) for _ in range(draft.MAX_DRAFTS + 1)]
            assert looked_at.wait(20)
            first, _ = wait(posts, timeout=5, return_when=FIRST_COMPLETED)
            assert [done.result().status_code for done in first] == [503]
        finally:
            let.set()
        assert sorted(done.result().status_code for done in posts) == [200] * draft.MAX_DRAFTS + [503]

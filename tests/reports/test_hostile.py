"""What strangers send: too much, too often, half, or meant for another program."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lencana.settings import Reports
from lencana.web.limits import report_limiter

from .conftest import MESSAGE, Inboxed, a_report, with_message

pytestmark = pytest.mark.slow

Make = Callable[..., Inboxed]
SCRIPT = "<img src=x onerror=alert(1)><script>alert(1)</script>"
UUID = "6f0e8f1e-0000-4000-8000-000000000000"


@pytest.fixture
def lenient(make: Make, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A server that takes as many reports as come."""
    monkeypatch.setattr(report_limiter, "BURST", 100_000)
    return make(reports=Reports.MESSAGES, reports_max=100).client


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"id": "1"}, "id"),
        ({"id": UUID.upper()}, "id"),
        ({"id": UUID.replace("-4000", "-1000")}, "id"),
        ({"id": UUID + "\n"}, "id"),
        ({"id": ...}, "id"),
        ({"kind": "spam"}, "kind"),
        ({"kind": ...}, "kind"),
        ({"verdict": "green"}, "verdict"),
        ({"codes": ["x"] * 33}, "codes"),
        ({"codes": ["<b>"]}, "codes"),
        ({"codes": ["a\0"]}, "codes"),
        ({"sender": "a@b.example"}, "sender"),
        ({"sender": {"address": "a" * 321}}, "address"),
        ({"sender": {"address": "a", "name": "n" * 999}}, "name"),
        ({"subject": "s" * 999}, "subject"),
        ({"webmail": "w" * 65}, "webmail"),
        ({"origin": "heaven"}, "origin"),
        ({"allowlist_version": -1}, "allowlist_version"),
        ({"allowlist_version": 2**63}, "allowlist_version"),
        ({"diagnosis": "d" * 4001}, "diagnosis"),
        ({"comment": "c" * 2001}, "comment"),
        ({"comment": 7}, "comment"),
        ({"reader": ""}, "reader"),
        ({"reader": "r\0"}, "reader"),
        ({"reader": "r" * 65}, "reader"),
        ({"raw": "no base64!"}, "raw"),
        ({"raw": ["x"]}, "raw"),
    ],
)
def test_what_is_no_report_is_told_by_field(server: Inboxed, fields: dict[str, Any], named: str) -> None:
    refused = server.send(a_report(**fields))
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    assert named in refused.get_json()["detail"]
    assert server.listed()["reports"] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{" * 100_000, 400),
        (b'{"subject": "\xff"}', 400),
        (json.dumps(a_report()).encode().replace(b"asks for", rb"\ud800"), 400),
        (json.dumps(a_report(unknown="x" * 200_000)).encode(), 413),
        (json.dumps(a_report(comment="c" * 1_000_000)).encode(), 413),
        (json.dumps(a_report(codes=["aa"] * 300_000)).encode(), 413),
        (json.dumps(with_message(b"m" * (1024 * 1024 + 1))).encode(), 413),
        (json.dumps(with_message(b"m" * (1024 * 1024))).encode(), 201),
        (
            json.dumps(a_report(comment="\U0001f600" * 2000, subject="\u00e9" * 998, diagnosis="\0" * 4000)).encode(),
            201,
        ),
        (json.dumps({**a_report(), "unknown": [{}], "at": "2020", "state": "closed", "answer": {}}).encode(), 201),
    ],
)
def test_sizes_and_shapes(make: Make, body: bytes, status: int) -> None:
    server = make(reports=Reports.MESSAGES, reports_max_message=1024 * 1024)
    answered = server.send(body)
    assert answered.status_code == status, answered.text
    assert [r["state"] for r in server.listed()["reports"]] == ["waiting"] * (status == 201)


def test_what_a_stranger_wrote_is_delivered_as_data(server: Inboxed) -> None:
    strange = f"{SCRIPT}\0\u202e\x1b[2J\r\nSet-Cookie: a=b"
    sender = {"address": f"{strange}@x", "name": strange}
    texts = {"subject": strange, "comment": strange, "diagnosis": strange}
    report = with_message(strange.encode(), sender=sender, webmail=strange[:64], **texts)
    assert server.send(report).status_code == 201
    for path in ("/v1/reports", f"/v1/reports/{report['id']}"):
        answered = server.admin("GET", path)
        assert answered.headers["Content-Type"] == "application/json"
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert answered.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answered.headers
        found = answered.get_json()
        found = found["reports"][0] if "reports" in found else found
        assert {name: found[name] for name in ("sender", *texts)} == {"sender": sender, **texts}
        assert found["now"]["verdict"] in ("suspicious", "unknown")


def test_ids_that_are_none(server: Inboxed) -> None:
    for id_ in ("x", "%00", "..%2f..", UUID + "%00", "'; drop table report; --", "\u202e"):
        for method, path in (("GET", id_), ("PATCH", id_), ("DELETE", id_), ("GET", f"{id_}/answer")):
            assert server.admin(method, f"/v1/reports/{path}", json={}).status_code == 404, (method, path)


def test_cursors_that_are_none(server: Inboxed) -> None:
    server.send(a_report())
    for cursor in ("%00_x", "9_\ud800".encode("utf-8", "replace").decode(), "x" * 500 + "_", "'_'", "_"):
        assert server.admin("GET", f"/v1/reports?before={cursor}").status_code in (200, 400)


def test_one_client_that_reports_without_end(make: Make) -> None:
    server = make(reports_max=1000)
    statuses = [server.send(a_report()).status_code for _ in range(300)]
    assert statuses[:60] == [201] * 60
    assert statuses.count(201) <= 62
    assert set(statuses[62:]) == {429}
    refused = server.send(a_report())
    assert int(refused.headers["Retry-After"]) > 0
    assert server.client.post("/v1/check", json={"from": "a@openai.com"}).status_code == 200


def test_the_inbox_is_full(make: Make) -> None:
    """The oldest closed ones make room; those that wait never do."""
    server = make(reports_max=3)
    ids = [server.later(seconds=n).send(a_report()).get_json()["id"] for n in range(3)]
    refused = server.send(a_report())
    assert (refused.status_code, refused.mimetype) == (507, "application/problem+json")
    assert server.client.post("/v1/check", json={"from": "a@openai.com"}).status_code == 200
    assert server.send(a_report(id=ids[0])).status_code == 201  # it is there already
    for id_ in ids[1:]:
        server.admin("PATCH", f"/v1/reports/{id_}", json={"answer": {"kind": "other"}})
    new = server.later(seconds=9).send(a_report()).get_json()["id"]
    assert {r["id"] for r in server.listed()["reports"]} == {ids[0], ids[2], new}


def test_a_large_message_pushes_out_what_was_answered(make: Make) -> None:
    server = make(reports=Reports.MESSAGES, reports_max_bytes=20_000)
    first = server.send(with_message(b"m" * 12_000)).get_json()["id"]
    assert server.send(with_message(b"m" * 12_000)).status_code == 507
    server.admin("PATCH", f"/v1/reports/{first}", json={"state": "closed"})
    assert server.send(with_message(b"m" * 12_000)).status_code == 201
    assert first not in {r["id"] for r in server.listed()["reports"]}


def test_the_same_report_from_many_at_once(make: Make) -> None:
    server = make(reports=Reports.MESSAGES)
    report = with_message(MESSAGE)
    app = server.client.application
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: app.test_client().post("/v1/reports", json=report), range(24))
        statuses = [answer.status_code for answer in answers]
    assert statuses == [201] * 24
    assert len(server.listed()["reports"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"state": "gone"},
        {"answer": {"kind": "spam"}},
        {"answer": {"text": "x"}},
        {"answer": {"kind": "other", "text": "t" * 2001}},
        [],
    ],
)
def test_changes_that_are_none(server: Inboxed, change: object) -> None:
    id_ = server.send(a_report()).get_json()["id"]
    assert server.admin("PATCH", f"/v1/reports/{id_}", json=change).status_code == 400
    assert server.listed()["reports"][0]["state"] == "waiting"
    assert server.admin("PATCH", f"/v1/reports/{uuid4()}", json={}).status_code == 404


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(st.sampled_from([*a_report(), "raw", "other"]), _VALUES, max_size=4))
def test_no_json_is_a_fault_of_ours(lenient: FlaskClient, fields: dict[str, Any]) -> None:
    body = json.dumps({**a_report(), **fields})
    for method, path in (("POST", "/v1/reports"), ("PATCH", f"/v1/reports/{UUID}")):
        answered = lenient.open(path, method=method, data=body, content_type="application/json")
        assert answered.status_code in (201, 400, 401, 403, 507)

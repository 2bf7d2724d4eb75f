"""The signed documents over HTTP: byte for byte out, and in only with valid signatures."""

import base64
import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from lencana.trust.packs import PACKS

from .conftest import application


@pytest.mark.parametrize("path", ["/v1/allowlist", "/v1/root", "/v1/root/1"])
def test_documents_are_envelopes_with_an_etag(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    envelope = json.loads(response.data)
    assert set(envelope) == {"payload", "payloadType", "signatures"}
    assert response.headers["ETag"] == f'"{sha256(response.data).hexdigest()}"'
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for answer in (response, again):
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-if-error=86400"
        assert "Origin" in answer.headers["Vary"]
    other = client.get(path, headers={"If-None-Match": '"something-else"'})
    assert other.data == response.data


def test_a_check_names_the_list_that_is_given_out(client: FlaskClient) -> None:
    payload = base64.b64decode(client.get("/v1/allowlist").get_json()["payload"])
    answer = client.post("/v1/check", json={"from": "a@example.org"}).get_json()
    assert answer["allowlist"]["sha256"] == sha256(payload).hexdigest()


def put(client: FlaskClient, body: bytes, path: str = "/v1/allowlist", kind: str = "application/json") -> Any:
    return client.put(path, data=body, content_type=kind)


def test_the_next_list_is_published_and_in_force_at_once(copy: Path, next_list: bytes) -> None:
    client = application(copy).test_client()
    response = put(client, next_list, kind="text/plain")  # whatever the label says, the signature decides
    assert response.status_code == 201
    assert (response.get_json()["role"], response.get_json()["version"]) == ("allowlist", 3)
    assert client.get("/v1/allowlist").data == next_list
    assert client.post("/v1/check", json={"from": "a@example.org"}).get_json()["allowlist"]["version"] == 3
    again = put(client, next_list)
    assert (again.status_code, again.content_type) == (409, "application/problem+json")
    history = client.get("/v1/allowlist/history").get_json()["versions"]
    assert [item["version"] for item in history] == [1, 2, 3]
    assert set(history[0]) == {"version", "sha256", "published_at"}
    for item in history:
        earlier = client.get(f"/v1/allowlist/{item['version']}")
        assert sha256(base64.b64decode(earlier.get_json()["payload"])).hexdigest() == item["sha256"]
        assert earlier.headers["ETag"] == f'"{sha256(earlier.data).hexdigest()}"'
    missing = client.get("/v1/allowlist/4")
    assert (missing.status_code, missing.content_type) == (404, "application/problem+json")


def test_whoever_was_slower_is_shown_at_once_what_was_faster(copy: Path, next_list: bytes) -> None:
    one, other = (application(copy).test_client() for _ in range(2))  # two processes of a server
    assert put(one, next_list).status_code == 201
    assert other.get("/v1/allowlist").data != next_list, "it has not looked yet"
    assert put(other, next_list).status_code == 409
    assert other.get("/v1/allowlist").data == next_list


def test_what_is_not_signed_is_refused_and_changes_nothing(copy: Path, next_list: bytes) -> None:
    client = application(copy, max_allowlist=100_000).test_client()
    before = client.get("/v1/allowlist").data
    envelope = json.loads(next_list)
    unsigned = json.dumps({**envelope, "signatures": [{**envelope["signatures"][0], "sig": "A" * 86 + "=="}]}).encode()
    payload = json.loads(base64.b64decode(envelope["payload"]))
    tampered = {**envelope, "payload": base64.b64encode(json.dumps({**payload, "brands": []}).encode()).decode()}
    refused = {
        403: [unsigned, json.dumps(tampered).encode()],
        409: [before],
        413: [b" " * 100_001],
        422: [b"", b"{}", b"[]", b"\xff", client.get("/v1/root").data],
    }
    for status, bodies in refused.items():
        for body in bodies:
            response = put(client, body)
            assert (response.status_code, response.content_type) == (status, "application/problem+json"), body[:80]
            assert response.get_json()["detail"]
    assert put(client, b" " * 70_000, "/v1/root").status_code == 413
    assert put(client, client.get("/v1/root").data, "/v1/root").status_code == 409
    assert client.get("/v1/allowlist").data == before


def test_an_expired_list_is_not_published(copy: Path, next_list: bytes) -> None:
    client = application(copy, now="2027-01-01T00:00:00Z").test_client()
    assert put(client, next_list).status_code == 422


def test_compressed_once_and_known_by_either_name(client: FlaskClient) -> None:
    plain = client.get("/v1/allowlist")
    packed = client.get("/v1/allowlist", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    for known in (plain.headers["ETag"], packed.headers["ETag"], "W/" + packed.headers["ETag"]):
        for accepted in ("gzip", "identity"):
            again = client.get("/v1/allowlist", headers={"If-None-Match": known, "Accept-Encoding": accepted})
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == known.removeprefix("W/"), "the name by which a cache holds it"


ENCODINGS = (
    (None, None),
    ("", None),
    ("gzip", "gzip"),
    ("*", "gzip"),
    ("br, zstd, gzip;q=0.1", "gzip"),
    ("gzip;q=0.5, identity;q=0.5", "gzip"),
    ("gzip;q=0.5, identity", None),
    ("gzip;q=0", None),
    ("gzip;q=0, *", None),
    ("br, zstd", None),
    ("x-gzip", None),
)


@pytest.mark.parametrize(("accepted", "chosen"), ENCODINGS)
def test_the_encoding_that_is_liked_best(client: FlaskClient, accepted: str | None, chosen: str | None) -> None:
    plain = client.get("/v1/allowlist")
    given = client.get("/v1/allowlist", headers={} if accepted is None else {"Accept-Encoding": accepted})
    assert given.headers.get("Content-Encoding") == chosen
    assert (gzip.decompress(given.data) if chosen else given.data) == plain.data
    assert (given.headers["ETag"] == plain.headers["ETag"]) is (chosen is None)


def test_that_there_is_no_such_root_may_be_shared_too(client: FlaskClient) -> None:
    response = client.get("/v1/root/99")
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert response.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=1,")


def test_what_readers_ask_for_all_day_needs_no_database(copy: Path) -> None:
    client = application(copy).test_client()
    packed = client.get("/v1/allowlist", headers={"Accept-Encoding": "gzip"})
    for file in copy.glob("lencana.sqlite*"):
        file.unlink()
    assert client.get("/v1/root").status_code == 200
    assert client.get("/v1/root/1").status_code == 200
    assert client.get("/v1/root/2").status_code == 404
    assert client.get("/v1/root/99999999999999999999999").status_code == 404
    assert client.get("/v1/allowlist", headers={"Accept-Encoding": "gzip"}).data == packed.data
    assert client.post("/v1/check", json={"from": "a@example.org"}).status_code == 200


def test_packs_are_there_to_choose_from(client: FlaskClient) -> None:
    packs = {pack["name"]: pack for pack in client.get("/v1/packs").get_json()["packs"]}
    assert set(packs) == set(PACKS)
    assert all(pack["summary"] == PACKS[name] for name, pack in packs.items())
    assert "anthropic.com" in next(b for b in packs["ai-services"]["brands"] if b["id"] == "anthropic")["domains"]

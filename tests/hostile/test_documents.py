"""What hostile bodies and documents may cost, in calls and in memory, over the real application."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hostile import documents
from hostile.counting import calls
from hostile.documents import CHECKS, ENVELOPES, LISTS, Make
from lencana.errors import InputError, LencanaError, TrustError
from lencana.registry.backup import read
from lencana.registry.backup.layout import KEY, MAX_OF_KIND
from lencana.trust.documents import envelope, strict_json
from lencana.trust.list_source import list_source
from web.conftest import application

pytestmark = pytest.mark.slow

SMALL, LARGE = 16_000, 64_000  # bytes
MAX_CALLS = 500_000
MEGABYTE = 1024 * 1024


def peak_bytes(work: Callable[[], object]) -> int:
    """The memory that Python's objects take at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def client(organisation: Path) -> FlaskClient:
    made = application(organisation).test_client()
    made.post("/v1/check", json={"from": "OpenAI <a@b.example>", "text": "x", "links": [{"href": "https://h.example"}]})
    return made


def post(client: FlaskClient, body: bytes, route: str = "/v1/check") -> int:
    return client.post(route, data=body, content_type="application/json").status_code


@pytest.mark.parametrize("make", CHECKS.values(), ids=CHECKS.keys())
def test_a_body_is_answered_in_bounded_work_and_memory(client: FlaskClient, make: Make) -> None:
    short, long, longest = make(SMALL), make(LARGE), make(MEGABYTE - 2_000)
    small, large = calls(lambda: post(client, short), MAX_CALLS), calls(lambda: post(client, long), MAX_CALLS)
    assert large < 6 * small + 20_000
    assert post(client, long) in (200, 400)
    assert peak_bytes(lambda: post(client, longest)) < 100 * MEGABYTE


@pytest.mark.parametrize("item", [b"0", b"[]", b"{}", b'{"text":"x"}'])
def test_items_beyond_the_limit_are_never_made(client: FlaskClient, item: bytes) -> None:
    body = b'{"messages":[' + (item + b",") * (8 * MEGABYTE // (len(item) + 1)) + b"0]}"
    assert peak_bytes(lambda: post(client, body, "/v1/check/batch")) < 2 * len(body) + MEGABYTE
    assert post(client, body, "/v1/check/batch") == 400


@pytest.mark.parametrize("field", ["links", "authentication_results", "a"])
def test_a_large_body_is_read_for_its_raw_message_alone(client: FlaskClient, field: str) -> None:
    piece = b'{"href":""},' if field == "links" else b'"",'
    body = b'{"%b":[' % field.encode() + piece * (8 * MEGABYTE // len(piece)) + piece[:-1] + b"]%b}"
    assert peak_bytes(lambda: post(client, body % b"")) < 2 * len(body) + MEGABYTE
    assert post(client, body % b"") == 413
    assert post(client, body % b',"raw":"eA=="') == 200


@pytest.mark.parametrize("make", ENVELOPES.values(), ids=ENVELOPES.keys())
def test_an_envelope_of_a_stranger(make: Make) -> None:
    def parse(raw: bytes) -> None:
        with suppress(TrustError):
            envelope.parse(raw, 64 * MEGABYTE)

    small, large, huge = make(SMALL), make(LARGE), make(8 * MEGABYTE)
    assert calls(lambda: parse(large), MAX_CALLS) < 6 * calls(lambda: parse(small), MAX_CALLS) + 20_000
    assert peak_bytes(lambda: parse(huge)) < 100 * MEGABYTE


def test_repeated_keys_are_found_with_one_look_at_each() -> None:
    compared = 0

    class Key(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    keys = [Key(number) for number in range(1_000)]
    with pytest.raises(ValueError, match="'0' occurs twice"):
        strict_json._unique_keys([(key, 0) for key in (*keys, Key(0))])
    assert compared < 10


@pytest.mark.parametrize("make", LISTS.values(), ids=LISTS.keys())
def test_a_list_as_toml(make: Make) -> None:
    def load(text: str) -> None:
        with suppress(LencanaError):
            list_source.parse(text, "list.toml")

    short, long = make(SMALL).decode(), make(LARGE).decode()
    small = calls(lambda: load(short), 3 * MAX_CALLS)
    assert calls(lambda: load(long), 3 * MAX_CALLS) < 6 * small + 20_000


def test_members_that_do_not_belong_in_a_backup_are_not_read(tmp_path: Path) -> None:
    path = documents.backup(tmp_path, [("other", 32 * MEGABYTE), ("keys/../x.pem", 32 * MEGABYTE)])

    def restore() -> None:
        with pytest.raises(InputError, match="not a backup"):
            read(path)

    assert peak_bytes(restore) < 4 * MEGABYTE


@pytest.mark.parametrize(
    "members",
    [
        [("root.sha256", MEGABYTE)],
        [("keys/a.pem", MEGABYTE)],
        [(f"keys/{n}.pem", 10) for n in range(dict(MAX_OF_KIND)[KEY] + 1)],
    ],
    ids=["a pin", "a key", "keys"],
)
def test_members_that_are_too_many_or_too_long(tmp_path: Path, members: list[tuple[str, int]]) -> None:
    with pytest.raises(InputError, match="does not belong"):
        read(documents.backup(tmp_path, members))


def test_a_long_header_of_a_backup_is_not_read(tmp_path: Path) -> None:
    path = documents.backup_with_long_header(tmp_path, 32 * MEGABYTE)

    def restore() -> None:
        with pytest.raises(InputError, match="too long"):
            read(path)

    assert peak_bytes(restore) < 4 * MEGABYTE

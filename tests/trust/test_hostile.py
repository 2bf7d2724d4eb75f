"""Any bytes at all: an answer or one of our errors."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.errors import EnvelopeError, TrustError
from lencana.trust.documents import base64, strict_json
from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.envelope import parse, verify
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import parse_root
from trust import make_vectors
from trust.publisher import allowlist, key, signed, signed_text

DSSE = json.loads((make_vectors.FOLDER / "dsse.json").read_text())
ENVELOPE = signed(allowlist(), "list")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ("_type", "spec_version", "version", "issued", "expires", "prev", "brands", "platforms", "keys", "roles")


@given(st.binary(max_size=300))
def test_bytes(raw: bytes) -> None:
    for read in (lambda: parse(raw, 1000), lambda: parse_root(raw), lambda: parse_allowlist(raw)):
        with pytest.raises(TrustError):
            read()


@given(st.sampled_from(FIELDS), JSON)
def test_documents_with_one_field_replaced(field: str, value: Any) -> None:
    document = json.loads(parse(ENVELOPE, 1 << 20).payload)
    text = json.dumps(document | {field: value}).encode()
    for read in (parse_allowlist, parse_root):
        with suppress(TrustError):
            read(text)


@given(st.integers(0, len(ENVELOPE) - 1), st.integers(1, 255))
@settings(max_examples=300)
def test_no_flipped_byte_verifies_as_something_else(place: int, flip: int) -> None:
    changed = ENVELOPE[:place] + bytes([ENVELOPE[place] ^ flip]) + ENVELOPE[place + 1 :]
    try:
        envelope = parse(changed, 1 << 20)
        verify(envelope, {key("list").keyid: key("list").public}, 1)
    except TrustError:
        return
    assert envelope.payload == parse(ENVELOPE, 1 << 20).payload
    assert envelope.payload_type == Role.ALLOWLIST.payload_type


@given(st.binary(max_size=100))
def test_base64_there_and_back(data: bytes) -> None:
    assert base64.decode(base64.encode(data)) == data


def _told(raw: bytes) -> object:
    try:
        return parse(raw, 1 << 20)
    except TrustError as error:
        return type(error)


@pytest.mark.parametrize("case", DSSE["verify"], ids=lambda case: case["name"])
def test_the_layout_that_we_write_gets_no_milder_reading(case: dict[str, Any]) -> None:
    """What is in our own layout is read by a shorter way: the same comes of it as of any other layout."""
    with suppress(ValueError):
        read = json.loads(case["envelope"])
        compact = json.dumps(read, separators=(",", ":"), ensure_ascii=False).encode()
        assert _told(compact) == _told(json.dumps(read, indent=1).encode())


@given(st.sampled_from(["A", "=", "-", "+", "B", "/", "_", "\\u0041", " ", "\\/"]), st.integers(0, 40))
def test_base64_has_one_spelling_in_our_layout_too(text: str, place: int) -> None:
    payload = ENVELOPE.index(b'"payload":"') + 11
    ends = ENVELOPE.index(b'"', payload) - place
    raw = ENVELOPE[:ends] + text.encode() + ENVELOPE[ends + 1 :]
    told = _told(raw)
    assert told is EnvelopeError or base64.encode(told.payload).encode() in _plain(raw)  # type: ignore[attr-defined]


def _plain(raw: bytes) -> bytes:
    """JSON's escapes undone, and base64 in the standard alphabet."""
    return str(json.loads(raw)["payload"]).translate(str.maketrans("-_", "+/")).encode()


HOSTILE = {
    "arrays": "[" * 200_000,
    "objects": '{"x":' * 200_000,
    "digits": '{"version":' + "9" * 100_000 + "}",
    "exponent": '{"x":1e999999}',
    "string": '{"a":"' + "\\u0000" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_json_is_refused(text: str) -> None:
    with pytest.raises(TrustError):
        parse_allowlist(text.encode())
    with pytest.raises(TrustError):
        parse_allowlist(parse(signed_text(text), 1 << 24).payload)


def test_unknown_fields_are_scanned_too() -> None:
    good = parse(ENVELOPE, 1 << 20).payload
    for inside in (b"[" * 5000 + b"]" * 5000, b'{"a":1,"a":1}', b'"\xff"', b"NaN"):
        with pytest.raises(TrustError):
            parse_allowlist(good[:-1] + b',"x":' + inside + b"}")


def test_decode_takes_what_the_encoder_writes() -> None:
    assert strict_json.decode(b'{"a":1}', dict[str, int]) == {"a": 1}

"""An envelope in our own layout is known by its last letters alone: nothing else may pass for one."""

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lencana.trust.documents.envelope import Envelope, Signature, _EnvelopeJson, _parse_canonical, encode

FRAGMENTS = (
    '"', '","', '","payload":"', '","payloadType":"', '","x":"', '","x":', "\\", "\\u0041", "\\/", "\\n", " ", "\n",
    "A", "AA==", "AAAA", "null", "true", "1234", "=", "-", "_", "{", "}", "[", "]}", ",", ":", "é", "\0",
)  # fmt: skip
LENGTHS = range(13)
splice = st.tuples(st.integers(0, 200), st.integers(0, 12), st.sampled_from(FRAGMENTS))


def _written(length: int) -> bytes:
    return encode(Envelope("application/x", bytes(range(length)), (Signature("k", b"\0" * 4), Signature("", b"s"))))


@pytest.mark.parametrize("length", LENGTHS)
def test_what_we_write_is_known(length: int) -> None:
    read = _parse_canonical(_written(length))
    assert read is not None
    assert read.payload == bytes(range(length))


@given(st.sampled_from(LENGTHS), st.lists(splice, min_size=1, max_size=4))
@example(8, [(12, 0, 'AAAA","payload":"')])
@example(3, [(12, 0, 'AAAA","x":')])
@example(2, [(14, 1, "B")])
def test_nothing_else_is(length: int, splices: list[tuple[int, int, str]]) -> None:
    raw = _written(length)
    for place, dropped, text in splices:
        raw = raw[:place] + text.encode() + raw[place + dropped :]
    if (read := _parse_canonical(raw)) is not None:
        assert msgspec.json.encode(read) == raw


@given(st.text('AB=+/\\u01"-_ ,:payload{}', max_size=40))
def test_no_payload_has_two_spellings(text: str) -> None:
    raw = b'{"payload":"%b","payloadType":"t","signatures":[]}' % text.encode()
    if (read := _parse_canonical(raw)) is not None:
        assert msgspec.json.encode(read) == raw


def test_the_whole_way_would_refuse_it() -> None:
    """Or the tests above could not fail: the decoder alone takes what has a second spelling."""
    raw = b'{"payload":"QR==","payloadType":"t","signatures":[]}'
    assert msgspec.json.decode(raw, type=_EnvelopeJson).payload == b"A"
    assert _parse_canonical(raw) is None

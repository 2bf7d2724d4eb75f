"""What each hostile message may cost, in calls, and that each of them has a verdict."""

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile.counting import calls
from hostile.judging import judge
from hostile.messages import HOSTILE
from hostile.pieces import Make
from lencana.core.mail import message
from lencana.core.mail.mime import boundaries
from lencana.core.mail.mime import text_parts as mime
from lencana.core.mail.mime.boundaries import MAX_BOUNDARIES, MAX_LINE_COST, with_bounded_lines

pytestmark = pytest.mark.slow

SMALL, LARGE = 16_000, 64_000  # bytes
MAX_CALLS = 3_000_000  # of a message of any size: far from half a second
# What pages cost is counted in tests/core/html.
_COUNTED = {name: make for name, make in HOSTILE.items() if not name.startswith("HTML")}
messages = pytest.mark.parametrize("make", _COUNTED.values(), ids=_COUNTED.keys())


@messages
def test_work_grows_no_faster_than_the_message(make: Make) -> None:
    judge(b"From: a@b.example\r\n\r\nx")
    short, long = make(SMALL)[:SMALL], make(LARGE)[:LARGE]
    small, large = calls(lambda: judge(short), MAX_CALLS), calls(lambda: judge(long), MAX_CALLS)
    assert large < 6 * small + 60_000, (small, large)


@given(st.lists(st.sampled_from(list(HOSTILE.values())), min_size=2, max_size=4), st.integers(500, 4_000))
@settings(max_examples=50, deadline=None)
def test_hostile_pieces_together_have_a_verdict(makes: list[Make], size: int) -> None:
    raw = b"".join(make(size) for make in makes)
    assert calls(lambda: judge(raw), MAX_CALLS) > 0


@pytest.mark.parametrize("levels", [1, 10, MAX_BOUNDARIES])
def test_lines_are_compared_with_so_many_boundaries_at_most(levels: int) -> None:
    body = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(levels))
    body = with_bounded_lines(body + b"\n" * 1_000_000)
    assert body.count(b"\n") * (levels + 1) <= MAX_LINE_COST


def test_the_standard_library_never_reads_a_parameter() -> None:
    """Its reading is quadratic in the number of semicolons."""
    asked: list[str] = []

    def listening(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_name in ("_parseparam", "decode_params"):
            asked.append(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(listening)
    try:
        for name in ("semicolons", "continued parameters", "continued dispositions"):
            judge(HOSTILE[f"MIME: {name}"](1_000))
    finally:
        sys.setprofile(before)
    assert asked == []


@pytest.mark.parametrize(
    ("parameters", "boundary"),
    [
        ("; boundary*0=a; boundary*1=b", "ab"),
        ("; boundary*1=b; boundary*0=a", "ab"),
        ("; boundary*=utf-8''a%20b", "a b"),
        ("; boundary*0*=us-ascii'en'a%20; boundary*1=%20", "a %20"),
        ('; boundary*0="a;b"; boundary*1="\\"c"', 'a;b"c'),
        ("; boundary*0=a; boundary=b", "b"),
        ("; Boundary*=x", "x"),
        ("; boundary**=x", ""),
        ("; name*0=a", ""),
    ],
)
def test_continuations_of_rfc_2231(parameters: str, boundary: str) -> None:
    part = mime.MimePart()
    part["Content-Type"] = "multipart/mixed" + parameters
    assert (part.get_boundary() or "") == boundary


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?utf-7?q?+2AA-?=\r\nFrom: a@b.example\r\n\r\nx",
        b"From: =?utf-7?q?+2AA-?= <a@b.example>\r\n\r\nx",
        b"From: a@b.example\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-",
        b"From: a@b.example\r\nContent-Type: text/html; charset=utf-7\r\n\r\n<p>+2AA-<a href=https://b.example>+2AA-",
    ],
    ids=["subject", "name", "text", "page"],
)
def test_half_a_surrogate_pair_has_a_verdict(raw: bytes) -> None:
    assert judge(raw).verdict == "unknown"


def test_of_many_fields_of_a_name_the_first_and_the_last_are_read() -> None:
    fields = b"".join(b"Reply-To: a@h%d.example\r\n" % number for number in range(1_000))
    read = message.message_from_bytes(b"From: a@b.example\r\n" + fields + b"\r\nx", message.Limits())
    addresses = [mailbox.address for mailbox in read.reply_to]
    assert (addresses[0], addresses[-1], len(addresses)) == ("a@h0.example", "a@h999.example", 20)


def test_a_delimiter_is_compared_with_no_more_boundaries_than_are_opened() -> None:
    header_block = b"Content-Type: multipart/mixed" + b"".join(b"; boundary=%d" % n for n in range(17_000))
    body = b"".join(b"--x%d\n\n" % n for n in range(900))
    assert calls(lambda: boundaries.bounded(header_block, body), MAX_CALLS) < 900 * 4 * (MAX_BOUNDARIES + 1)

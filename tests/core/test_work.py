"""What a message may cost, in calls instead of seconds: the same on every machine, however busy it is.

Hostile input must not make the work grow faster than the input.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from core.test_properties import ENGINE, NOW
from lencana.core.mail.origin import Origin

SIZE = 20_000  # bytes
HTML = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n"
HOSTILE: dict[str, Callable[[int], bytes]] = {
    "headers": lambda n: b"From: a@openai.com\r\n" + b"A: b\r\n" * (n // 6) + b"\r\nx",
    "folds": lambda n: b"From: a@openai.com\r\nX: y\r\n" + b" z\r\n" * (n // 4) + b"\r\nx",
    "one long From": lambda n: b"From: " + b'"a" <a@b.example>, ' * (n // 19) + b"\r\n\r\nx",
    "quotes in From": lambda n: b"From: " + b'"\\' * (n // 2) + b"\r\n\r\nx",
    "parentheses in From": lambda n: b"From: " + b"(" * n + b"\r\n\r\nx",
    "a long word in From": lambda n: b"From: " + b"a" * n + b" <a@b.example>\r\n\r\nx",
    "angles in From": lambda n: b"From: " + b"<a@" * (n // 3) + b"\r\n\r\nx",
    "results": lambda n: (
        b"Authentication-Results: mx.example.net; " + b"a=b; " * (n // 5) + b"\r\nFrom: a@openai.com\r\n\r\nx"
    ),
    "many results": lambda n: b"Authentication-Results: mx; a=b\r\n" * (n // 33) + b"From: a@openai.com\r\n\r\nx",
    "comments": lambda n: b"Authentication-Results: mx" + b"(" * n + b"\r\nFrom: a@openai.com\r\n\r\nx",
    "closed comments": lambda n: (
        b"Authentication-Results: mx;" + b'a(")")' * (n // 6) + b"\r\nFrom: a@openai.com\r\n\r\nx"
    ),
    "comments within comments in Received": lambda n: (
        b"Received: from a " + b"(" * (n // 2) + b")" * (n // 2) + b" by x; x\r\nFrom: a@openai.com\r\n\r\nx"
    ),
    "repeated fields": lambda n: b"From: a@openai.com\r\n" + b"To: b\r\nCc: c\r\n" * (n // 14) + b"\r\nx",
    "encoded words": lambda n: b"From: a@openai.com\r\nSubject: " + b"=?utf-8?q?a?= " * (n // 14) + b"\r\n\r\nx",
    "nested MIME": lambda n: (
        b"From: a@openai.com\r\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (i, i) for i in range(n // 60))
    ),
    "parts": lambda n: (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * (n // 11)
    ),
    "parts that end in CR": lambda n: (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\r" * (n // 5)
    ),
    "links": lambda n: HTML + b"".join(b"<a href=https://h%d.example>x</a>" % i for i in range(n // 36)),
    "tags": lambda n: HTML + b"<div style=display:none>" * (n // 24),
    "nested white on white": lambda n: HTML + b"<b style=color:#fff>x" * (n // 21),
    "colours deep down": lambda n: HTML + b"<div>" * (n // 10) + b"<b style=color:#123>x</b>" * (n // 50),
    "hidden and shown again": lambda n: HTML + b"<p style=font-size:0><b style=font-size:9px>x" * (n // 45),
    "nested, and something behind": lambda n: (
        HTML + b"<p style=position:relative>" + b"x<b style=color:#fff>x" * (n // 22)
    ),
    "hidden, and links within": lambda n: HTML + b"<b style=color:#fff>x<a href=/>x" * (n // 32),
    "reversed": lambda n: HTML + b"<bdo dir=rtl>x" * (n // 14),
    "rules": lambda n: (
        HTML + b"<style>" + b"p{display:none}.a,b{display:block}" * (n // 34) + b"</style>" + b"<p>x" * (n // 4)
    ),
    "OpenAI": lambda n: b"From: a@b.example\r\n\r\n" + b"OpenAI\n" * (n // 7),
    "send your password": lambda n: b"From: a@b.example\r\n\r\n" + b"send your password " * (n // 19),
}


def calls(raw: bytes, name: str | None = None) -> int:
    """Calls of Python and C functions for one check, or of those C functions that have that name."""
    count = 0

    def counting(_frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        if name is None:
            count += event in ("call", "c_call")
        else:
            count += event == "c_call" and getattr(argument, "__name__", "") == name

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        ENGINE.check_raw(raw, now=NOW, lang="en", origin=Origin.DELIVERED)
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(autouse=True)
def warm() -> None:
    ENGINE.check_raw(b"From: OpenAI <a@openai-x.com>\r\n\r\nhello", now=NOW, lang="en")


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_costs_no_more_than_its_size(make: Callable[[int], bytes]) -> None:
    small, large = calls(make(SIZE // 4)), calls(make(SIZE))
    assert large < 6 * small + 5_000, (small, large)  # four times the size; room for what does not depend on it
    assert large < 10 * SIZE, large


def test_links_within_links_are_read_as_far_as_they_count() -> None:
    """The text of each is that of all within it."""
    nested = HTML + b"<object><a href=https://a.example>x" * 2_000
    assert calls(nested, "strip") < 1_500


def test_what_many_parts_hold_together_is_bounded() -> None:
    part = b"--b\r\nContent-Type: text/html\r\n\r\n" + b"<b style=color:#fff>x</b>" * 10_000 + b"\r\n"
    one, six = (HTML.replace(b"text/html", b"multipart/mixed; boundary=b") + part * times for times in (1, 6))
    assert calls(six) < 2 * calls(one)


def test_an_ordinary_message_stays_as_cheap_as_it_is() -> None:
    """A guard that is not a timer: raise the numbers only with a reason.

    Each pass of RE2 lets another thread run meanwhile, and costs more by that than by what it reads.
    """
    raw = (
        b"Received: from a.example by mx.example.net; Sun, 1 Feb 2026 09:00:00 +0000\r\n"
        b"Authentication-Results: mx.example.net; dkim=pass header.d=a.example; dmarc=pass header.from=example.org\r\n"
        b"From: Ann Example <ann@example.org>\r\nTo: b@example.net\r\nSubject: Quarterly report\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        + b"Please read the report of the committee.\r\n" * 50
        + b"https://www.example.org/report https://files.example.com/a\r\n"
    )
    calls(raw)  # what is built once
    assert calls(raw) < 1_100
    assert calls(raw, "Match") <= 4

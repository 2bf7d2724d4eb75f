"""The field's value, and what a stranger may not bring along."""

from datetime import datetime
from pathlib import Path

import pytest

from lencana.delivery.incoming import IncomingMessage
from lencana.delivery.verdict_field import is_own_field, verdict_field
from lencana.engine.contract import Answer
from running import CASES
from test_cases import engine_for, settings_of

FORGED = (b"X-Lencana-Verdict", b"x-lencana-verdict", b"X-LENCANA-Anything", b"X-Lencana-Verdict \t")
OTHERS = (b"X-Lencanas", b"X-Spam", b"Lencana-Verdict", b"Subject")


@pytest.mark.parametrize("name", FORGED)
def test_ours_are_removed(name: bytes) -> None:
    message = IncomingMessage(1000)
    message.add_field(b"Subject", b"hello")
    message.add_field(name, b"verified")
    assert is_own_field(name.decode())
    assert message.foreign_fields == [(name.decode(), 1)]
    assert message.raw == b"Subject: hello\r\n"


@pytest.mark.parametrize("name", OTHERS)
def test_others_stay(name: bytes) -> None:
    message = IncomingMessage(1000)
    message.add_field(name, b"one\n two")
    assert message.raw == name + b": one\r\n two\r\n"
    assert message.foreign_fields == []


def test_which_of_several_is_counted_by_name() -> None:
    message = IncomingMessage(1000)
    for name in (b"X-Lencana-A", b"X-Lencana-B", b"x-lencana-a"):
        message.add_field(name, b"")
    assert message.foreign_fields == [("X-Lencana-A", 1), ("X-Lencana-B", 1), ("x-lencana-a", 2)]


def test_what_is_too_long_is_not_kept() -> None:
    message = IncomingMessage(100)
    message.end_header()
    for _ in range(1000):
        message.add_body(b"x" * 50)
    assert not message.is_whole
    assert message.raw == b""


@pytest.mark.parametrize("case", ["suspicious-display-name", "suspicious-homograph-domain"])
def test_value(case: str, organisation: Path) -> None:
    given = settings_of(case)
    engine, now = engine_for(organisation, given["authserv_ids"]), datetime.fromisoformat(given["now"])
    answer: Answer = engine.check_raw((CASES / case / "mail.eml").read_bytes(), now=now, lang="en")
    value = verdict_field(answer)
    assert value.startswith("suspicious; brand=openai; reasons=")
    assert answer.reasons[0].code in value
    assert value.isascii() and "\n" not in value and len(value) < 500

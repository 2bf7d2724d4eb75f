"""The answer's own fields, and what a stranger can write into them."""

import re

import pytest

from .answering import Answering, html, plain
from .forwards import CHECK, PHISH, mixed, rfc822


def test_fields_of_an_answer(answering: Answering) -> None:
    answer = answering.answer(mixed(rfc822(), extra=b"References: <a@x> <b@y>\r\n"))
    assert answer["From"] == f"Lencana <{CHECK}>"
    assert answer["References"] == "<a@x> <b@y> <f1@example.test>"
    assert (answer["Auto-Submitted"], answer["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert [part.get_content_type() for part in answer.iter_parts()] == ["text/plain", "text/html"]


def test_a_cause_with_a_forged_message_id_adds_no_field(answering: Answering) -> None:
    raw = mixed(rfc822()).replace(b"<f1@example.test>", b"<f1@example.test\r\n\tBcc: x@evil.example>")
    answer = answering.answer(raw)
    assert answer["Bcc"] is None and "evil" not in answer.as_string()


@pytest.mark.parametrize(
    "message_id",
    [
        "<=?utf-8?q?x=0d=0aBcc:_x@evil.example?=@a>",
        "<=?utf-8?q?x=0aBcc:_x@evil.example?=>",
        "<=?utf-7?q?+2AA-?=>",  # an encoded-word of half a character
        f"<{'a' * 248}@b>",
    ],
)
def test_ids_that_a_stranger_chose_stay_as_they_are(answering: Answering, message_id: str) -> None:
    """Programs write the id of the message that they forward into References."""
    answer = answering.raw_answer(mixed(rfc822(), extra=f"References: {message_id}\r\n".encode()))
    lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert b"References: " + message_id.encode() in lines
    assert not any(line.lower().startswith(b"bcc") for line in lines)


def test_what_cannot_be_answered_does_not_hold_up_the_next(answering: Answering) -> None:
    odd = mixed(rfc822(), number=2).replace(b"rina@example.test>", b"rina.@example.test>")
    assert answering.handle(odd, "rina.@example.test") and not answering.sent
    assert ("silent", "unanswerable", 1) in answering.journal.counters()
    assert answering.answer(mixed(rfc822()))["To"] == "rina@example.test"


@pytest.mark.parametrize("local_part", ["call-1-888-555-1234", "call+18885551234now", "18885551234"])
def test_no_number_that_a_stranger_chose_can_be_called(answering: Answering, local_part: str) -> None:
    """A sender's address is shown, and what is before the @ is his to choose."""
    answer = answering.answer(mixed(rfc822(PHISH.replace(b"billing@", local_part.encode() + b"@"))))
    for written in (plain(answer), html(answer)):
        assert "@opena" in written and "…" in written
        assert not re.search(r"555.?1234|5551234", written)

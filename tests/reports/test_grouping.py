"""Which reports are one campaign."""

import pytest

from lencana.reports.capacity import Capacity, Usage, evictions
from lencana.reports.grouping import group_of, registrable_domain
from lencana.reports.report import ReportedSender


def sender(address: str, name: str = "") -> ReportedSender:
    return ReportedSender(address=address, name=name)


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ((sender("a@x.example", "OpenAI"), "Your plan"), (sender("b@x.example", "OpenAI"), "Your plan"), True),
        ((sender("a@x.example", "OpenAI"), "Your plan"), (sender("a@mail.x.example", "0penАI"), "YOUR PLAN "), True),
        ((sender("a@x.example", "OpenAI"), "Your plan"), (sender("a@y.example", "OpenAI"), "Your plan"), False),
        ((sender("a@x.example"), "Invoice 2026-01-31"), (sender("a@x.example"), "Invoice 7"), True),
        ((sender("a@x.example"), "Invoice 7"), (sender("b@x.example"), "Invoice 7"), False),
        ((sender("bill17@x.example"), "Invoice"), (sender("bill18@x.example"), "Invoice"), True),
        ((sender("a@x.example"), "Re: fwd: Hello"), (sender("a@x.example"), "Hello"), True),
        ((sender("a@x.example"), "Hel\u200blo"), (sender("a@x.example"), "Hello"), True),
        ((None, "Hello"), (None, "Hello"), True),
        ((None, "Hello"), (sender("a@x.example"), "Hello"), False),
    ],
)
def test_campaigns(
    one: tuple[ReportedSender | None, str], other: tuple[ReportedSender | None, str], are_same: bool
) -> None:
    assert (group_of(*one) == group_of(*other)) is are_same


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@mail.example.co.uk", "example.co.uk"),
        ("a@bücher.example", "xn--bcher-kva.example"),
        ("a@onmicrosoft.com", "onmicrosoft.com"),
        ("no address", ""),
        ("a@", ""),
        ("a@\0", ""),
        ("a@" + "x" * 300, ""),
    ],
)
def test_the_domain_of_a_sender(address: str, domain: str) -> None:
    assert registrable_domain(sender(address)) == domain


@pytest.mark.parametrize(
    ("usage", "size", "evicted"),
    [
        (Usage(2, 20), 10, []),
        (Usage(3, 20), 10, ["a"]),
        (Usage(2, 95), 10, ["a"]),
        (Usage(2, 95), 20, ["a", "b"]),
        (Usage(2, 95), 30, ["a", "b", "c"]),
        (Usage(2, 95), 60, None),
        (Usage(7, 20), 10, None),
    ],
)
def test_what_was_answered_makes_room(usage: Usage, size: int, evicted: list[str] | None) -> None:
    closed = [("a", 10), ("b", 10), ("c", 10)]
    assert evictions(Capacity(3, 100), usage, size, closed) == evicted

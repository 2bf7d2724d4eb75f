"""Which commands mend a genuine message that is red: each proposal is tried, and only those that help are made."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Blocked, Brand, Person
from lencana.core.domains.domain import Domain
from lencana.core.mail.origin import Origin
from lencana.engine.answer import build_domain_answer
from lencana.engine.engine import Engine
from lencana.engine.mending import proposals_for_domain, proposals_for_message
from lencana.settings import DkimMode, Settings
from trust.publisher import NOW, allowlist

PAYPAL = Brand(id="paypal", name="PayPal", domains=("paypal.com",), never_asks=())
RINA = Person(name="Rina Hartono", addresses=("rina@kantor.example",))
BLOCKED = Blocked(sender="billing@pay-desk.com", until=datetime(2099, 1, 1, tzinfo=UTC))
SETTINGS = Settings(dkim=DkimMode.OFF, authserv_ids=("mx.example.net",))


def index() -> AllowlistIndex:
    return AllowlistIndex(replace(allowlist(brands=(PAYPAL,)), persons=(RINA,), blocked=(BLOCKED,)), "0" * 64)


def proposals(message: str) -> list[list[str]]:
    listed = index()

    def judged(by: AllowlistIndex) -> str:
        engine = Engine(SETTINGS, lambda: by)
        return engine.check_raw(message.encode(), now=NOW, lang="en", origin=Origin.DELIVERED).verdict

    assert judged(listed) == "suspicious"
    engine = Engine(SETTINGS, lambda: listed)
    answer = engine.check_raw(message.encode(), now=NOW, lang="en", origin=Origin.DELIVERED)
    found = proposals_for_message(answer, listed, lambda by: judged(by) == "suspicious")
    return [[" ".join(step.words) for step in proposal] for proposal in found]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "From: PayPal <service@paypal.de>\nSubject: hello\n\nhello",
            [
                ["add-owned paypal paypal.de"],
                ["add-sender paypal service@paypal.de"],
            ],
        ),
        ("From: Bob <b@paypa1.com>\n\nhello", [["add-owned paypal paypa1.com"], ["add-known paypal paypa1.com"]]),
        (
            "From: PayPal <support@helpdesk.com>\nSubject: Ticket 5\n\nhello",
            [
                ["add-owned paypal helpdesk.com"],
                ["add-sender paypal support@helpdesk.com"],
                ["add-platform helpdesk.com"],
            ],
        ),
        ("From: billing@pay-desk.com\nSubject: x\n\nhello", [["remove-blocked billing@pay-desk.com"]]),
        (
            "From: Rina Hartono <rina.h@gmail.com>\nReply-To: boss@other-mail.com\nSubject: gift cards\n\n"
            "Please buy five gift cards today and send me the codes.",
            [["add-person Rina Hartono rina.h@gmail.com"]],
        ),
    ],
)
def test_what_mends(message: str, expected: list[list[str]]) -> None:
    assert proposals(message) == expected


def test_nothing_on_a_list_mends_a_forgery() -> None:
    failed = "Authentication-Results: mx.example.net; dmarc=fail header.from=paypal.com\n"
    assert proposals(f"{failed}From: PayPal <service@paypal.com>\nSubject: x\n\nhello") == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paypal.de", [["add-owned paypal paypal.de"], ["add-known paypal paypal.de"]]),
        ("mail.paypal.de", [["add-owned paypal paypal.de"], ["add-known paypal paypal.de"]]),
        ("paypal.com", []),
        ("example.org", []),
    ],
)
def test_what_mends_a_domain(name: str, expected: list[list[str]]) -> None:
    listed = index()
    found = proposals_for_domain(build_domain_answer(Domain.parse(name), listed), listed)
    assert [[" ".join(step.words) for step in proposal] for proposal in found] == expected


def test_what_is_written_can_be_pasted_into_a_shell() -> None:
    for message in ("From: PayPal <`id`@paypal.de>\n\nx", "From: PayPal <a$(id)@paypal.de>\n\nx"):
        words = [step for proposal in proposals(message) for step in proposal]
        assert "add-owned paypal paypal.de" in words
        assert not any("(" in word for word in words)

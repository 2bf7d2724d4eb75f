"""The severities that depend on other findings: docs/findings.md has the very rows that decide."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Result
from lencana.core.facts import gather
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.body import NO_BODY
from lencana.core.mail.message import message_from_fields
from lencana.core.verdict import SEVERITY_RULES, decide

FINDINGS = Path(__file__).parents[2] / "docs" / "findings.md"


def test_the_document_has_the_rows_that_decide() -> None:
    table = FINDINGS.read_text("utf-8").split("| finding | when | becomes | because |\n|---|---|---|---|\n")[1]
    documented = [tuple(re.split(r"(?<!\\) \| ", row[2:-2])) for row in table.split("\n\n")[0].splitlines()]
    rows = [(f"`{row.code}`", row.condition.text, f"`{row.severity}`", row.why) for row in SEVERITY_RULES]
    assert documented == rows


def test_each_code_says_what_it_becomes() -> None:
    """The section of a code names every severity that the table gives it."""
    sections = dict(
        re.findall(r"^### `(\w+)`\n(.*?)(?=^###? |\Z)", FINDINGS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    )
    for row in SEVERITY_RULES:
        assert f"`{row.severity}`" in sections[row.code], row.code


NOW = datetime(2026, 2, 1, tzinfo=UTC)
OPENAI = Brand(id="openai", name="OpenAI", domains=("openai.com",))
PAYPAL = Brand(id="paypal", name="PayPal", domains=("paypal.com",))
INDEX = AllowlistIndex(Allowlist(version=1, issued=NOW, expires=NOW, prev=None, brands=(OPENAI, PAYPAL)), "0" * 64)
LISTED, STRANGER = "a@openai.com", "x@stranger.example"
PASS = Authentication(Result.PASS)
CLAIM = Finding(Code.BRAND_CLAIM, Severity.DANGER, brand=OPENAI)
IMITATION = Finding(Code.LOOKALIKE_DOMAIN, Severity.DANGER, brand=OPENAI)
SEVERITIES = [
    # code, brand of the finding, From, evidence, the other finding, what its warning becomes
    (Code.LOOKALIKE_DOMAIN, OPENAI, STRANGER, NO_EVIDENCE, CLAIM, Severity.DANGER),
    (Code.LOOKALIKE_DOMAIN, PAYPAL, STRANGER, NO_EVIDENCE, CLAIM, Severity.WARNING),
    (Code.REPLY_TO_DIFFERS, None, LISTED, PASS, None, Severity.INFO),
    (Code.REPLY_TO_DIFFERS, None, LISTED, PASS, CLAIM, Severity.DANGER),
    (Code.REPLY_TO_DIFFERS, None, STRANGER, NO_EVIDENCE, None, Severity.WARNING),
    (Code.LINK_TEXT_DIFFERS, OPENAI, LISTED, PASS, None, Severity.INFO),
    (Code.LINK_TEXT_DIFFERS, OPENAI, LISTED, NO_EVIDENCE, CLAIM, Severity.WARNING),
    (Code.LINK_TEXT_DIFFERS, OPENAI, STRANGER, NO_EVIDENCE, CLAIM, Severity.DANGER),
    (Code.LINK_TEXT_DIFFERS, PAYPAL, STRANGER, NO_EVIDENCE, CLAIM, Severity.WARNING),
    (Code.SECRET_REQUEST, None, LISTED, PASS, None, Severity.INFO),
    (Code.SECRET_REQUEST, None, LISTED, NO_EVIDENCE, None, Severity.WARNING),
    (Code.SECRET_REQUEST, None, STRANGER, NO_EVIDENCE, CLAIM, Severity.DANGER),
    (Code.SECRET_REQUEST, None, STRANGER, PASS, IMITATION, Severity.DANGER),
    (Code.HIDDEN_TEXT, None, LISTED, PASS, None, Severity.INFO),
    (Code.HIDDEN_TEXT, None, STRANGER, PASS, CLAIM, Severity.WARNING),
    (Code.DISPLAY_NAME_ADDRESS, None, LISTED, PASS, CLAIM, Severity.WARNING),
]


@pytest.mark.parametrize(("code", "brand", "sender", "evidence", "other", "severity"), SEVERITIES)
def test_final_severities(
    code: Code, brand: Brand | None, sender: str, evidence: Authentication, other: Finding | None, severity: Severity
) -> None:
    message = message_from_fields(from_=sender, reply_to="", subject="", results=(), body=NO_BODY)
    finding = Finding(code, Severity.WARNING, brand=brand)
    assert message.sender.mailbox is not None
    listing = INDEX.listing_of(message.sender.mailbox)
    verdict = decide(gather(message, listing, evidence, INDEX, NOW), (finding, *([other] if other else [])))
    final = [each for each in verdict.findings if each is not other]
    assert [(each.code, each.severity) for each in final] == [(code, severity)]

"""The claim rules, each with messages to which it applies and does not; tests/evaluate has whole mails and points."""

from datetime import UTC, datetime

import pytest

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Allowlist, Brand
from lencana.core.checks.claim.check import claim_evidence
from lencana.core.checks.claim.rule import ClaimRule
from lencana.core.evidence.authentication import NO_EVIDENCE
from lencana.core.facts import Facts, gather
from lencana.core.mail.body import Body, body_from_text
from lencana.core.mail.message import Message, message_from_fields

NOW = datetime(2026, 2, 1, tzinfo=UTC)
BRANDS = (
    Brand(id="openai", name="OpenAI", aliases=(Alias(text="ChatGPT"),), domains=("openai.com",)),
    Brand(id="paypal", name="PayPal", domains=("paypal.com",)),
    Brand(id="google", name="Google", domains=("google.com",)),
    Brand(id="apple", name="iCloud", aliases=(Alias(text="Apple", common=True),), domains=("apple.com",)),
)
INDEX = AllowlistIndex(Allowlist(version=1, issued=NOW, expires=NOW, prev=None, brands=BRANDS), "0" * 64)
X = "x@stranger.example"
MESSAGES = [
    # rule, From (None: a text without a sender), text, does it apply
    (ClaimRule.NAME, f"OpenAI Support <{X}>", "", True),
    (ClaimRule.NAME, f"ChatGPT Weekly <{X}>", "", False),
    (ClaimRule.NAME, f"How to use ChatGPT <{X}>", "", False),
    (ClaimRule.NAME, "Dave Miller - Google <dave.miller@stranger.example>", "", False),
    (ClaimRule.NAME, f"Apple Support <{X}>", "", True),
    (ClaimRule.COMMON_NAME, f"Apple <{X}>", "", True),
    (ClaimRule.COMMON_NAME, f"Apple Pie Club <{X}>", "", False),
    (ClaimRule.COMMON_NAME, f"Apple Support <{X}>", "", False),
    (ClaimRule.ADDRESS, "openai-support@stranger.example", "", True),
    (ClaimRule.ADDRESS, "Joe Doe <paypal@jdoe.example>", "", False),
    (ClaimRule.SIGNED, X, "Hi\n\nRegards,\nThe OpenAI Team", True),
    (ClaimRule.SIGNED, X, "Hi\n\nThanks, the OpenAI Team", True),
    (ClaimRule.SIGNED, X, "Hi\n\nThanks, OpenAI", False),
    (ClaimRule.SIGNED, X, "Hi\n\nRegards,\nAnn Lee\nGoogle", False),
    (ClaimRule.INTRODUCED, X, "This is the OpenAI security team.", True),
    (ClaimRule.INTRODUCED, X, "This is the OpenAI team that built the plugin.", False),
    (ClaimRule.TEAM_LINE, X, "Hi\n\nThe OpenAI Team", True),
    (ClaimRule.TEAM_LINE, X, "Hi\n\nThe OpenAI weekly", False),
    (ClaimRule.SUPPORT_LINE, X, "Hi\n\nOpenAI Security", True),
    (ClaimRule.SUPPORT_LINE, X, "Hi\n\nOpenAI", False),
    (ClaimRule.SPEAKS_FROM, X, "I'm Mark from OpenAI.", True),
    (ClaimRule.SPEAKS_FROM, X, "I used to work at Google with Bob.", False),
    (ClaimRule.CUSTOMER, X, "Dear OpenAI customer,", True),
    (ClaimRule.CUSTOMER, X, "We are OpenAI customers.", False),
    (ClaimRule.LABEL, None, "OpenAI: your account is closed", True),
    (ClaimRule.LABEL, X, "OpenAI: your account is closed", False),
    (ClaimRule.POSSESSION, None, "Your OpenAI account is closed", True),
    (ClaimRule.POSSESSION, X, "Your OpenAI account is closed", False),
    (ClaimRule.POSSESSION, None, "Your OpenAI verification code is 517545", False),
    (ClaimRule.OWNERSHIP, X, "Hi\n\n© 2026 OpenAI", True),
    (ClaimRule.OWNERSHIP, X, "Hi\n\n© 2026 Weekly", False),
]


def _facts(message: Message) -> Facts:
    sender = message.sender.mailbox
    return gather(message, INDEX.listing_of(sender) if sender else None, NO_EVIDENCE, INDEX, NOW)


@pytest.mark.parametrize(("rule", "from_", "text", "applies"), MESSAGES)
def test_where_a_rule_applies(rule: ClaimRule, from_: str | None, text: str, applies: bool) -> None:
    body = body_from_text(text, ())
    message = message_from_fields(from_=from_, reply_to="", subject="", results=(), body=body)
    facts = _facts(message)
    assert (rule in {evidence.rule for evidence in claim_evidence(facts, INDEX)}) is applies


@pytest.mark.parametrize(
    ("alt", "applies"), [("OpenAI logo", True), ("OpenAI users in a garden", False), ("Apple logo", False)]
)
def test_a_logo(alt: str, applies: bool) -> None:
    message = message_from_fields(from_=X, reply_to="", subject="", results=(), body=Body(image_alts=(alt,)))
    facts = _facts(message)
    assert (ClaimRule.LOGO in {evidence.rule for evidence in claim_evidence(facts, INDEX)}) is applies

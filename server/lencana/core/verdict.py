"""From findings to one verdict. Whatever depends on two findings is decided here and nowhere else."""

from collections.abc import Callable, Iterable
from enum import StrEnum, unique
from typing import NamedTuple

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.header.mailbox import Mailbox

_RANK = {Severity.DANGER: 0, Severity.WARNING: 1, Severity.GOOD: 2, Severity.INFO: 3}


@unique
class Outcome(StrEnum):
    """The three badges. Unknown is the normal state of most mail."""

    VERIFIED = "verified"
    SUSPICIOUS = "suspicious"
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The verdict and the findings that it rests on, most severe first."""

    verdict: Outcome
    brand: Brand | None  # the brand that the sender is verified as, or the one that is imitated
    sender: Mailbox | None
    authentication: Authentication
    findings: tuple[Finding, ...]
    needs_raw: bool = False  # the raw message could decide more


class _Context(NamedTuple):
    """What a severity may depend on besides its own finding."""

    facts: Facts
    claimed: frozenset[str]  # ids of the brands that the message claims to be from
    has_imitation: bool  # a `lookalike_domain` is `danger` by itself
    codes: frozenset[Code]
    signs: frozenset[str]  # of `third_party_content`


class Condition(NamedTuple):
    """What a severity depends on, in the words of docs/findings.md, and the test for it."""

    text: str
    holds: Callable[[Finding, _Context], bool]


class SeverityRule(NamedTuple):
    """A row of the table: what changes the severity of a finding, to what, and why."""

    code: Code
    condition: Condition
    severity: Severity
    why: str


def _is_genuine_without_claim(_finding: Finding, context: _Context) -> bool:
    facts = context.facts
    carries_others_words = facts.platform is not None or (facts.listing is not None and facts.listing.is_carrier)
    return is_genuine(facts) and not carries_others_words and not context.claimed


def _is_listed_without_evidence(_finding: Finding, context: _Context) -> bool:
    return context.facts.listing is not None and context.facts.authentication.result is Result.NONE


def _claims_any_brand(_finding: Finding, context: _Context) -> bool:
    return bool(context.claimed)


def _claims_brand_of_finding(finding: Finding, context: _Context) -> bool:
    return finding.brand is not None and finding.brand.id in context.claimed


def _claims_or_imitates(_finding: Finding, context: _Context) -> bool:
    return bool(context.claimed) or context.has_imitation


def _is_genuine_with_third_party(finding: Finding, context: _Context) -> bool:
    return bool(context.signs) and _is_genuine_without_claim(finding, context)


def _is_imitation_with_request(finding: Finding, context: _Context) -> bool:
    if finding.params.get("sign") != "imitation":
        return False
    return not context.signs.isdisjoint(("secret", "call")) or Code.SECRET_REQUEST in context.codes


_GENUINE = Condition(
    "from an authenticated listed sender, neither platform nor carrier, without a `brand_claim`",
    _is_genuine_without_claim,
)
_NO_EVIDENCE = Condition("from a listed sender without evidence", _is_listed_without_evidence)
_ANY_CLAIM = Condition("with a `brand_claim`", _claims_any_brand)
_SAME_CLAIM = Condition("with a `brand_claim` of the same brand", _claims_brand_of_finding)
_CLAIM_OR_IMITATION = Condition("with a `brand_claim` or a `lookalike_domain` that is `danger`", _claims_or_imitates)
_THIRD_PARTY = Condition("with a `third_party_content`, without a `brand_claim`", _is_genuine_with_third_party)
_IMITATION_AND_REQUEST = Condition(
    "with the sign `imitation`, beside `secret`, `call` or a `secret_request`", _is_imitation_with_request
)

# The first row that applies decides. docs/findings.md has the same table; a test compares the two.
SEVERITY_RULES = (
    SeverityRule(Code.LOOKALIKE_DOMAIN, _SAME_CLAIM, Severity.DANGER, "the link leads to the impostor's page"),
    SeverityRule(Code.REPLY_TO_DIFFERS, _GENUINE, Severity.INFO, "newsletters take replies elsewhere"),
    SeverityRule(Code.REPLY_TO_DIFFERS, _ANY_CLAIM, Severity.DANGER, "a reply goes to the impostor"),
    SeverityRule(Code.LINK_TEXT_DIFFERS, _GENUINE, Severity.INFO, "newsletters link through click trackers"),
    SeverityRule(
        Code.LINK_TEXT_DIFFERS, _NO_EVIDENCE, Severity.WARNING, "genuine mail without evidence looks the same"
    ),
    SeverityRule(Code.LINK_TEXT_DIFFERS, _SAME_CLAIM, Severity.DANGER, "the link shows the claimed brand"),
    SeverityRule(
        Code.SECRET_REQUEST, _THIRD_PARTY, Severity.WARNING, "a stranger may ask through the brand's own system"
    ),
    SeverityRule(Code.SECRET_REQUEST, _GENUINE, Severity.INFO, "genuine mail says where to enter a code"),
    SeverityRule(Code.SECRET_REQUEST, _CLAIM_OR_IMITATION, Severity.DANGER, "an impostor asks for the secret"),
    SeverityRule(Code.HIDDEN_TEXT, _GENUINE, Severity.INFO, "newsletters hide text for their layout"),
    SeverityRule(
        Code.THIRD_PARTY_CONTENT, _IMITATION_AND_REQUEST, Severity.DANGER, "the imitation is where the request leads"
    ),
)


def decide(facts: Facts, findings: Iterable[Finding]) -> Verdict:
    """Give each finding its final severity and draw the verdict (docs/findings.md)."""
    findings = tuple(findings)
    context = _Context(
        facts,
        frozenset(finding.brand.id for finding in findings if finding.code is Code.BRAND_CLAIM and finding.brand),
        any(finding.code is Code.LOOKALIKE_DOMAIN and finding.severity is Severity.DANGER for finding in findings),
        frozenset(finding.code for finding in findings),
        frozenset(finding.params["sign"] for finding in findings if finding.code is Code.THIRD_PARTY_CONTENT),
    )
    final = (_with_final_severity(finding, context) for finding in findings)
    ranked = sorted(final, key=lambda finding: _RANK[finding.severity])
    outcome = _outcome(facts, ranked)
    return Verdict(
        verdict=outcome,
        brand=_brand(outcome, facts, ranked),
        sender=facts.sender if facts.sender and facts.sender.address else None,
        authentication=facts.authentication,
        findings=tuple(ranked),
    )


def is_genuine(facts: Facts) -> bool:
    """Return whether the From is one plain mailbox of a brand and trusted evidence authenticates it.

    That is not yet green: the brand's platforms, carriers and owned domains are genuine, too.
    """
    return facts.listing is not None and not facts.message.sender.defects and facts.authentication.result is Result.PASS


def _outcome(facts: Facts, findings: list[Finding]) -> Outcome:
    if any(finding.severity is Severity.DANGER for finding in findings):
        return Outcome.SUSPICIOUS
    may_be_verified = facts.listing is not None and facts.listing.may_be_verified and facts.platform is None
    if may_be_verified and is_genuine(facts) and not facts.list_expired and not any(map(_withholds_green, findings)):
        return Outcome.VERIFIED
    return Outcome.UNKNOWN


def _withholds_green(finding: Finding) -> bool:
    """True for a stranger's words or address, and for another brand's name: none of them must show a brand's green."""
    if finding.code in (Code.THIRD_PARTY_CONTENT, Code.DISPLAY_NAME_ADDRESS):
        return True
    return finding.code is Code.RELAYED and finding.brand is not None


def _brand(outcome: Outcome, facts: Facts, findings: list[Finding]) -> Brand | None:
    """The brand that a verified sender is, or that a suspicious message imitates; findings are most severe first."""
    if outcome is Outcome.VERIFIED and facts.listing:
        return facts.listing.brand
    if outcome is Outcome.SUSPICIOUS:
        imitated = (finding.brand for finding in findings if finding.severity is Severity.DANGER and finding.brand)
        return next(imitated, facts.listing.brand if facts.listing else None)
    return None


def _with_final_severity(finding: Finding, context: _Context) -> Finding:
    for rule in SEVERITY_RULES:
        if rule.code is finding.code and rule.condition.holds(finding, context):
            return msgspec.structs.replace(finding, severity=rule.severity)
    return finding

"""From findings to one verdict. The only place that ranks: everything that depends on two findings is decided here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum, unique

from lencana.core.allowlist import Brand
from lencana.core.authentication import Authentication, Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mailbox import Mailbox

_ORDER = {Severity.DANGER: 0, Severity.WARNING: 1, Severity.GOOD: 2, Severity.INFO: 3}
# Genuine mail asks for codes and links through click trackers: on an authenticated listed sender that is no alarm.
_CALM_WHEN_GENUINE = frozenset({Code.SECRET_REQUEST, Code.LINK_TEXT_DIFFERS, Code.REPLY_TO_DIFFERS})


@unique
class Outcome(StrEnum):
    """The three badges. Unknown is the normal state of most mail."""

    VERIFIED = "verified"
    SUSPICIOUS = "suspicious"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict and all that it rests on; findings come most severe first."""

    verdict: Outcome
    brand: Brand | None  # the brand that it is verified as, or that is imitated
    sender: Mailbox | None
    authentication: Authentication
    findings: tuple[Finding, ...]
    needs_raw: bool = False  # the raw message could decide more


def decide(facts: Facts, findings: Iterable[Finding]) -> Verdict:
    """Rank the findings and draw the verdict (docs/findings.md has the table)."""
    found = tuple(findings)
    ranked = sorted((_weighed(item, facts, found) for item in found), key=lambda item: _ORDER[item.severity])
    outcome = _outcome(facts, ranked)
    return Verdict(
        verdict=outcome,
        brand=_brand(outcome, facts, ranked),
        sender=facts.sender if facts.sender and facts.sender.address else None,
        authentication=facts.authentication,
        findings=tuple(ranked),
    )


def is_genuine(facts: Facts) -> bool:
    """One plain From on the list, and trusted evidence that it is no forgery."""
    return (
        facts.listing is not None
        and not facts.message.sender.defects
        and facts.authentication.result is Result.PASS
    )


def _outcome(facts: Facts, findings: list[Finding]) -> Outcome:
    if any(finding.severity is Severity.DANGER for finding in findings):
        return Outcome.SUSPICIOUS
    if is_genuine(facts) and not facts.expired:
        return Outcome.VERIFIED
    return Outcome.UNKNOWN


def _brand(outcome: Outcome, facts: Facts, findings: list[Finding]) -> Brand | None:
    if outcome is Outcome.VERIFIED and facts.listing:
        return facts.listing.brand
    if outcome is Outcome.SUSPICIOUS:
        accused = (item.brand for item in findings if item.severity is Severity.DANGER and item.brand)
        return next(accused, facts.listing.brand if facts.listing else None)
    return None


def _weighed(finding: Finding, facts: Facts, found: tuple[Finding, ...]) -> Finding:
    """The finding with the severity that it has beside the others."""
    claimed = {item.brand.id for item in found if item.code is Code.BRAND_CLAIM and item.brand}
    severity = finding.severity
    if finding.code in _CALM_WHEN_GENUINE and is_genuine(facts) and not claimed:
        severity = Severity.INFO
    elif finding.code is Code.REPLY_TO_DIFFERS and claimed:
        severity = Severity.DANGER
    elif finding.code is Code.SECRET_REQUEST and (claimed or _imitates(found)):
        severity = Severity.DANGER
    elif finding.code is Code.LOOKALIKE_DOMAIN and finding.brand and finding.brand.id in claimed:
        severity = Severity.DANGER
    return finding if severity is finding.severity else replace(finding, severity=severity)


def _imitates(found: tuple[Finding, ...]) -> bool:
    return any(item.code is Code.LOOKALIKE_DOMAIN and item.severity is Severity.DANGER for item in found)

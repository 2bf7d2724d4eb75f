"""From findings to one verdict. The only place that ranks: everything that depends on two findings is decided here."""

from collections.abc import Iterable
from enum import StrEnum, unique

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.mailbox import Mailbox

_ORDER = {Severity.DANGER: 0, Severity.WARNING: 1, Severity.GOOD: 2, Severity.INFO: 3}
# Genuine mail asks for codes and links through click trackers: on an authenticated listed sender that is no alarm.
_CALM_WHEN_GENUINE = frozenset({Code.SECRET_REQUEST, Code.LINK_TEXT_DIFFERS, Code.REPLY_TO_DIFFERS, Code.HIDDEN_TEXT})


@unique
class Outcome(StrEnum):
    """The three badges. Unknown is the normal state of most mail."""

    VERIFIED = "verified"
    SUSPICIOUS = "suspicious"
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True, gc=False):
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
    claimed = {item.brand.id for item in found if item.code is Code.BRAND_CLAIM and item.brand}
    ranked = sorted((_weighed(item, facts, found, claimed) for item in found), key=lambda item: _ORDER[item.severity])
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
    return facts.listing is not None and not facts.message.sender.defects and facts.authentication.result is Result.PASS


def _outcome(facts: Facts, findings: list[Finding]) -> Outcome:
    if any(finding.severity is Severity.DANGER for finding in findings):
        return Outcome.SUSPICIOUS
    if is_genuine(facts) and not facts.expired and not any(map(_carries_a_brand, findings)):
        return Outcome.VERIFIED
    return Outcome.UNKNOWN


def _carries_a_brand(finding: Finding) -> bool:
    """A platform's mail that bears another brand's name must not show the platform's green."""
    return finding.code is Code.RELAYED and finding.brand is not None


def _brand(outcome: Outcome, facts: Facts, findings: list[Finding]) -> Brand | None:
    if outcome is Outcome.VERIFIED and facts.listing:
        return facts.listing.brand
    if outcome is Outcome.SUSPICIOUS:
        accused = (item.brand for item in findings if item.severity is Severity.DANGER and item.brand)
        return next(accused, facts.listing.brand if facts.listing else None)
    return None


def _weighed(finding: Finding, facts: Facts, found: tuple[Finding, ...], claimed: set[str]) -> Finding:
    """The finding with the severity that it has beside the others; `claimed` are the ids of brands."""
    severity = finding.severity
    if finding.code in _CALM_WHEN_GENUINE and is_genuine(facts) and not claimed:
        severity = Severity.INFO
    elif finding.code is Code.LINK_TEXT_DIFFERS and _unproven(facts):
        severity = Severity.WARNING
    elif _aggravated(finding, claimed, found):
        severity = Severity.DANGER
    return finding if severity is finding.severity else msgspec.structs.replace(finding, severity=severity)


def _aggravated(finding: Finding, claimed: set[str], found: tuple[Finding, ...]) -> bool:
    """What is only odd by itself is an attack in a message that claims or imitates a brand."""
    match finding.code:
        case Code.REPLY_TO_DIFFERS:
            return bool(claimed)
        case Code.SECRET_REQUEST:
            return bool(claimed) or _imitates(found)
        case Code.LOOKALIKE_DOMAIN | Code.LINK_TEXT_DIFFERS:
            return finding.brand is not None and finding.brand.id in claimed
        case _:
            return False


def _unproven(facts: Facts) -> bool:
    """A listed sender without evidence either way: genuine mail looks like this too, click trackers and all."""
    return facts.listing is not None and facts.authentication.result is Result.NONE


def _imitates(found: tuple[Finding, ...]) -> bool:
    return any(item.code is Code.LOOKALIKE_DOMAIN and item.severity is Severity.DANGER for item in found)

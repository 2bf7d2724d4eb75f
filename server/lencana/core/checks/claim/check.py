"""Does the message present itself as a brand that did not send it? A mention is not a claim (docs/claims.md).

The rules that apply to a brand add up (rules.py). Some suffice by themselves, others need another beside them. The
brand's name in a subject or a text is no evidence, nor is "Dan Williams (Google)", "News about ChatGPT", or a quote.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.checks.claim.mentions import is_exchange_report
from lencana.core.checks.claim.rules import (
    CLAIM_THRESHOLD,
    IMAGE,
    RULE_POINTS,
    RULES_BY_PLACE,
    SUPPORTING_RULES,
    ClaimRule,
    HeaderPlace,
)
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.wording.authorship import AuthorshipPlace, authorship_lines

MAX_LOGO_ALT_CHARS = 60  # of an image's description; a longer one is no logo's
_SUBADDRESS = re.compile(r"\+.*")  # RFC 5233
_WITHOUT_SENDER_ONLY = frozenset({AuthorshipPlace.LABEL, AuthorshipPlace.POSSESSION})


class ClaimEvidence(msgspec.Struct, frozen=True, gc=False):
    """A rule that applies to a brand, and where it is shown (`display_name`, `local_part`, `body`)."""

    rule: ClaimRule
    brand: Brand
    where: str


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`brand_claim`: one finding for each claimed brand, with the place of the rule that adds most."""
    if facts.is_relayed:
        return
    own_brand = facts.listing.brand.id if facts.listing else None
    evidence_by_brand: dict[str, list[ClaimEvidence]] = {}
    for evidence in claim_evidence(facts, index):
        if evidence.brand.id != own_brand:
            evidence_by_brand.setdefault(evidence.brand.id, []).append(evidence)
    for of_brand in evidence_by_brand.values():
        if _points(of_brand, facts) >= CLAIM_THRESHOLD:
            strongest = max(of_brand, key=lambda evidence: RULE_POINTS[evidence.rule])
            params = {"brand": strongest.brand.name, "brand_id": strongest.brand.id, "where": strongest.where}
            if facts.sender is None:
                params["technique"] = "text_alone"
            yield Finding(Code.BRAND_CLAIM, Severity.DANGER, params, strongest.brand)


def _points(evidence: list[ClaimEvidence], facts: Facts) -> int:
    """The points for one brand. Each rule counts once, supporting rules only if the others do not suffice."""
    rules = {item.rule for item in evidence}
    points = sum(RULE_POINTS[rule] for rule in rules)
    if points < CLAIM_THRESHOLD:
        brand = evidence[0].brand
        points += sum(row.points for row in SUPPORTING_RULES if row.applies(facts, brand, rules))
    return points


def claim_evidence(facts: Facts, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    """All evidence in the order in which a reader sees it: display name, local part, text, images."""
    if facts.sender is not None and not is_exchange_report(facts):
        # Where the display name is the local part (a mailing list's), it says no more than that.
        if facts.author_name != facts.sender.local_part:
            yield from _at(HeaderPlace.DISPLAY_NAME, facts.mentions, facts, "display_name")
        in_local_part = index.names.find(_SUBADDRESS.sub("", facts.sender.local_part))
        yield from _at(HeaderPlace.LOCAL_PART, in_local_part, facts, "local_part")
    if facts.listing is None and not facts.is_forwarded:
        yield from _in_body(facts, index)


def _in_body(facts: Facts, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    body = facts.message.body
    if facts.sender is None:
        possible = facts.patterns | {AuthorshipPlace.LABEL}
    else:
        possible = facts.patterns - _WITHOUT_SENDER_ONLY
    lines = tuple(authorship_lines(body.text, possible))
    logos = tuple(alt for alt in body.image_alts if len(alt) <= MAX_LOGO_ALT_CHARS)
    if not index.names.may_occur_in((*(line.text for line in lines), *logos)):
        return
    for line in lines:
        yield from _at(line.place, index.names.find(line.text), facts, "body")
    for alt in logos:
        yield from _at(IMAGE, index.names.find(alt), facts, "body")


def _at(place: str, mentions: Iterable[BrandMention], facts: Facts, where: str) -> Iterator[ClaimEvidence]:
    """The evidence of the mentions at one place, by the rules for that place."""
    for mention in mentions:
        for row in RULES_BY_PLACE[place]:
            if row.applies(mention, facts):
                yield ClaimEvidence(row.rule, mention.brand, where)

"""Does the message present itself as a brand that did not send it? A mention is not a claim (docs/claims.md).

The rules that apply to a brand add up (rules.py). Some suffice by themselves, others need another beside them, and some
count only in a lure (pressing.py): "OpenAI News" is a newsletter until it presses its reader to pay.
"""

from collections.abc import Iterable, Iterator

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.checks.claim.hotline import desks_called
from lencana.core.checks.claim.installation import is_installation
from lencana.core.checks.claim.mentions import is_exchange_report
from lencana.core.checks.claim.misspelt import misspelt_mentions
from lencana.core.checks.claim.presentation import bears_common_name
from lencana.core.checks.claim.pressing import Pressing
from lencana.core.checks.claim.quotation import as_shown
from lencana.core.checks.claim.rule import IMAGE, ClaimRule, HeaderPlace, Needs
from lencana.core.checks.claim.rules import CLAIM_THRESHOLD, RULE_POINTS, RULES_BY_PLACE, SUPPORTING_RULES
from lencana.core.checks.claim.subject import MAX_SUBJECT_CHARS, segments
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.header.mailbox import Mailbox
from lencana.core.wording.authorship import authorship_lines

MAX_LOGO_ALT_CHARS = 60  # of an image's description; a longer one is no logo's


class ClaimEvidence(msgspec.Struct, frozen=True, gc=False):
    """A rule that applies to a brand, and where it is shown: `display_name`, `local_part`, `subject`, `body`."""

    rule: ClaimRule
    brand: Brand
    where: str
    needs: Needs = Needs.NOTHING


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`brand_claim`: one finding for each claimed brand, with the place of the rule that adds most."""
    facts = as_shown(facts, index)
    own_brands = facts.own_brands
    evidence_by_brand: dict[str, list[ClaimEvidence]] = {}
    for evidence in claim_evidence(facts, index):
        if evidence.brand.id not in own_brands:
            evidence_by_brand.setdefault(evidence.brand.id, []).append(evidence)
    pressing = Pressing(facts)
    for of_brand in evidence_by_brand.values():
        counted = _counted(of_brand, pressing)
        if counted and (facts.sender is not None or pressing.asks_or_leads_elsewhere(counted[0].brand)):
            strongest = max(counted, key=lambda evidence: RULE_POINTS[evidence.rule])
            params = {"brand": strongest.brand.name, "brand_id": strongest.brand.id, "where": strongest.where}
            if facts.sender is None:
                params["technique"] = "text_alone"
            yield Finding(Code.BRAND_CLAIM, Severity.DANGER, params, strongest.brand)


def _counted(evidence: list[ClaimEvidence], pressing: Pressing) -> list[ClaimEvidence]:
    """The evidence that makes a claim, [] if there is none: first what stands by itself, then what a lure adds."""
    brand = evidence[0].brand
    if is_installation(brand, pressing):
        return []
    by_itself = [item for item in evidence if item.needs is Needs.NOTHING]
    if by_itself and _points(by_itself, pressing) >= CLAIM_THRESHOLD:
        # At a platform, a brand's own people sign, too: there it takes a lure.
        if pressing.facts.is_relayed and not pressing.lures_customers_of(brand, is_hurry_enough=False):
            return []
        return by_itself
    pressed = [item for item in evidence if item.needs is not Needs.NOTHING and _is_met(item.needs, pressing, brand)]
    return [*by_itself, *pressed] if pressed else []


def _is_met(needs: Needs, pressing: Pressing, brand: Brand) -> bool:
    if needs is Needs.REQUEST:
        return pressing.asks_for_named_secret
    if needs is Needs.CALL:
        return pressing.has_bill_and_number(brand)
    return pressing.lures_customers_of(brand, is_hurry_enough=needs is Needs.HURRY)


def _points(evidence: list[ClaimEvidence], pressing: Pressing) -> int:
    """The points for one brand. Each rule counts once, supporting rules only if the others do not suffice."""
    rules = {item.rule for item in evidence}
    points = sum(RULE_POINTS[rule] for rule in rules)
    if points < CLAIM_THRESHOLD:
        brand = evidence[0].brand
        points += sum(row.points for row in SUPPORTING_RULES if row.applies(pressing, brand, rules))
    return points


def claim_evidence(facts: Facts, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    """All evidence in the order in which a reader sees it: display name, local part, subject, text, images."""
    if facts.is_relayed:
        yield from _at(HeaderPlace.RELAYED_NAME, (*facts.relayed_mentions, *facts.mentions), facts, "display_name")
    elif facts.sender is not None and not is_exchange_report(facts):
        yield from _in_display_name(facts, facts.sender, index)
        yield from _at(HeaderPlace.LOCAL_PART, facts.local_part_mentions, facts, "local_part")
    if facts.listing is None and not facts.is_forwarded:
        yield from _in_content(facts, index)


def _in_display_name(facts: Facts, sender: Mailbox, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    if facts.relayed_mentions and facts.message.raw is not None and not facts.message.list_fields:
        yield from _at(HeaderPlace.BEFORE_VIA, facts.relayed_mentions, facts, "display_name")
    # Where the display name is the local part (a mailing list's) or the address, it says no more than that. A common
    # word alone counts in no local part, so that it must count here: "UPS" <ups@…>.
    if facts.author_name.lower() in (sender.local_part.lower(), sender.address.lower()):
        common = [mention for mention in facts.mentions if mention.is_common_word]
        if common and not bears_common_name(facts):
            yield from _at(HeaderPlace.DISPLAY_NAME, common, facts, "display_name")
        return
    yield from _at(HeaderPlace.DISPLAY_NAME, facts.mentions, facts, "display_name")
    if facts.has_brackets_in_name:
        yield from _at(HeaderPlace.BRACKETS, index.names.find(facts.author_name), facts, "display_name")
    yield from _at(HeaderPlace.MISSPELT_NAME, misspelt_mentions(facts, index), facts, "display_name")


def _in_content(facts: Facts, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    """The evidence in subject and body, which are searched at once for any name at all."""
    body, subject = facts.message.body, facts.message.subject[:MAX_SUBJECT_CHARS]
    has_sender = facts.sender is not None
    lines = tuple(authorship_lines(body.text, facts.patterns, has_sender=has_sender))
    desks = tuple(desks_called(facts))
    pictures = tuple(piece for alt in body.image_alts for piece in segments(alt)) if body.is_pictures else ()
    logos = tuple(alt for alt in body.image_alts if len(alt) <= MAX_LOGO_ALT_CHARS)
    if not index.names.may_occur_in((subject, *(line.text for line in lines), *desks, *pictures, *logos)):
        return
    for piece in segments(subject) if has_sender and not facts.is_relayed else ():
        yield from _at(HeaderPlace.SUBJECT, index.names.find(piece), facts, "subject")
    for line in lines:
        yield from _at(line.place, index.names.find(line.text), facts, "body")
    for words in desks:
        yield from _at(HeaderPlace.HOTLINE, index.names.find(words), facts, "body")
    for piece in pictures:
        yield from _at(HeaderPlace.PICTURE, index.names.find(piece), facts, "body")
    for alt in logos:
        yield from _at(IMAGE, index.names.find(alt), facts, "body")


def _at(place: str, mentions: Iterable[BrandMention], facts: Facts, where: str) -> Iterator[ClaimEvidence]:
    """The evidence of the mentions at one place, by the rules for that place."""
    for mention in mentions:
        for row in RULES_BY_PLACE[place]:
            if row.applies(mention, facts):
                yield ClaimEvidence(row.rule, mention.brand, where, row.needs)

"""The rules by which a mention of a brand counts as a claim, in the order of docs/claims.md.

One function a rule answers whether it applies (header_rules.py, text_rules.py, and below those that support others).
The tables say where each is asked and what it adds. "Is" and "is not" name an example each; tests/evaluate has more.
"""

from collections.abc import Set

from lencana.core.brands.allowlist import Brand
from lencana.core.checks.claim import header_rules, text_rules
from lencana.core.checks.claim.hotline import is_hotline
from lencana.core.checks.claim.presentation import bears_common_name
from lencana.core.checks.claim.pressing import Pressing
from lencana.core.checks.claim.rule import IMAGE, ClaimRule, HeaderPlace, MentionRule, Needs, SupportingRule
from lencana.core.wording.authorship import AuthorshipPlace, has_pressure

CLAIM_THRESHOLD = 3  # points that make a claim


def _has_request(pressing: Pressing, _brand: Brand, _rules: Set[ClaimRule]) -> bool:
    """Is: "Reply with your password", beside another rule. Is not: the same without a brand."""
    return pressing.asks_for_secret


def _links_to_imitation(pressing: Pressing, brand: Brand, _rules: Set[ClaimRule]) -> bool:
    """Is: a text without a sender that links to openai-verify.example. Is not: such a link in a mail."""
    facts = pressing.facts
    lookalikes = (link.link_host.lookalike for link in facts.links)
    return facts.sender is None and any(lookalike and lookalike.brand.id == brand.id for lookalike in lookalikes)


_LETTERHEAD = frozenset({ClaimRule.LOGO, ClaimRule.OWNERSHIP})


def _has_pressure(pressing: Pressing, brand: Brand, rules: Set[ClaimRule]) -> bool:
    """Is: "Your account has been suspended", a stranger's link, and `common_name`, a letterhead or no sender.

    Is not: the same in any other mail, for newsletters press, too. A letterhead is `logo` and `ownership`: the footers
    of others have one of them. Beside `common_name` any lure is, unless the word is the sender's own name.
    """
    facts = pressing.facts
    is_lure = ClaimRule.COMMON_NAME in rules and pressing.lures_customers_of(brand, is_hurry_enough=False)
    if is_lure and not bears_common_name(facts):
        return True
    owners = (link.link_host.owner for link in facts.links)
    return (
        any(owner is None or owner.id != brand.id for owner in owners)
        and (facts.sender is None or ClaimRule.COMMON_NAME in rules or rules >= _LETTERHEAD)
        and has_pressure(f"{facts.message.subject}\n{facts.message.body.text}")
    )


def _has_callback(pressing: Pressing, brand: Brand, rules: Set[ClaimRule]) -> bool:
    """Is: "You were charged $799. Not you? Call …", beside `common_name`. Is not: a number under a signature."""
    return ClaimRule.COMMON_NAME in rules and pressing.asks_to_call(brand)


MENTION_RULES = (
    MentionRule(ClaimRule.NAME, 3, HeaderPlace.DISPLAY_NAME, header_rules.is_name),
    MentionRule(ClaimRule.EXCUSED_NAME, 3, HeaderPlace.DISPLAY_NAME, header_rules.is_excused_name, Needs.LURE),
    MentionRule(ClaimRule.EXCUSED_NAME, 3, HeaderPlace.BRACKETS, header_rules.is_excused_name, Needs.LURE),
    MentionRule(ClaimRule.EMPLOYER, 3, HeaderPlace.DISPLAY_NAME, header_rules.is_employer_of_name, Needs.REQUEST),
    MentionRule(ClaimRule.EMPLOYER, 3, HeaderPlace.BRACKETS, header_rules.is_employer_of_name, Needs.REQUEST),
    MentionRule(ClaimRule.EMPLOYER, 3, HeaderPlace.DISPLAY_NAME, header_rules.is_employer_with_bill, Needs.LURE),
    MentionRule(ClaimRule.EMPLOYER, 3, HeaderPlace.BRACKETS, header_rules.is_employer_with_bill, Needs.LURE),
    MentionRule(ClaimRule.BEFORE_VIA, 3, HeaderPlace.BEFORE_VIA, header_rules.is_excused_name, Needs.LURE),
    MentionRule(ClaimRule.BEFORE_VIA, 3, HeaderPlace.BEFORE_VIA, header_rules.is_before_nobody, Needs.HURRY),
    MentionRule(ClaimRule.RELAYED_NAME, 3, HeaderPlace.RELAYED_NAME, header_rules.is_relayed_desk, Needs.HURRY),
    MentionRule(ClaimRule.MISSPELT, 3, HeaderPlace.MISSPELT_NAME, header_rules.is_misspelt_desk),
    MentionRule(ClaimRule.MISSPELT, 3, HeaderPlace.MISSPELT_NAME, header_rules.is_misspelt, Needs.HURRY),
    MentionRule(ClaimRule.ADDRESS, 3, HeaderPlace.LOCAL_PART, header_rules.is_address),
    MentionRule(ClaimRule.ADDRESS_OF_WARES, 3, HeaderPlace.LOCAL_PART, header_rules.is_address_of_wares),
    MentionRule(ClaimRule.EXCUSED_ADDRESS, 3, HeaderPlace.LOCAL_PART, header_rules.is_excused_address, Needs.LURE),
    MentionRule(ClaimRule.SUBJECT, 3, HeaderPlace.SUBJECT, header_rules.is_subject, Needs.LURE),
    MentionRule(ClaimRule.SUBJECT, 3, HeaderPlace.SUBJECT, header_rules.is_told_by_nobody, Needs.LURE),
    MentionRule(ClaimRule.ADDRESSED_SUBJECT, 3, HeaderPlace.SUBJECT, header_rules.is_addressed_subject, Needs.HURRY),
    MentionRule(ClaimRule.ADDRESSED_SUBJECT, 3, HeaderPlace.SUBJECT, header_rules.is_bare_notice),
    MentionRule(ClaimRule.ADDRESSED_SUBJECT, 3, HeaderPlace.SUBJECT, header_rules.is_label_of_notice, Needs.LURE),
    MentionRule(ClaimRule.HOTLINE, 3, HeaderPlace.HOTLINE, is_hotline, Needs.CALL),
    MentionRule(ClaimRule.PICTURED, 3, HeaderPlace.PICTURE, header_rules.is_pictured, Needs.LURE),
    MentionRule(ClaimRule.SIGNED, 3, AuthorshipPlace.SIGNATURE, text_rules.is_signature),
    MentionRule(ClaimRule.SIGNED, 3, AuthorshipPlace.CLOSING, text_rules.is_closing),
    MentionRule(ClaimRule.INTRODUCED, 3, AuthorshipPlace.INTRODUCTION, text_rules.is_introduced),
    MentionRule(ClaimRule.COMMON_NAME, 2, HeaderPlace.DISPLAY_NAME, header_rules.is_common_name),
    MentionRule(ClaimRule.TEAM_LINE, 3, AuthorshipPlace.LAST_LINE, text_rules.is_team_line),
    MentionRule(ClaimRule.SUPPORT_LINE, 2, AuthorshipPlace.LAST_LINE, text_rules.is_support_line),
    MentionRule(ClaimRule.SPEAKS_FROM, 2, AuthorshipPlace.INTRODUCTION, text_rules.is_speaking_from),
    MentionRule(ClaimRule.CUSTOMER, 2, AuthorshipPlace.GREETING, text_rules.is_customer),
    MentionRule(ClaimRule.LABEL, 2, AuthorshipPlace.LABEL, text_rules.is_label),
    MentionRule(ClaimRule.POSSESSION, 2, AuthorshipPlace.POSSESSION, text_rules.is_possession),
    MentionRule(ClaimRule.OWNERSHIP, 1, AuthorshipPlace.OWNERSHIP, text_rules.is_ownership),
    MentionRule(ClaimRule.OWNERSHIP, 1, AuthorshipPlace.OWNERSHIP, text_rules.is_common_ownership, Needs.HURRY),
    MentionRule(ClaimRule.IMPRINT, 3, AuthorshipPlace.OWNERSHIP, text_rules.is_imprint, Needs.LURE),
    MentionRule(ClaimRule.LOGO, 1, IMAGE, text_rules.is_logo),
)
SUPPORTING_RULES = (
    SupportingRule(ClaimRule.REQUEST, 1, _has_request),
    SupportingRule(ClaimRule.IMITATION, 1, _links_to_imitation),
    SupportingRule(ClaimRule.PRESSURE, 1, _has_pressure),
    SupportingRule(ClaimRule.CALLBACK, 1, _has_callback),
)
RULES_BY_PLACE = {
    place: tuple(row for row in MENTION_RULES if row.place == place) for place in {row.place for row in MENTION_RULES}
}
RULE_POINTS = {row.rule: row.points for row in (*MENTION_RULES, *SUPPORTING_RULES)}

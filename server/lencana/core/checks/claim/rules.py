"""The rules by which a mention of a brand counts as a claim: one function a rule, in the order of docs/claims.md.

Each function answers whether its rule applies to a mention. The tables below say where each rule is asked, and what it
adds. "Is" and "is not" name an example each; tests/evaluate has many more.
"""

from collections.abc import Callable, Set
from enum import StrEnum, unique
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.checks.claim.mentions import (
    brand_endings,
    has_only_role_words,
    has_topic_words,
    introduces_role,
    introduces_team,
    is_disguised,
    is_employer,
    names_author,
    opens_with_role_words,
)
from lencana.core.checks.claim.subject import is_label, is_owner, presents_itself, segments
from lencana.core.facts import Facts
from lencana.core.letters.plain_text import plain_text
from lencana.core.wording.authorship import AuthorshipPlace, has_pressure
from lencana.core.wording.callbacks import asks_to_call
from lencana.core.wording.lures import has_lure

CLAIM_THRESHOLD = 3  # points that make a claim
MAX_READ_CHARS = 20_000  # of a text, for a callback
_MAX_SHORT_NAME = 6  # letters of a name that other names may be like: Telkom, Telekom
_MAX_PERSON_WORDS = 6  # of "Mark Hill from the" before a brand


@unique
class ClaimRule(StrEnum):
    """The rules by their names in docs/claims.md."""

    NAME = "name"
    EXCUSED_NAME = "excused_name"
    RELAYED_NAME = "relayed_name"
    MISSPELT = "misspelt"
    ADDRESS = "address"
    ADDRESS_OF_WARES = "address_of_wares"
    SUBJECT = "subject"
    SIGNED = "signed"
    INTRODUCED = "introduced"
    COMMON_NAME = "common_name"
    TEAM_LINE = "team_line"
    SUPPORT_LINE = "support_line"
    SPEAKS_FROM = "speaks_from"
    CUSTOMER = "customer"
    LABEL = "label"
    POSSESSION = "possession"
    OWNERSHIP = "ownership"
    LOGO = "logo"
    REQUEST = "request"
    IMITATION = "imitation"
    PRESSURE = "pressure"
    CALLBACK = "callback"


@unique
class HeaderPlace(StrEnum):
    """Where a rule looks besides the text; for the text, see AuthorshipPlace."""

    DISPLAY_NAME = "display_name"
    LOCAL_PART = "local_part"
    SUBJECT = "subject"  # a piece of it
    BRACKETS = "brackets"  # the display name together with what stands in brackets, where employers do
    RELAYED_NAME = "relayed_name"  # the display name, where a platform sent the message
    MISSPELT_NAME = "misspelt_name"  # a name with a slip in the display name


IMAGE = "image"  # the `alt` text of an image


def _is_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI Support", and "Apple Support", "AMAZ0N", though common words. Is not: "ChatGPT Weekly", about it."""
    if not names_author(mention, facts):
        return False
    return not mention.is_common_word or has_only_role_words(mention) or is_disguised(mention, facts)


def _is_excused_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI News", "Liam from OpenAI" in a lure. Is not: "Dave Miller (Google)" <dave.miller@…>, an employee."""
    return not mention.is_common_word and not is_employer(mention, facts)


def _is_relayed_desk(mention: BrandMention, facts: Facts) -> bool:
    """Is: "PayPal Security" at a platform, in a lure. Is not: "OpenAI" there, a channel or a member of that name."""
    is_desk = not word_class("desks").isdisjoint(mention.others)
    return is_desk and has_only_role_words(mention) and names_author(mention, facts)


def _is_misspelt_desk(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "ChatGTP Support". Is not: "Microsft" alone, which counts in a lure; "Finance", a word."""
    return not word_class("desks").isdisjoint(mention.others) and len(mention.words[mention.start]) > _MAX_SHORT_NAME


def _is_misspelt(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Microsft", "DocSign Notice" in a lure. Is not: "Goole Town Council", a town that Google is like."""
    return business_words().issuperset(mention.others)


def _is_address(mention: BrandMention, facts: Facts) -> bool:
    """Is: openai-support@…, paypal@… Is not: "Joe Doe" <paypal@jdoe.example>, a person who tags his addresses."""
    endings = brand_endings(mention.brand)
    roles = [word for word in mention.others if not word.isdigit() and word not in endings]
    if has_topic_words(mention.others) or not word_class("roles").issuperset(roles):
        return False
    return bool(roles) or not (mention.is_common_word or facts.names_a_person)


def _is_address_of_wares(mention: BrandMention, facts: Facts) -> bool:
    """Is: openai-refund@…, chatgpt-trial@… Is not: "Joe Doe <paypal-refund@jdoe.example>", who tags his addresses."""
    words = [word for word in mention.others if not word.isdigit() and word not in brand_endings(mention.brand)]
    if not words or has_topic_words(mention.others) or facts.names_a_person:
        return False
    return business_words().issuperset(words)


def _is_subject(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI: payment declined", "Your ChatGPT Plus plan". Is not: "How to cancel your ChatGPT plan", about it."""
    return (is_label(mention, len(segments(facts.message.subject))) or is_owner(mention)) and not presents_itself(facts)


def _is_signature(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Regards," and below it "The OpenAI Team", or "OpenAI" alone. Is not: "Ann Lee, OpenAI", or "Apple" alone."""
    others = set(mention.others)
    return others <= word_class("roles") and (bool(others & word_class("teams")) or not mention.is_common_word)


def _is_closing(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Thanks, the OpenAI Team". Is not: "Thanks, OpenAI", which thanks it."""
    others = set(mention.others)
    return others <= word_class("roles") and bool(others & word_class("teams"))


def _is_introduced(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "This is the OpenAI security team". Is not: "This is the OpenAI team that built it": the sentence goes on."""
    return introduces_role(mention) and opens_with_role_words(mention) and introduces_team(mention)


def _is_common_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Apple" and nothing else: may be a person or a club. Is not: "Apple Pie Club"; "Apple Support" is `name`."""
    return names_author(mention, facts) and mention.is_common_word and not mention.others


def _is_team_line(mention: BrandMention, facts: Facts) -> bool:
    """Is: "The OpenAI Team" as a last line, without a closing. Is not: "Microsoft Teams", a product."""
    return _is_closing(mention, facts) and not word_class("signatories").isdisjoint(mention.others)


def _is_support_line(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI Security" as a last line: may be a link in a footer. Is not: "OpenAI", or "Read about OpenAI"."""
    return _is_closing(mention, facts) and word_class("signatories").isdisjoint(mention.others)


def _is_speaking_from(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "I'm Mark from OpenAI": may be a supplier. Is not: "I used to work at Google with Bob"."""
    if not introduces_role(mention):
        return False
    if opens_with_role_words(mention):
        return not introduces_team(mention)
    before = mention.words[: mention.start]
    from_brand = len(before) <= _MAX_PERSON_WORDS and not word_class("prepositions").isdisjoint(before[-3:])
    return from_brand and (introduces_team(mention) or not mention.is_common_word)


def _is_customer(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Dear OpenAI customer": may be another firm that serves them. Is not: "We are OpenAI customers"."""
    others = set(mention.others)
    return bool(others & word_class("clients")) and others <= word_class("roles") | word_class("speaking")


def _is_label(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI: your account …" as a text without a sender. Is not: the same in a mail, a newsletter's headline."""
    others = set(mention.others)
    return facts.sender is None and (others <= word_class("roles") if others else not mention.is_common_word)


def _is_possession(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Your OpenAI account …" as a text without a sender: may be a friend's word. Is not: "Your OpenAI code"."""
    return facts.sender is None and not mention.is_common_word and set(mention.others) <= word_class("roles")


def _is_ownership(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "© 2026 OpenAI", also in the footer of whoever embeds something. Is not: "© 2026 Weekly"."""
    return not mention.is_common_word


def _is_logo(mention: BrandMention, _facts: Facts) -> bool:
    """Is: an image described as "OpenAI logo": every newsletter has Facebook's. Is not: "our office"."""
    return not mention.is_common_word and set(mention.others) <= word_class("roles") | {"logo", "icon", "image"}


def _has_request(facts: Facts, _brand: Brand, _rules: Set[ClaimRule]) -> bool:
    """Is: "Reply with your password", beside another rule. Is not: the same without a brand."""
    return bool(facts.requested_secrets)


def _links_to_imitation(facts: Facts, brand: Brand, _rules: Set[ClaimRule]) -> bool:
    """Is: a text without a sender that links to openai-verify.example. Is not: such a link in a mail."""
    lookalikes = (link.link_host.lookalike for link in facts.links)
    return facts.sender is None and any(lookalike and lookalike.brand.id == brand.id for lookalike in lookalikes)


_LETTERHEAD = frozenset({ClaimRule.LOGO, ClaimRule.OWNERSHIP})


def _has_pressure(facts: Facts, brand: Brand, rules: Set[ClaimRule]) -> bool:
    """Is: "Your account has been suspended", a stranger's link, and `common_name`, a letterhead or no sender.

    Is not: the same in any other mail, for newsletters press, too. A letterhead is `logo` and `ownership`: the footers
    of others have one of them.
    """
    owners = (link.link_host.owner for link in facts.links)
    return (
        any(owner is None or owner.id != brand.id for owner in owners)
        and (facts.sender is None or ClaimRule.COMMON_NAME in rules or rules >= _LETTERHEAD)
        and has_pressure(f"{facts.message.subject}\n{facts.message.body.text}")
    )


def _has_callback(facts: Facts, brand: Brand, rules: Set[ClaimRule]) -> bool:
    """Is: "You were charged $799. Not you? Call …", beside `common_name`. Is not: a number under a signature."""
    if ClaimRule.COMMON_NAME not in rules:
        return False
    plain = plain_text(f"{facts.message.subject}\n{facts.message.body.text[:MAX_READ_CHARS]}")
    return has_lure(plain) and asks_to_call(plain, 0, (), brand.phones)


@unique
class Needs(StrEnum):
    """What a message must be, besides, for a rule to count (`pressing`)."""

    NOTHING = "nothing"
    LURE = "lure"  # the reader's account or payment in danger, or a secret asked for; and a stranger's link or number
    HURRY = "hurry"  # the same, or a deadline or a prize


class MentionRule(NamedTuple):
    """A rule that is asked of each mention at one place."""

    rule: ClaimRule
    points: int
    place: HeaderPlace | AuthorshipPlace | str
    applies: Callable[[BrandMention, Facts], bool]
    needs: Needs = Needs.NOTHING


class SupportingRule(NamedTuple):
    """A rule that counts only beside others: it is given those that apply to the brand."""

    rule: ClaimRule
    points: int
    applies: Callable[[Facts, Brand, Set[ClaimRule]], bool]


MENTION_RULES = (
    MentionRule(ClaimRule.NAME, 3, HeaderPlace.DISPLAY_NAME, _is_name),
    MentionRule(ClaimRule.EXCUSED_NAME, 3, HeaderPlace.DISPLAY_NAME, _is_excused_name, Needs.LURE),
    MentionRule(ClaimRule.EXCUSED_NAME, 3, HeaderPlace.BRACKETS, _is_excused_name, Needs.LURE),
    MentionRule(ClaimRule.RELAYED_NAME, 3, HeaderPlace.RELAYED_NAME, _is_relayed_desk, Needs.HURRY),
    MentionRule(ClaimRule.MISSPELT, 3, HeaderPlace.MISSPELT_NAME, _is_misspelt_desk),
    MentionRule(ClaimRule.MISSPELT, 3, HeaderPlace.MISSPELT_NAME, _is_misspelt, Needs.HURRY),
    MentionRule(ClaimRule.ADDRESS, 3, HeaderPlace.LOCAL_PART, _is_address),
    MentionRule(ClaimRule.ADDRESS_OF_WARES, 3, HeaderPlace.LOCAL_PART, _is_address_of_wares),
    MentionRule(ClaimRule.SUBJECT, 3, HeaderPlace.SUBJECT, _is_subject, Needs.LURE),
    MentionRule(ClaimRule.SIGNED, 3, AuthorshipPlace.SIGNATURE, _is_signature),
    MentionRule(ClaimRule.SIGNED, 3, AuthorshipPlace.CLOSING, _is_closing),
    MentionRule(ClaimRule.INTRODUCED, 3, AuthorshipPlace.INTRODUCTION, _is_introduced),
    MentionRule(ClaimRule.COMMON_NAME, 2, HeaderPlace.DISPLAY_NAME, _is_common_name),
    MentionRule(ClaimRule.TEAM_LINE, 3, AuthorshipPlace.LAST_LINE, _is_team_line),
    MentionRule(ClaimRule.SUPPORT_LINE, 2, AuthorshipPlace.LAST_LINE, _is_support_line),
    MentionRule(ClaimRule.SPEAKS_FROM, 2, AuthorshipPlace.INTRODUCTION, _is_speaking_from),
    MentionRule(ClaimRule.CUSTOMER, 2, AuthorshipPlace.GREETING, _is_customer),
    MentionRule(ClaimRule.LABEL, 2, AuthorshipPlace.LABEL, _is_label),
    MentionRule(ClaimRule.POSSESSION, 2, AuthorshipPlace.POSSESSION, _is_possession),
    MentionRule(ClaimRule.OWNERSHIP, 1, AuthorshipPlace.OWNERSHIP, _is_ownership),
    MentionRule(ClaimRule.LOGO, 1, IMAGE, _is_logo),
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

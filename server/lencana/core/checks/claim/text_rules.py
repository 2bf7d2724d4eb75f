"""The rules for a mention in the text or an image, by its place there. Each names what is a claim and what is not."""

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.vocabulary import last_parts, word_class
from lencana.core.checks.claim.header_rules import is_common_name
from lencana.core.checks.claim.mentions import (
    introduces_role,
    introduces_team,
    is_followed_by_desk_and_name,
    opens_with_role_words,
)
from lencana.core.checks.claim.own_mail import is_own_notice
from lencana.core.checks.claim.presentation import bears_common_name, is_firm, is_list_member, is_notice, is_person
from lencana.core.facts import Facts

_OWNERSHIP_WORDS = frozenset({"c", "copyright"})
_YEAR_DIGITS = 4
_MAX_PERSON_WORDS = 6  # of "Mark Hill from the" before a brand


def is_signature(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Regards," and below it "The OpenAI Team", or "OpenAI" alone. Is not: "Ann Lee, OpenAI", or "Apple" alone."""
    others = set(last_parts(mention.others))
    return others <= word_class("roles") and (bool(others & word_class("teams")) or not mention.is_common_word)


def is_closing(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Thanks, the OpenAI Team". Is not: "Thanks, OpenAI", which thanks it."""
    others = set(last_parts(mention.others))
    return others <= word_class("roles") and bool(others & word_class("teams"))


def is_introduced(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "This is the OpenAI security team". Is not: "This is the OpenAI team that built it": the sentence goes on."""
    return introduces_role(mention) and opens_with_role_words(mention) and introduces_team(mention)


def is_team_line(mention: BrandMention, facts: Facts) -> bool:
    """Is: "The OpenAI Team" as a last line, without a closing. Is not: "Microsoft Teams", a product."""
    return is_closing(mention, facts) and not word_class("signatories").isdisjoint(last_parts(mention.others))


def is_support_line(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI Security" as a last line: may be a link in a footer. Is not: "OpenAI", or "Read about OpenAI"."""
    return is_closing(mention, facts) and word_class("signatories").isdisjoint(last_parts(mention.others))


def is_speaking_from(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "I'm Mark from OpenAI", "OpenAIサポートの田中です": may be a supplier. Is not: "I used to work at Google"."""
    if opens_with_role_words(mention) and is_followed_by_desk_and_name(mention):
        return True
    if not introduces_role(mention):
        return False
    if opens_with_role_words(mention):
        return not introduces_team(mention)
    before = mention.words[: mention.start]
    from_brand = len(before) <= _MAX_PERSON_WORDS and not word_class("prepositions").isdisjoint(before[-3:])
    return from_brand and (introduces_team(mention) or not mention.is_common_word)


def is_customer(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Dear OpenAI customer": may be another firm that serves them. Is not: "We are OpenAI customers"."""
    others = set(mention.others)
    return bool(others & word_class("clients")) and others <= word_class("roles") | word_class("speaking")


def is_label(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI: your account …" as a text without a sender. Is not: the same in a mail, a newsletter's headline."""
    others = set(mention.others)
    return facts.sender is None and (others <= word_class("roles") if others else not mention.is_common_word)


def is_possession(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Your OpenAI account …" as a text without a sender: may be a friend's word. Is not: "Your OpenAI code"."""
    return facts.sender is None and not mention.is_common_word and set(mention.others) <= word_class("roles")


def is_ownership(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "© 2026 OpenAI", also in the footer of whoever embeds something. Is not: "© 2026 Weekly"."""
    return not mention.is_common_word


def is_imprint(mention: BrandMention, facts: Facts) -> bool:
    """Is: "© 2026 OpenAI" alone, below a notice of "Billing". Is not: "© 2026 Shop, via PayPal"; a firm's own mail."""
    words = mention.words
    before, after = words[: mention.start], words[mention.end : mention.end + 2]
    is_alone = all(word.isdigit() or word in _OWNERSHIP_WORDS for word in before)
    if mention.is_common_word or not is_alone or not any(map(_is_year, (*before, *after))):
        return False
    if is_list_member(facts) or is_firm(facts) or is_own_notice(mention.brand, facts):
        return False
    return not is_person(facts) or is_notice(facts)


def _is_year(word: str) -> bool:
    return len(word) == _YEAR_DIGITS and word.isdigit()


def is_common_ownership(mention: BrandMention, facts: Facts) -> bool:
    """Is: "© 2026 Visa" below a deadline or a prize from "Visa" alone. Is not: the same from visa-choir.example."""
    is_name = any(each.brand.id == mention.brand.id and is_common_name(each, facts) for each in facts.mentions)
    return mention.is_common_word and is_name and not bears_common_name(facts)


def is_logo(mention: BrandMention, _facts: Facts) -> bool:
    """Is: an image described as "OpenAI logo": every newsletter has Facebook's. Is not: "our office"."""
    return not mention.is_common_word and set(mention.others) <= word_class("roles") | {"logo", "icon", "image"}

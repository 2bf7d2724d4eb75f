"""The rules for a mention in the headers: names, address, subject. Each says what is a claim and what is not."""

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.checks.claim.mentions import (
    brand_endings,
    has_only_role_words,
    has_topic_words,
    is_disguised,
    is_employer,
    names_author,
)
from lencana.core.checks.claim.neighbours import (
    is_from_neighbour,
    is_honest_neighbour,
    is_own_shop,
    is_quiet_neighbour,
    makes_add_on,
)
from lencana.core.checks.claim.own_mail import is_own_notice
from lencana.core.checks.claim.presentation import (
    greets_customer,
    is_firm,
    is_firm_at_work,
    is_nobody,
    is_notice,
    is_person,
    is_short,
)
from lencana.core.checks.claim.subject import (
    announces_event,
    has_possessive,
    is_label,
    is_owner,
    is_told,
    segments,
    speaks_to_owner,
)
from lencana.core.facts import Facts
from lencana.core.letters.plain_text import plain_text
from lencana.core.mail.reply_and_forward import is_reply
from lencana.core.wording.troubles import names_thing

_MORE_PIECES = 2  # at least: a message of images has a subject besides
_MAX_SHORT_NAME = 6  # letters of a name that other names may be like: Telkom, Telekom


def is_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI Support", and "Apple Support", "AMAZ0N", though common words. Is not: "ChatGPT Weekly", about it."""
    if not names_author(mention, facts) or is_honest_neighbour(mention, facts) or makes_add_on(mention, facts):
        return False
    return not mention.is_common_word or has_only_role_words(mention) or is_disguised(mention, facts)


def is_excused_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI News", "Liam from OpenAI" in a lure. Is not: "Dave Miller (Google)" <dave.miller@…>, an employee.

    Nor is it "Skysafe Backup for Microsoft 365" <…@skysafe.example> that writes of its own licence.
    """
    if mention.is_common_word or is_employer(mention, facts):
        return False
    return not (makes_add_on(mention, facts) or is_quiet_neighbour(mention, facts))


def is_before_nobody(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI Legal via e-Sign" over a notice with a deadline or a document. Is not: "… via SignWell", a firm."""
    if mention.is_common_word or facts.is_own_organisation or is_firm(facts) or is_person(facts):
        return False
    # What a list passes on from the brand leads to the brand.
    return all(link.link_host.owner is None for link in facts.links)


def is_employer_of_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Liam Chen - OpenAI" <liam.chen@…> who asks for a password. Is not: the same who asks for anything else."""
    return not mention.is_common_word and is_employer(mention, facts)


def is_employer_with_bill(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Liam Chen - OpenAI" <liam.chen@…> about "Your API account", in a lure. Is not: the same in an answer."""
    subject = facts.message.subject
    if not is_employer_of_name(mention, facts) or facts.message.list_fields or is_reply(subject):
        return False
    return has_possessive(subject) and names_thing(plain_text(subject))


def is_relayed_desk(mention: BrandMention, facts: Facts) -> bool:
    """Is: "PayPal Security" at a platform, in a lure. Is not: "OpenAI" there, a channel or a member of that name."""
    is_desk = not word_class("desks").isdisjoint(mention.others)
    return is_desk and has_only_role_words(mention) and names_author(mention, facts)


def is_misspelt_desk(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "ChatGTP Support". Is not: "Microsft" alone, which counts in a lure; "Finance", a word."""
    return not word_class("desks").isdisjoint(mention.others) and len(mention.words[mention.start]) > _MAX_SHORT_NAME


def is_misspelt(mention: BrandMention, _facts: Facts) -> bool:
    """Is: "Microsft", "DocSign Notice" in a lure. Is not: "Goole Town Council", a town that Google is like."""
    return business_words().issuperset(mention.others)


def is_address(mention: BrandMention, facts: Facts) -> bool:
    """Is: openai-support@…, paypal@… Is not: "Joe Doe" <paypal@jdoe.example>, a person who tags his addresses."""
    endings = brand_endings(mention.brand)
    roles = [word for word in mention.others if not word.isdigit() and word not in endings]
    if has_topic_words(mention.others) or not word_class("roles").issuperset(roles):
        return False
    return bool(roles) or not (mention.is_common_word or facts.names_a_person)


def is_address_of_wares(mention: BrandMention, facts: Facts) -> bool:
    """Is: openai-refund@…, chatgpt-trial@… Is not: "Joe Doe <paypal-refund@jdoe.example>", who tags his addresses."""
    words = [word for word in mention.others if not word.isdigit() and word not in brand_endings(mention.brand)]
    if not words or has_topic_words(mention.others) or facts.names_a_person:
        return False
    return business_words().issuperset(words)


def is_excused_address(mention: BrandMention, facts: Facts) -> bool:
    """Is: openai-fatoora@…, chatgpt-news@… in a lure. Is not: "Joe Doe <paypal-shop@jdoe.example>", who tags his."""
    return mention.start == 0 and not (mention.is_common_word or facts.names_a_person)


def is_subject(mention: BrandMention, facts: Facts) -> bool:
    """Is: "OpenAI: payment declined", "Your ChatGPT Plus plan". Is not: "How to cancel your ChatGPT plan", about it."""
    subject = facts.message.subject
    if not is_owner(mention) and not is_label(mention, len(segments(subject))):
        return False
    if announces_event(subject) or is_from_neighbour(facts):
        return False
    if is_firm_at_work(facts) or is_person(facts) or is_own_notice(mention.brand, facts):
        return False
    return not is_own_shop(mention.brand, facts)


def is_told_by_nobody(mention: BrandMention, facts: Facts) -> bool:
    """Is: "We could not renew ChatGPT Plus for you" in a notice of "Account Services". Is not: the same from "Ramp"."""
    if not is_told(mention) or announces_event(facts.message.subject) or facts.is_own_organisation:
        return False
    return is_nobody(facts) and is_notice(facts) and not is_own_shop(mention.brand, facts)


def is_pictured(mention: BrandMention, facts: Facts) -> bool:
    """Is: a message of one image, described as "OpenAI: payment declined". Is not: the same from "Ramp", a firm."""
    if not is_owner(mention) and not is_label(mention, _MORE_PIECES):
        return False
    return not (is_firm_at_work(facts) or is_person(facts) or is_own_notice(mention.brand, facts))


def is_addressed_subject(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Your ChatGPT account will be closed" over a notice of "Ann Lee" with a deadline. Is not: her letter."""
    subject = facts.message.subject
    is_to_owner = is_label(mention, len(segments(subject))) and has_possessive(subject)
    if not (is_to_owner or speaks_to_owner(mention)) or announces_event(subject):
        return False
    return not is_firm(facts) and is_notice(facts) and not is_own_shop(mention.brand, facts)


def is_label_of_notice(mention: BrandMention, facts: Facts) -> bool:
    """Is: "DHL parcel: address incomplete" in a lure of "Ann Lee", who greets a customer. Is not: her letter."""
    subject = facts.message.subject
    if not (is_owner(mention) or is_label(mention, len(segments(subject)))) or announces_event(subject):
        return False
    return greets_customer(facts) and not (is_firm_at_work(facts) or facts.is_own_organisation) and is_notice(facts)


def is_bare_notice(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Your OpenAI invoice" over two lines and a stranger's link. Is not: "Your ChatGPT question".

    Nor is it in the organisation's own mail: colleagues pass bills on in a line.
    """
    if not is_addressed_subject(mention, facts) or not is_short(facts) or facts.is_own_organisation:
        return False
    return names_thing(plain_text(" ".join(mention.others)))


def is_common_name(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Apple" and nothing else: may be a person or a club. Is not: "Apple Pie Club"; "Apple Support" is `name`."""
    return names_author(mention, facts) and mention.is_common_word and not mention.others

"""A brand's telephone desk that the brand does not have: "call PayPal Support at 808-555-0199", in a stranger's bill.

The usual callback phish names its brand nowhere else, and comes from a mailbox that anybody can have.
"""

import re
from collections.abc import Iterator

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.checks.claim.presentation import is_firm, is_list_member, is_person, is_signed
from lencana.core.facts import Facts
from lencana.core.mail.reply_and_forward import is_reply

_MAX_TEXT_CHARS = 3000  # of a bill; newsletters are longer
_CHARS_BEFORE = 80  # a number, in which its desk is named
_DESK_WORDS = 2  # beside the brand: "PayPal's billing department"
_MAX_NUMBERS = 8
# Roughly: `Pressing` reads numbers as people do, once a desk is named. In one line.
_NUMBER = re.compile(r"\d(?:[^\w\n]{0,4}[\doOlI]){6}")
_CLAUSE_END = re.compile(r"[.!?;,]\s|\n\s*\n")


def desks_called(facts: Facts) -> Iterator[str]:
    """The words before each telephone number in a bill of nobody's, where it would say whose number that is.

    Nobody's is what comes from a mailbox provider, or from words of business alone ("Billing Dept").
    """
    text = facts.message.body.text
    if facts.sender is None or len(text) > _MAX_TEXT_CHARS:
        return
    # Split like that, for every message is asked: folding words costs ten times as much.
    if facts.is_from_mailbox_provider or business_words().issuperset(facts.author_name.lower().split()):
        for match, _ in zip(_NUMBER.finditer(text), range(_MAX_NUMBERS), strict=False):
            yield _CLAUSE_END.split(text[max(0, match.start() - _CHARS_BEFORE) : match.start()])[-1]


def is_hotline(mention: BrandMention, facts: Facts) -> bool:
    """Is: "call PayPal Support at 808-555-0199" in a bill. Is not: the same in a friend's advice, who signs it."""
    beside = mention.words[max(0, mention.start - _DESK_WORDS) : mention.start]
    beside += mention.words[mention.end : mention.end + _DESK_WORDS]
    if is_list_member(facts):
        return False
    if (word_class("teams") | word_class("desks")).isdisjoint(last_parts(beside)):
        return False
    if is_reply(facts.message.subject) and facts.message.body.quoted_text and is_person(facts):
        return False
    return not (is_firm(facts) or is_signed(facts) or facts.is_own_organisation)

"""Others who bear a brand's name with right: partners and makers of add-ons who name themselves; known neighbours."""

import re
from functools import partial

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.checks.claim.own_mail import is_own_business
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.letters.plain_text import plain_text
from lencana.core.lookalike.dictionary import is_common
from lencana.core.wording.callbacks import asks_to_call

_MAX_ADDITION_WORDS = 3  # with "for"
_MIN_SHOP_LETTERS = 6  # of a domain; shorter ones are in many words
_FOOTER_CHARS = 300  # at the end of a text, where its owner is named
_URL_OR_ADDRESS = re.compile(r"\S+[./@]\S+")
_WITHOUT_UMLAUTS = partial(re.compile("(?<=[aou])e").sub, "")  # moebelnord.example is Möbel Nord
_MIN_OWN_LETTERS = 4  # of a firm's name; shorter ones are in many domains


def is_honest_neighbour(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Cloudhaus - Microsoft Partner" <…@cloudhaus.example>; "ZoomCare", if zoomcare.com is `known` beside Zoom.

    Authenticated in both cases. Is not: "Microsoft Partner" <…@cloudhaus.example>, who does not say who he is. A lure
    is one from a partner, too: that is for `excused_name`.
    """
    sender = facts.sender
    if sender is None or sender.domain is None or facts.authentication.result is not Result.PASS:
        return False
    if sender.domain.registrable in mention.brand.known and sender.domain.registrable not in freemail():
        return True
    partners = word_class("partners")
    if partners.isdisjoint(mention.others) and partners.isdisjoint(last_parts(mention.others)):
        return False
    return _is_in_domain(set(mention.others) - business_words() - partners, sender.domain)


def is_from_neighbour(facts: Facts) -> bool:
    """Does the display name say so, in one of the ways below?"""
    return any(makes_add_on(mention, facts) or is_quiet_neighbour(mention, facts) for mention in facts.mentions)


def is_own_shop(brand: Brand, facts: Facts) -> bool:
    """Is it a desk whose shop is named below as its domain is: "Orders" <…@teacorner.example>, "© Tea Corner"?

    Authenticated, with links to its own site or the brand's alone, or through a mailing service's tracker, and no
    request for a secret. It costs what a firm's name in From costs, which excuses as much.
    """
    sender = facts.sender
    if sender is None or sender.domain is None or facts.authentication.result is not Result.PASS or not facts.links:
        return False
    if facts.requested_secrets or facts.is_from_mailbox_provider or not is_own_business(brand, facts, by_tracker=True):
        return False
    label = sender.domain.registrable_label
    if len(label) < _MIN_SHOP_LETTERS or business_words().issuperset(folded_words(label)):
        return False
    footer = _URL_OR_ADDRESS.sub(" ", facts.message.body.text.rstrip()[-_FOOTER_CHARS:])
    end = "".join(folded_words(footer))
    return _WITHOUT_UMLAUTS("".join(folded_words(label))) in _WITHOUT_UMLAUTS(end)


def is_quiet_neighbour(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Cloudhaus - Microsoft Partner" whose licence mail has no link. Is not: the same who asks to call.

    What partners sell expires, and they write so. A number below a signature leads nobody astray.
    """
    if facts.links or facts.reply_to or facts.requested_secrets or not is_honest_neighbour(mention, facts):
        return False
    return not asks_to_call(plain_text(facts.message.body.text), 0, (), mention.brand.phones)


def makes_add_on(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Skysafe Backup for Microsoft 365" <…@skysafe.example>, authenticated, with links there or to the brand.

    Is not: "License Center for Microsoft" <…@license-center.example>, words that anybody takes; who asks for a secret.
    """
    sender = facts.sender
    if sender is None or sender.domain is None or facts.authentication.result is not Result.PASS:
        return False
    before = _before_addition(mention.words[: mention.start])
    if not before or facts.requested_secrets:
        return False
    if facts.is_from_mailbox_provider or not is_own_business(mention.brand, facts):
        return False
    own_names = {word for word in before if word not in business_words() and not is_common(word)}
    return _is_in_domain(own_names, sender.domain)


def _before_addition(words: tuple[str, ...]) -> tuple[str, ...]:
    """What stands before "for", if a name or two stand between it and the brand: "Skysafe for Gmail and Google"."""
    additions = word_class("additions")
    at = next((at for at in range(len(words) - 1, -1, -1) if words[at] in additions), 0)
    return words[:at] if len(words) - at <= _MAX_ADDITION_WORDS else ()


def _is_in_domain(names: set[str], domain: Domain) -> bool:
    place = "".join(folded_words(domain.ascii))
    return any(len(name) >= _MIN_OWN_LETTERS and name in place for name in names)

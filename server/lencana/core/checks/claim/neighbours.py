"""Others who bear a brand's name with right: partners and makers of add-ons who name themselves; known neighbours."""

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.checks.claim.own_mail import is_own_business
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.lookalike.dictionary import is_common

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


def makes_add_on(mention: BrandMention, facts: Facts) -> bool:
    """Is: "Skysafe Backup for Microsoft 365" <…@skysafe.example>, authenticated, with links there or to the brand.

    Is not: "License Center for Microsoft" <…@license-center.example>, words that anybody takes; who asks for a secret.
    """
    sender, before = facts.sender, mention.words[: mention.start]
    if sender is None or sender.domain is None or facts.authentication.result is not Result.PASS:
        return False
    if before[-1:] == () or before[-1] not in word_class("additions") or facts.requested_secrets:
        return False
    if facts.is_from_mailbox_provider or not is_own_business(mention.brand, facts):
        return False
    own_names = {word for word in before if word not in business_words() and not is_common(word)}
    return _is_in_domain(own_names, sender.domain)


def _is_in_domain(names: set[str], domain: Domain) -> bool:
    place = "".join(folded_words(domain.ascii))
    return any(len(name) >= _MIN_OWN_LETTERS and name in place for name in names)

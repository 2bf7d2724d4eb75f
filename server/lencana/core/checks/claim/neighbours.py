"""Others who bear a brand's name with right: partners who name themselves beside it, and neighbours the list knows."""

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.domains.freemail import freemail
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts

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
    place = "".join(folded_words(sender.domain.ascii))
    names = set(mention.others) - business_words() - partners
    return any(len(name) >= _MIN_OWN_LETTERS and name in place for name in names)

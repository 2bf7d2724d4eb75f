"""What the words around a brand's name say: author or topic, product, employer, team. Used by the rules."""

import re
from itertools import takewhile
from unicodedata import normalize

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.domains.link_hosts import is_where_strangers_publish
from lencana.core.facts import Facts

_PERSON_COMPANY_SEPARATOR = re.compile(r"\s[-–—|/:]\s|[,(\[]")
_MAX_NAME_LETTERS = 8  # behind a desk, in languages that have it first
# The sender of Exchange's delivery reports, at every organisation's own domain.
_EXCHANGE_SENDER = re.compile(r"microsoftexchange[0-9a-f]{32}", re.IGNORECASE)


def names_author(mention: BrandMention, facts: Facts) -> bool:
    """Return whether a display name says that the brand is the author, not the topic and not an employer."""
    if is_employer(mention, facts) or _is_surname(mention, facts):
        return False
    return not _is_topic(mention) or _is_product_by_brand(mention, facts)


def has_only_role_words(mention: BrandMention) -> bool:
    """Return whether it is the brand with role words and nothing else, "Apple Support" or "Apple.com"."""
    allowed = word_class("roles") | brand_endings(mention.brand)
    return bool(mention.others) and all(word in allowed or word.isdigit() for word in mention.others)


def is_disguised(mention: BrandMention, facts: Facts) -> bool:
    """Return whether a common word is the whole name, in letters that only look like it: "AMAZ0N", "Amazоn"."""
    name = _as_compared(facts.author_name)
    if mention.others or (name.isascii() and name.isalpha()):
        return False
    names = (mention.brand.name, *(alias.text for alias in mention.brand.aliases))
    return all(_as_compared(each) not in name for each in names)


def _as_compared(name: str) -> str:
    return normalize("NFKC", name).casefold()


def is_in_address(mention: BrandMention, facts: Facts) -> bool:
    """Return whether the sender's address has the name, too, as a person's or a shop's has: "Sora" <sora@…>."""
    address = "".join(folded_words(facts.sender.address)) if facts.sender else ""
    return "".join(mention.words[mention.start : mention.end]) in address


def introduces_role(mention: BrandMention) -> bool:
    """Return whether only role words follow the brand in its clause: "OpenAI customer support", not "OpenAI users"."""
    after = _rest_of_clause(mention)
    are_clients = bool(after) and after[0] in word_class("clients") and word_class("teams").isdisjoint(after)
    return word_class("roles").issuperset(after) and not are_clients


def opens_with_role_words(mention: BrandMention) -> bool:
    """Return whether nothing but role words and small words stands before the brand: "from the team at"."""
    opening = word_class("roles").union(word_class("speaking"), word_class("prepositions"))
    return opening.issuperset(last_parts(mention.words[: mention.start]))


def introduces_team(mention: BrandMention) -> bool:
    """Return whether a word like "team" or "support" stands beside the brand."""
    return not word_class("teams").isdisjoint((*last_parts(mention.words[: mention.start]), *_rest_of_clause(mention)))


def is_followed_by_desk_and_name(mention: BrandMention) -> bool:
    """Return whether a desk and then a person's name follow the brand, as in Korean: OpenAI 고객지원팀 김민수.

    In Turkish, too, which says "from" by an ending: OpenAI desteğinden Pınar.
    """
    after = _rest_of_clause(mention)
    desk = tuple(takewhile(lambda word: word in word_class("roles"), after))
    name = "".join(after[len(desk) :])
    if word_class("teams").isdisjoint(desk) or not 0 < len(name) <= _MAX_NAME_LETTERS:
        return False
    return not name.isascii() or desk[-1] in word_class("prepositions")


def _rest_of_clause(mention: BrandMention) -> tuple[str, ...]:
    clause = tuple(takewhile(lambda word: word not in word_class("clauses"), mention.words[mention.end :]))
    return last_parts(clause)


def brand_endings(brand: Brand) -> set[str]:
    """Return the labels behind the first one of the brand's domains: "apple.com" and "paypal.co.uk" name the brand."""
    return {label for name in (*brand.domains, *brand.owned) for label in name.split(".")[1:]}


def _is_topic(mention: BrandMention) -> bool:
    """Return whether the brand is only spoken of: "ChatGPT Weekly", "Ann at Google", but not "The team at Google"."""
    if has_topic_words(mention.others) or _is_others_product(mention) or _is_subject_of_alert(mention):
        return True
    before = mention.words[mention.start - 1] if mention.start else ""
    if before in word_class("topics"):
        return True
    is_after_person = not business_words().issuperset(mention.words[: mention.start - 1])
    return before in word_class("prepositions") and is_after_person


def has_topic_words(others: tuple[str, ...]) -> bool:
    """Return whether the words beside a brand make it a topic: "Weekly", "Users Forum", but not "Community Support"."""
    if not word_class("periodicals").isdisjoint(others):
        return True
    return not word_class("gatherings").isdisjoint(others) and word_class("teams").isdisjoint(others)


def _is_others_product(mention: BrandMention) -> bool:
    """Return whether the name is part of another's product: "Azure OpenAI", "GitHub Copilot"."""
    around = "-".join(mention.words[max(0, mention.start - 1) : mention.end + 1])
    return any(product in around for product in word_class("products"))


def _is_subject_of_alert(mention: BrandMention) -> bool:
    """Return whether a service sends alerts about it: "Google Alerts - ChatGPT", but not "Security Alerts - OpenAI"."""
    before = mention.words[: mention.start]
    if mention.end != len(mention.words) or len(before) < 2 or before[-1] not in word_class("alerts"):
        return False
    return any(word not in business_words() for word in before[:-1])


def _is_product_by_brand(mention: BrandMention, facts: Facts) -> bool:
    """Return whether the display name is "PRODUCT by BRAND" and no other words: "Sora by OpenAI"."""
    if mention.end != len(mention.words):
        return False
    products = [
        other for other in facts.mentions if other.brand.id == mention.brand.id and other.end == mention.start - 1
    ]
    return bool(products) and products[0].start == 0 and mention.words[mention.start - 1] in word_class("makers")


def is_employer(mention: BrandMention, facts: Facts) -> bool:
    """Return whether the display name ends with a person's company: "Dave Miller - Google" <dave.miller@…>."""
    if not _ends_name(mention) or _PERSON_COMPANY_SEPARATOR.search(facts.author_name) is None:
        return False
    return _is_person(mention, facts)


def _is_surname(mention: BrandMention, facts: Facts) -> bool:
    """Return whether a person bears the name, and so does the address: "Juan Santander" <juan.santander@…>."""
    return _ends_name(mention) and is_in_address(mention, facts) and _is_person(mention, facts)


def _ends_name(mention: BrandMention) -> bool:
    return mention.start > 0 and mention.end == len(mention.words)


def _is_person(mention: BrandMention, facts: Facts) -> bool:
    """Return whether a person's name, which the address has too, stands before the brand.

    So "Dave Miller - DHL" <dave.miller@…> is one, and "Delivery - DHL" <delivery@…> is none.
    """
    sender = facts.sender
    if sender is None:
        return False
    person = {word for word in mention.words[: mention.start] if word not in business_words() and len(word) > 2}
    parts = folded_words(sender.local_part)  # "dave.miller", "dmiller"
    return any(part.endswith(word) and len(part) <= len(word) + 2 for part in parts for word in person)


def is_exchange_report(facts: Facts) -> bool:
    """Return whether it is a delivery report of the organisation's own Exchange server, named "Microsoft Outlook".

    Anybody can write such an address, so a report asks for no secret, and its links go to listed hosts.
    """
    if facts.sender is None or not _EXCHANGE_SENDER.fullmatch(facts.sender.local_part):
        return False
    links = facts.links
    if facts.requested_secrets or any(is_where_strangers_publish(link.url, link.link_host.domain) for link in links):
        return False
    return all(link.link_host.owner for link in links)

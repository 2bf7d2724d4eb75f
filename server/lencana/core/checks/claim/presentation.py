"""Who else the sender openly says that he is, where neither name nor address names a brand: "Ann Lee" <ann.lee@…>.

A name that the domain bears is a firm's, and excuses what it writes of its own business with the brand. A name that the
local part bears is a person's, which costs nothing: it excuses a person's letter, and no notice to whoever reads it.
"""

import re
from itertools import chain
from string import digits

from lencana.core.allowlist_index import HostMatch
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, last_parts, word_class
from lencana.core.checks.claim.mentions import has_topic_words, is_in_address
from lencana.core.facts import Facts
from lencana.core.languages import by_languages
from lencana.core.letters.own_scripts import OTHER_LETTER
from lencana.core.mail.header.mailbox import Mailbox
from lencana.core.mail.reply_and_forward import is_reply
from lencana.core.wording.authorship import last_short_lines

_COMMA = re.compile(r"[,،](?=\s)")  # no thousands, and none of Chinese, which parts clauses
_NAMES_IN_ADDRESS = 2  # of a person: given name and surname
_GREETING_CHARS = 60  # at the start of a text
_MAX_GREETING_WORDS = 5
_FULL_GREETING_WORDS = 3  # "Dear", given name, surname
_SIGNATURE_LINES = 15  # at the end of a text: a name, and a firm's address and small print below it
_MAX_NOTICE_CHARS = 1500
_MAX_NOTICE_HOSTS = 2


def is_firm(facts: Facts) -> bool:
    """Does the domain bear the sender's name: "Ramp" <no-reply@ramp.com>? Or is it a newspaper's in other letters?"""
    sender = facts.sender
    if sender is None or sender.domain is None or _names_brand(facts):
        return False
    # No address is in these letters: what calls itself a newspaper there can be compared with none.
    if OTHER_LETTER.search(facts.author_name) and has_topic_words(folded_words(facts.author_name)):
        return True
    place = "".join(folded_words(sender.domain.ascii))  # acme.zendesk.com is Acme's, too
    return any(word in place for word in _own_words(facts))


def is_firm_at_work(facts: Facts) -> bool:
    """Is it a firm's mail, or a newspaper's, and no notice that its mailbox sends for a stranger?

    A firm leads to a site of its name, has it in a logo, or below. A taken-over mailbox has the name in From alone.
    """
    sender = facts.sender
    if sender is None or not is_firm(facts):
        return False
    if not is_notice(facts) or has_topic_words(folded_words(f"{facts.author_name} {sender.local_part}")):
        return True
    hosts = (link.link_host.domain.ascii for link in facts.links)
    shown = "".join(folded_words(" ".join((*hosts, *facts.message.body.image_alts))))
    return any(word in shown for word in _own_words(facts))


def is_person(facts: Facts) -> bool:
    """Does the local part bear the sender's name: "Ann Lee" <ann.lee@…>?"""
    sender = facts.sender
    if sender is None or sender.domain is None or _names_brand(facts):
        return False
    if _is_person_elsewhere(folded_words(facts.author_name), sender):
        return True
    parts, own = folded_words(sender.local_part), _own_words(facts)
    return any(part.endswith(word) and len(part) <= len(word) + 2 for part in parts for word in own)


def is_notice(facts: Facts) -> bool:
    """Is it no person's letter: it greets nobody by a name, is not signed, is no answer, and leads to strangers alone?

    A colleague greets ("Hi Bob,"), signs or answers, or leads to the brand itself, his firm, a service that is listed.
    """
    sender, text = facts.sender, facts.message.body.text
    if sender is None or sender.domain is None or facts.message.list_fields or not facts.links:
        return False
    if is_reply(facts.message.subject) and (facts.message.raw is None or facts.message.body.quoted_text):
        return False  # a webmail's page may leave out what an answer quotes; "Re:" above nothing costs nothing
    if any(_is_known(link.link_host, sender.domain.registrable) for link in facts.links):
        return False
    return not is_signed(facts) and not _greets_by_name(text)


def is_nobody(facts: Facts) -> bool:
    """Does the sender's name say nothing but what he does: "Account Services", "Acct Dept", or nothing at all?"""
    return facts.sender is not None and not _own_words(facts)


def is_list_member(facts: Facts) -> bool:
    """Did a mailing list pass it on, for somebody with a name? "Billing" with a List-Id of its own is no member."""
    return bool(facts.message.list_fields) and not _nobodys_words().issuperset(folded_words(facts.author_name))


def bears_common_name(facts: Facts) -> bool:
    """Is the common word the sender's own: "Delta" <…@delta-studio.example>, or a person who greets or answers?

    Or "Apple" <apple@…> who signs so or leads to his own site. Is not: "UPS" <ups@…>, for no person is all capitals.
    """
    sender, text = facts.sender, facts.message.body.text
    if sender is None or facts.is_own_organisation or is_reply(facts.message.subject):
        return True
    common = [mention for mention in facts.mentions if mention.is_common_word]
    if _greets_by_name(text) or any(_is_called_so(mention, sender) for mention in common):
        return True
    if facts.author_name.isupper() or not any(is_in_address(mention, facts) for mention in common):
        return False
    own = sender.domain.registrable if sender.domain else None
    return is_signed(facts) or all(link.link_host.domain.registrable == own for link in facts.links)


def _is_called_so(mention: BrandMention, sender: Mailbox) -> bool:
    """Does the domain begin with the word, and is the rest no words of business: "ups-delivery" is nobody's name?"""
    label = sender.domain.registrable.partition(".")[0] if sender.domain else ""
    name, (first, *others) = "".join(mention.words[mention.start : mention.end]), folded_words(label) or ("",)
    rest = [*filter(None, (first.removeprefix(name),)), *others]
    return first.startswith(name) and not (rest and business_words().issuperset(rest))


def is_short(facts: Facts) -> bool:
    """Is it a few lines with a link or two, as no newsletter is?"""
    hosts = {link.link_host.domain.ascii for link in facts.links}
    return len(facts.message.body.text) <= _MAX_NOTICE_CHARS and len(hosts) <= _MAX_NOTICE_HOSTS


def _names_brand(facts: Facts) -> bool:
    """Dana, Sora and Meta are names of people, too."""
    return any(not mention.is_common_word for mention in facts.mentions)


def _is_known(host: HostMatch, registrable: str) -> bool:
    return host.owner is not None or host.relation is not None or host.domain.registrable == registrable


def greets_customer(facts: Facts) -> bool:
    """Does it begin "Dear customer,", as no colleague does?"""
    words = folded_words(_COMMA.split(facts.message.body.text.lstrip()[:_GREETING_CHARS], maxsplit=1)[0])
    return len(words) <= _MAX_GREETING_WORDS and not word_class("clients").isdisjoint(words)


def _greets_by_name(text: str) -> bool:
    """ "Hi Bob, …", "Mas Tono, …": a few words and a comma at the start, one of which no customer is called."""
    greeting, *rest = _COMMA.split(text.lstrip()[:_GREETING_CHARS], maxsplit=1)
    if "@" in greeting:  # "Hi ann.lee@kantor.example,": as programs greet
        return False
    words = folded_words(greeting)
    if _is_full_name(words):
        return False
    return bool(rest) and len(words) <= _MAX_GREETING_WORDS and not _words_of_greetings().issuperset(words)


def _is_full_name(words: tuple[str, ...]) -> bool:
    """ "Dear Rina Hartono": as programs greet, from a list of names. People write "Dear Rina" or "Dear Ms Hartono"."""
    if len(words) != _FULL_GREETING_WORDS or words[0] not in word_class("speaking"):
        return False
    return word_class("titles").union(_nobodys_words(), word_class("speaking")).isdisjoint(words[1:])


def is_signed(facts: Facts) -> bool:
    """Is a name of the sender's at the start of the text ("it's Budi"), or in a short line at its end?

    Words of business are no names: all notices of "Account Services" have them.
    """
    text, generic, words = facts.message.body.text, _nobodys_words(), folded_words(facts.author_name)
    own = {word for word in words if word not in generic and (len(word) > 2 or OTHER_LETTER.search(word))}
    pieces = chain((text,), last_short_lines(text.rstrip(), _SIGNATURE_LINES))
    return any(not own.isdisjoint(folded_words(piece)) for piece in pieces)


@by_languages
def _nobodys_words() -> frozenset[str]:
    """ "Members" <members@…>, "Acct Dept" and "Kundenservice24" are nobody."""
    return business_words() | word_class("clients") | word_class("functions")


@by_languages
def _words_of_greetings() -> frozenset[str]:
    """What a greeting may have that names nobody: "Dear customer", "Hi, your …"."""
    return _nobodys_words() | word_class("speaking") | word_class("possessives")


def _own_words(facts: Facts) -> list[str]:
    generic, words = _nobodys_words(), folded_words(facts.author_name)
    return [word for word in words if len(word) > 2 and generic.isdisjoint(last_parts((word.strip(digits),)))]


def _is_person_elsewhere(words: tuple[str, ...], sender: Mailbox) -> bool:
    """Is it a name in letters that no address has, and an address as persons have: 中村美咲 <misaki.nakamura@…>?

    That they are the same person, nobody can tell. Single letters are words of business and parts of names (원, 元).
    """
    parts = folded_words(sender.local_part)
    has_other_letters = any(map(OTHER_LETTER.search, words))
    has_business = any(len(word) > 1 and word in business_words() for word in words)
    if not has_other_letters or has_business or len(parts) != _NAMES_IN_ADDRESS:
        return False
    # Words of two letters are small words in some language, and names: na.li, an.wu.
    return all(len(part) > 1 and part.isalpha() and (len(part) == 2 or part not in business_words()) for part in parts)

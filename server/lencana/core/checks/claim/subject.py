"""Whose message a subject says that it is: "OpenAI: payment declined", "Your ChatGPT Plus plan", "OpenAI bill due".

The brand must be the label or the owner. "OpenAI: what your account data is worth" in a newspaper is for `Pressing` and
`presentation` to excuse.
"""

import re
from string import digits

from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.languages import by_languages
from lencana.core.letters.obfuscation import bidi_resolved
from lencana.core.mail.reply_and_forward import reply_prefix

MAX_SUBJECT_CHARS = 200
_SEPARATORS = re.compile(r"\s*[:：|\[\]()（）【】「」〔〕–—•·»]+\s*|\s+-+\s+")
_QUOTATION = re.compile(r'["“”„«»「『][^"“”„«»「」『』]{12,}["“”«»」』]')  # more than a name
_WORDS_TO_OWNER = 3  # "votre compte OpenAI", "langganan ChatGPT Plus Anda"
_MAX_BARE_WORDS = 8


def segments(subject: str) -> tuple[str, ...]:
    """The pieces of the subject between colons, brackets and dashes, without what a reply puts before it."""
    own = _without_quotations(reply_prefix().sub("", bidi_resolved(subject[:MAX_SUBJECT_CHARS])))
    return tuple(filter(None, _SEPARATORS.split(own)))


def _without_quotations(subject: str) -> str:
    """What others are quoted with is no claim: 'Beware of mails "Your PayPal account is limited"'.

    It must be said who or what is quoted. With nothing but business words beside it ('Notice: "Your …"'), the quotation
    is the subject.
    """
    around = _QUOTATION.sub(" ", subject)
    return subject if around == subject or business_words().issuperset(folded_words(around)) else around


def announces_event(subject: str) -> bool:
    """Does the subject begin with an event and nothing else: "Webinar: secure your Google account"?"""
    first, *rest = segments(subject) or ("",)
    words = [word for word in folded_words(first) if not word.isdigit()]
    is_event = bool(rest and words) and word_class("events").issuperset(words)
    return is_event and not word_class("event_modifiers").issuperset(words)


def is_label(mention: BrandMention, count: int) -> bool:
    """Is the piece the brand and role words only, one of several pieces: "OpenAI Billing: …", "… - OpenAI"?"""
    if count == 1 or mention.is_common_word or _asks_or_tells(mention):
        return False
    others = mention.others
    if mention.start == 0 and len(others) > 1 and others[-1] in word_class("legal_forms"):
        others = others[1:]  # "OpenAI Ireland Ltd: …"
    return word_class("roles") | word_class("legal_forms") >= set(others)


def is_owner(mention: BrandMention) -> bool:
    """Does the piece speak of the reader's thing at the brand: "Your ChatGPT Plus plan", "OpenAI invoice overdue"?"""
    if mention.is_common_word or _asks_or_tells(mention):
        return False
    if any(map(_is_possessive, _near(mention))):
        return True
    others = mention.others
    return 0 < len(others) <= _MAX_BARE_WORDS and all(map(_is_business, others))


def _near(mention: BrandMention) -> tuple[str, ...]:
    before = mention.words[max(0, mention.start - _WORDS_TO_OWNER) : mention.start]
    return before + mention.words[mention.end : mention.end + _WORDS_TO_OWNER]


def _is_business(word: str) -> bool:
    """A word of business, the reader's, a number or an amount (RM260)."""
    letters = word.strip(digits)
    return not letters or letters in business_words() or _is_possessive(word)


def _is_possessive(word: str) -> bool:
    """ "your"; in Turkish an ending says it: hesabınız, aboneliğinizin."""
    return word in word_class("possessives") or word.endswith(_possessive_endings())


def has_possessive(subject: str) -> bool:
    """Does the subject speak of the reader's own: "OpenAI: your payment was declined"?"""
    return any(map(_is_possessive, folded_words(subject[:MAX_SUBJECT_CHARS])))


def is_told(mention: BrandMention) -> bool:
    """Is the brand in a statement: "We could not renew ChatGPT Plus", and in no question or how-to?"""
    return not mention.is_common_word and not _asks_or_tells(mention)


def speaks_to_owner(mention: BrandMention) -> bool:
    """Does the piece speak to whose thing it is: "Your ChatGPT account is closed", not "OpenAI invoice overdue"?"""
    return not mention.is_common_word and not _asks_or_tells(mention) and any(map(_is_possessive, _near(mention)))


def _asks_or_tells(mention: BrandMention) -> bool:
    """ "How to cancel your ChatGPT plan", "Why OpenAI closed your account": about it.

    Some words are of two languages: "su ChatGPT" is Italian for about ChatGPT, "su cuenta PayPal" Spanish for your
    account. Directly before the name they tell.
    """
    before, topics = mention.words[: mention.start], word_class("topics")
    if not word_class("questions").isdisjoint(before) or not topics.isdisjoint(before[-1:]):
        return True
    return not _topics_alone().isdisjoint(before[-2:-1])


@by_languages
def _possessive_endings() -> tuple[str, ...]:
    return tuple(word_class("possessive_endings"))


@by_languages
def _topics_alone() -> frozenset[str]:
    """The words that tell what something is about, and are possessives in no language."""
    return word_class("topics") - word_class("possessives")

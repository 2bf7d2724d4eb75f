"""Authentic mail of a listed sender, and the signs that a stranger wrote in it: then it is not green.

Whoever may fill in a name, a note or an invitation at a brand writes through the brand's own mail servers.
"""

from collections.abc import Iterator
from enum import StrEnum, unique

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand, Secret
from lencana.core.checks.third_party.author import names_another_author
from lencana.core.checks.third_party.links import MessageLinks
from lencana.core.checks.third_party.reply import goes_elsewhere
from lencana.core.checks.third_party.words import MessageWords
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.wording.callbacks import asks_to_call, is_invitation
from lencana.core.wording.handovers import handed_over
from lencana.core.wording.patterns.third_party_prefilter import Topic

# No brand asks to be sent these, whether its entry says so or not.
_NEVER_SENT = frozenset({Secret.PASSWORD, Secret.API_KEY, Secret.VERIFICATION_CODE, Secret.RECOVERY_PHRASE})


@unique
class Sign(StrEnum):
    """What says that words may be a stranger's."""

    CARRIER = "carrier"
    REPLY_TO = "reply_to"
    CALL = "call"
    SECRET = "secret"  # noqa: S105 (a code, not a secret)
    IMITATION = "imitation"
    LINK = "link"


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`third_party_content`, once for each sign; `core.verdict` raises an `imitation` beside a request."""
    if facts.listing is None or facts.authentication.result is not Result.PASS or facts.message.sender.defects:
        return
    brand = facts.listing.brand
    for sign, severity in _signs(facts, index, brand):
        params = {"brand": brand.name, "brand_id": brand.id, "sign": sign.value}
        yield Finding(Code.THIRD_PARTY_CONTENT, severity, params, brand)


def _signs(facts: Facts, index: AllowlistIndex, brand: Brand) -> Iterator[tuple[Sign, Severity]]:
    words = MessageWords(facts.message)
    listing = facts.listing
    if listing is not None and (listing.is_carrier or (not listing.is_exact and names_another_author(facts))):
        yield Sign.CARRIER, Severity.WARNING
    if goes_elsewhere(facts, index, brand):
        yield Sign.REPLY_TO, Severity.WARNING
    if (severity := _call(words, brand)) is not None:
        yield Sign.CALL, severity
    if (severity := _secret(words, brand)) is not None:
        yield Sign.SECRET, severity
    links = MessageLinks(facts, index, words)
    if links.has_imitation():
        yield Sign.IMITATION, Severity.WARNING
    if links.has_stranger(invites=Topic.INVITATION in words.possible.topics and is_invitation(words.everything)):
        yield Sign.LINK, Severity.WARNING


def _call(words: MessageWords, brand: Brand) -> Severity | None:
    """`danger` only for what the message says itself: what it quotes may be what its reader has asked about."""
    if asks_to_call(words.everything, words.label_chars, words.dialled, brand.phones):
        return Severity.DANGER if Secret.PHONE_CALL in brand.never_asks else Severity.WARNING
    if words.quoted and asks_to_call(words.quoted, 0, (), brand.phones):
        return Severity.WARNING
    return None


def _secret(words: MessageWords, brand: Brand) -> Severity | None:
    if Topic.SECRET not in words.possible.topics:
        return None
    kinds = handed_over(words.everything, words.possible.languages)
    if not kinds.isdisjoint(brand.never_asks):
        return Severity.DANGER
    quoted = handed_over(words.quoted, words.possible.languages) if words.quoted else frozenset()
    return Severity.WARNING if (kinds | quoted) & (_NEVER_SENT | set(brand.never_asks)) else None

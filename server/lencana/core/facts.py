"""What the checks need to know, looked up once: the message compared with the list."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from lencana.core.allowlist_index import AllowlistIndex, HostMatch, Listing
from lencana.core.brands.allowlist import Blocked, Secret
from lencana.core.brands.mentions import BrandMention
from lencana.core.brands.name_words import folded_words
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.domains.redirects import destination
from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.letters.obfuscation import bidi_resolved
from lencana.core.mail.body import Link
from lencana.core.mail.header.mailbox import Mailbox
from lencana.core.mail.message import Message
from lencana.core.mail.reply_and_forward import forward_prefix, via
from lencana.core.wording.authorship import NO_PLACES, PLACES_BESIDE_SENDER, PLACES_WITHOUT_SENDER
from lencana.core.wording.patterns.prefilter import PatternKey, possible_patterns
from lencana.core.wording.secret_requests import requested_secrets
from lencana.errors import DomainError

_URL_OR_HOST = re.compile(
    r"(?:https?://)?(?:[^\s/@:?#<>\"']+@)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24})(?=$|[/:?#\s,;)])",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")
_AT_SIGN = re.compile(r"\s@\s?(?=\w)")
_SUBADDRESS = re.compile(r"\+.*")  # RFC 5233


class ResolvedLink(msgspec.Struct, frozen=True, gc=False):
    """A link with its hosts looked up."""

    link_host: HostMatch  # where it leads
    displayed_host: HostMatch | None  # what its text shows, if that is a host
    url: str  # where it leads, with known redirects unwrapped
    text: str


class Facts(msgspec.Struct, frozen=True, gc=False):
    """The message with everything looked up. `sender` is None for a text without a sender."""

    message: Message
    sender: Mailbox | None
    sender_host: HostMatch | None  # the sender's domain
    listing: Listing | None
    blocked: Blocked | None  # the entry of the list that names the sender as a confirmed phish
    platform: str | None  # the domain of the listed platform that sent it, but for exact senders
    author_name: str  # the display name without what a relay put before its own ("OpenAI via Billing")
    mentions: tuple[BrandMention, ...]  # in `author_name`
    local_part_mentions: tuple[BrandMention, ...]  # in the sender's local part, without a subaddress
    name_before_via: str  # what the relay put before `author_name`: the name that the message claims
    relayed_mentions: tuple[BrandMention, ...]  # in `name_before_via`
    requested_secrets: tuple[Secret, ...]  # in subject and text
    patterns: frozenset[PatternKey]  # that may match subject and text; none of authorship if the sender is listed
    authentication: Authentication
    is_own_organisation: bool  # authenticated for a domain of a listed person, the trusted mail server or the mailbox
    reply_to: tuple[tuple[Mailbox, HostMatch], ...]
    links: tuple[ResolvedLink, ...]
    list_expired: bool

    @property
    def is_relayed(self) -> bool:
        """True if a listed platform sent it, which puts other people's names into its From."""
        return self.platform is not None and self.authentication.result is not Result.FAIL

    @property
    def own_brands(self) -> frozenset[str]:
        """Ids of the brands that the sender is: the one that lists the address, and the one that has its domain.

        They differ for an exact sender at another brand: "OpenAI via Stripe" <invoice+openai@stripe.com>.
        """
        if self.listing is None:
            return frozenset()
        host_owner = self.sender_host.owner if self.sender_host else None
        return frozenset(brand.id for brand in (self.listing.brand, host_owner) if brand is not None)

    @property
    def has_brackets_in_name(self) -> bool:
        """True if the display name has brackets, so that `mentions` may lack a name in them."""
        return "(" in self.author_name or "[" in self.author_name

    @property
    def is_forwarded(self) -> bool:
        """True if the subject says that the text is somebody else's."""
        return forward_prefix().match(self.message.subject) is not None

    @property
    def is_from_mailbox_provider(self) -> bool:
        """True if the sender's domain is one where anybody can have a mailbox."""
        domain = self.sender.domain if self.sender else None
        return domain is not None and domain.registrable in freemail()

    @property
    def names_a_person(self) -> bool:
        """True if the display name holds more than brands and business words."""
        brand_words = {word for mention in self.mentions for word in mention.words[mention.start : mention.end]}
        return not brand_words.union(business_words()).issuperset(folded_words(self.author_name))


def gather(
    message: Message, listing: Listing | None, authentication: Authentication, index: AllowlistIndex, now: datetime
) -> Facts:
    """Look everything up, each thing once. `listing` is the sender's, on which `authentication` depends."""
    match_host = index.match_host
    sender = message.sender.mailbox
    domain = sender.domain if sender else None
    is_exact_sender = listing is not None and listing.is_exact and listing.may_be_verified
    text = f"{message.subject}\n{message.body.text}"
    unlisted_places = PLACES_BESIDE_SENDER if sender else PLACES_WITHOUT_SENDER
    patterns = possible_patterns(text, unlisted_places if listing is None else NO_PLACES)
    before_via, author_name = split_relayed_name(bidi_resolved(sender.name), sender.address) if sender else ("", "")
    mentions, local_part_mentions, relayed_mentions = _mentions(
        index, _without_employer(author_name), _SUBADDRESS.sub("", sender.local_part) if sender else "", before_via
    )
    return Facts(
        message=message,
        sender=sender,
        sender_host=match_host(domain) if domain else None,
        listing=listing,
        blocked=index.blocked_by(sender, now) if sender else None,
        platform=index.platform_of(domain) if domain and not is_exact_sender else None,
        author_name=author_name,
        mentions=mentions,
        local_part_mentions=local_part_mentions,
        name_before_via=before_via,
        relayed_mentions=relayed_mentions,
        requested_secrets=requested_secrets(text, patterns),
        patterns=patterns,
        authentication=authentication,
        is_own_organisation=domain is not None and _is_own(domain, message, authentication, index),
        reply_to=tuple((mailbox, match_host(mailbox.domain)) for mailbox in message.reply_to if mailbox.domain),
        links=tuple(resolved_links(message.body.links, index)),
        list_expired=now >= index.allowlist.expires,
    )


def _is_own(domain: Domain, message: Message, authentication: Authentication, index: AllowlistIndex) -> bool:
    """Is the sender authenticated, and of the organisation, as the signed list or the trusted mail server tells?

    The To field tells nothing: who sends to others in Bcc can write his own address there. Delivered-To (RFC 9228) is
    the mailbox's own, if it stands above the Authentication-Results of the trusted server: only later hops wrote there.
    """
    registrable, server = domain.registrable, authentication.by or ""
    if authentication.result is not Result.PASS or not registrable or registrable in freemail():
        return False
    if domain.ascii in index.own_domains or registrable in index.own_domains:
        return True
    if server == registrable or server.endswith(f".{registrable}"):
        return True
    mailbox, results = message.delivered_to[:1], message.authentication_results[:1]
    if not mailbox or not results or mailbox[0].position > results[0].position:
        return False
    if not server or not results[0].value.lstrip().lower().startswith(server):
        return False  # the topmost are not those that were trusted
    return mailbox[0].value.strip().lower().endswith((f"@{registrable}", f".{registrable}"))


def _mentions(index: AllowlistIndex, *texts: str) -> Iterator[tuple[BrandMention, ...]]:
    """The mentions in each text. Hardly any sender is named like a brand, and one search for all of them is cheaper."""
    may_occur = index.names.may_occur_in(texts)
    return (tuple(index.names.find(text)) if may_occur else () for text in texts)


def split_relayed_name(name: str, address: str) -> tuple[str, str]:
    """What stands before "via" in a display name, and the relay's name after it; ("", name) if there is no relay.

    Mailing lists rewrite From so: "OpenAI via Billing" <billing@…>, where the name after "via" is that of the address.
    "OpenAI via Support" <x@…> is no relay's name: its author claims it. `name` is as a reader sees it (U+202E).
    """
    match = via().fullmatch(name) if " " in name else None
    if match is None:
        return "", name
    relay = "".join(folded_words(match[2]))
    is_relay = len(relay) > 1 and relay in "".join(filter(str.isalnum, address.lower()))
    return (match[1], match[2]) if is_relay else ("", name)


def _without_employer(name: str) -> str:
    """A display name without a person's employer in brackets: "Dan (Google)", but not "Support (Google)"."""
    name = _AT_SIGN.sub(" at ", name) if "@" in name else name
    if "(" not in name and "[" not in name:
        return name
    bare = _BRACKETED.sub(_blank_unless_team, name)
    return name if business_words().issuperset(folded_words(bare)) else bare


def _blank_unless_team(brackets: re.Match[str]) -> str:
    return brackets[0] if word_class("teams").intersection(folded_words(brackets[0])) else " "


def host_in(text: str) -> Domain | None:
    """Return the host that a text shows, if the text is a URL or a host name and nothing else."""
    text = text.strip()
    if "." not in text or " " in text or (match := _URL_OR_HOST.match(text)) is None:
        return None
    try:
        return Domain.parse(match[1])
    except DomainError:
        return None


def resolved_links(links: Iterable[Link], index: AllowlistIndex) -> Iterator[ResolvedLink]:
    """Yield the links that lead to a host, with their hosts looked up."""
    for link in links:
        url, domain = destination(link.href)
        if domain is None:
            continue
        displayed = host_in(link.text)
        displayed_host = index.match_host(displayed) if displayed else None
        yield ResolvedLink(index.match_host(domain), displayed_host, url, link.text)

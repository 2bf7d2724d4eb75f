"""What the checks need to know, looked up once: the message beside the list."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from lencana.core.allowlist_index import AllowlistIndex, HostMatch, Listing
from lencana.core.brands.allowlist import Secret
from lencana.core.brands.mentions import BrandMention, folded_words
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.domains.domain import Domain
from lencana.core.domains.redirects import destination
from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.mail.body import Link
from lencana.core.mail.mailbox import Mailbox
from lencana.core.mail.message import Message
from lencana.core.wording.prefilter import PatternKey, possible_patterns
from lencana.core.wording.secret_requests import requested_secrets
from lencana.errors import DomainError

_HOST_IN_TEXT = re.compile(
    r"(?:https?://)?(?:[^\s/@:?#<>\"']+@)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24})(?=$|[/:?#\s,;)])",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_VIA = re.compile(r"(.*)\s(?:via|through|melalui|lewat)\s(.+)", re.IGNORECASE)
_AT = re.compile(r"\s@\s?(?=\w)")
_FORWARD = re.compile(r"\W*(?:fwd?|tr|wg|terusan|trs)\s*:", re.IGNORECASE)


class ResolvedLink(msgspec.Struct, frozen=True, gc=False):
    """A link: the host it goes to, and the host that its text shows, if it shows one."""

    target: HostMatch
    shown: HostMatch | None
    url: str  # as it is after gateways' rewriting is undone
    text: str


class Facts(msgspec.Struct, frozen=True, gc=False):
    """The message with everything looked up. `sender` may be None; then nothing about it is known."""

    message: Message
    sender: Mailbox | None
    sender_host: HostMatch | None  # the sender's domain
    listing: Listing | None
    platform: str | None
    author_name: str  # the display name without what a relay put before its own ("OpenAI via Billing")
    mentions: tuple[BrandMention, ...]  # brands named in it
    relayed_mentions: tuple[BrandMention, ...]  # brands named in what the relay put before it
    requested_secrets: tuple[Secret, ...]  # secrets that the text asks for
    patterns: frozenset[PatternKey]  # what else the text may hold
    authentication: Authentication
    reply_to: tuple[tuple[Mailbox, HostMatch], ...]
    links: tuple[ResolvedLink, ...]
    expired: bool  # the list is past its expiry

    @property
    def relayed(self) -> bool:
        """Sent through a listed platform, which puts other people's names into its From."""
        return self.platform is not None and self.authentication.result is not Result.FAIL

    @property
    def forwards(self) -> bool:
        """Does the subject say that the text is somebody else's?"""
        return _FORWARD.match(self.message.subject) is not None

    @property
    def names_a_person(self) -> bool:
        """Is there more in the display name than brands and words of business?"""
        named = {word for hit in self.mentions for word in hit.words[hit.start : hit.end]}
        return not named.union(business_words()).issuperset(folded_words(self.author_name))


def gather(message: Message, authentication: Authentication, index: AllowlistIndex, now: datetime) -> Facts:
    """Look everything up, each thing once."""
    match_host = index.match_host
    sender = message.sender.mailbox
    domain = sender.domain if sender else None
    text = f"{message.subject}\n{message.body.text}"
    patterns = possible_patterns(text)
    before_via, author_name = _relayed_name(sender) if sender else ("", "")
    return Facts(
        message=message,
        sender=sender,
        sender_host=match_host(domain) if domain else None,
        listing=index.listing_of(sender) if sender else None,
        platform=index.platform_of(domain) if domain else None,
        author_name=author_name,
        mentions=tuple(index.names.find(_author(author_name))) if author_name else (),
        relayed_mentions=tuple(index.names.find(before_via)) if before_via else (),
        requested_secrets=requested_secrets(text, patterns),
        patterns=patterns,
        authentication=authentication,
        reply_to=tuple((box, match_host(box.domain)) for box in message.reply_to if box.domain),
        links=tuple(_links(message.body.links, index)),
        expired=now >= index.allowlist.expires,
    )


def _relayed_name(sender: Mailbox) -> tuple[str, str]:
    """What is before "via", and the name behind it, when it is that of the address: mailing lists rewrite From so.

    "OpenAI via Billing" <billing@…> is the list's own word; whoever writes "OpenAI via Support" <x@…> says it himself.
    """
    name = sender.name
    match = _VIA.fullmatch(name) if "via" in name.lower() or "lalui" in name or "lewat" in name else None
    if match is None:
        return "", name
    address = "".join(filter(str.isalnum, sender.address.lower()))
    relay = "".join(folded_words(match[2]))
    return (match[1], match[2]) if len(relay) > 1 and relay in address else ("", name)


def _author(name: str) -> str:
    """A display name without an employer: "Dan (Google)" says where he works, "Support (Google)" who it is."""
    name = _AT.sub(" at ", name) if "@" in name else name
    if "(" not in name and "[" not in name:
        return name
    bare = _BRACKETS.sub(lambda match: match[0] if word_class("teams").intersection(folded_words(match[0])) else " ", name)
    return name if business_words().issuperset(folded_words(bare)) else bare


def host_shown(text: str) -> Domain | None:
    """The host that a piece of text shows, if it is an address of the web and nothing else."""
    text = text.strip()
    if "." not in text or " " in text or (match := _HOST_IN_TEXT.match(text)) is None:
        return None
    try:
        return Domain.parse(match[1])
    except DomainError:
        return None


def _links(links: Iterable[Link], index: AllowlistIndex) -> Iterator[ResolvedLink]:
    for link in links:
        url, domain = destination(link.href)
        if domain is None:
            continue
        shown = host_shown(link.text)
        yield ResolvedLink(index.match_host(domain), index.match_host(shown) if shown else None, url, link.text)

"""What the checks need to know, looked up once: the message beside the list."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from lencana.core.allowlist import Brand
from lencana.core.authentication import Authentication, Result
from lencana.core.body import Link
from lencana.core.directory import Directory, Listing
from lencana.core.domain import Domain
from lencana.core.lookalike import Lookalike
from lencana.core.mailbox import Mailbox
from lencana.core.message import Message
from lencana.core.names import NameHit
from lencana.errors import DomainError

_HOST_IN_TEXT = re.compile(
    r"(?:https?://)?(?:[^\s/@:?#<>\"']+@)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24})(?=$|[/:?#\s,;)])",
    re.IGNORECASE,
)
_PLAIN_URL = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|$)")
_AS_BROWSERS_DO = str.maketrans("\\", "/", "\t\r\n")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")


class Host(msgspec.Struct, frozen=True, gc=False):
    """A host name that the message points at: whose it is, or whom it imitates."""

    domain: Domain
    owner: Brand | None
    lookalike: Lookalike | None


class LinkHosts(msgspec.Struct, frozen=True, gc=False):
    """A link: the host it goes to, and the host that its text shows, if it shows one."""

    target: Host
    shown: Host | None


class Facts(msgspec.Struct, frozen=True, gc=False):
    """The message with everything looked up. `sender` may be None; then nothing about it is known."""

    message: Message
    sender: Mailbox | None
    host: Host | None  # the sender's domain
    listing: Listing | None
    platform: str | None
    names: tuple[NameHit, ...]  # brands named in the display name
    authentication: Authentication
    reply_to: tuple[tuple[Mailbox, Host], ...]
    links: tuple[LinkHosts, ...]
    expired: bool  # the list is past its expiry

    @property
    def relayed(self) -> bool:
        """Sent through a listed platform, which puts other people's names into its From."""
        return self.platform is not None and self.authentication.result is not Result.FAIL


def gather(message: Message, authentication: Authentication, directory: Directory, now: datetime) -> Facts:
    """Look everything up, each thing once."""
    seen: dict[str, Host | None] = {}

    def host(name: str) -> Host | None:
        if name not in seen:
            seen[name] = _host(name, directory)
        return seen[name]

    sender = message.sender.mailbox
    domain = sender.domain if sender else None
    return Facts(
        message=message,
        sender=sender,
        host=host(domain.ascii) if domain else None,
        listing=directory.listing_of(sender) if sender else None,
        platform=directory.platform_of(domain) if domain else None,
        names=tuple(directory.names.find(_own_name(sender.name))) if sender else (),
        authentication=authentication,
        reply_to=tuple(
            (box, found) for box in message.reply_to if box.domain and (found := host(box.domain.ascii)) is not None
        ),
        links=tuple(_links(message.body.links, host)),
        expired=now >= directory.allowlist.expires,
    )


def _own_name(name: str) -> str:
    """A display name without what stands in brackets: "Dan Williams (Google)" says where he works, not who he is."""
    return _BRACKETS.sub(" ", name) if _BRACKETS.sub("", name).strip() else name


def host_shown(text: str) -> str | None:
    """The host that a piece of text shows, if it is an address of the web and nothing else."""
    match = _HOST_IN_TEXT.match(text.strip())
    return match[1] if match and " " not in text.strip() else None


def _links(links: Iterable[Link], host: Callable[[str], Host | None]) -> Iterator[LinkHosts]:
    for link in links:
        name = _host_of_url(link.href)
        if name is None or (target := host(name)) is None:
            continue
        shown = host_shown(link.text)
        yield LinkHosts(target, host(shown) if shown else None)


def _host_of_url(url: str) -> str | None:
    """The host that a browser would go to: it takes a backslash for a slash, and overlooks tabs and line ends."""
    if (plain := _PLAIN_URL.match(url)) is not None:
        return plain[1]
    try:
        return urlsplit(url.translate(_AS_BROWSERS_DO)).hostname
    except ValueError:
        return None


def _host(name: str, directory: Directory) -> Host | None:
    try:
        domain = Domain.parse(name)
    except DomainError:
        return None
    owner = directory.owner_of_host(domain)
    return Host(domain, owner, None if owner else directory.lookalikes.find(domain))

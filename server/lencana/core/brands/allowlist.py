"""What the organisation signed: brands, platforms, senders it blocks, its own people (docs/format.md)."""

from datetime import datetime
from enum import StrEnum, unique

import msgspec


@unique
class Guard(StrEnum):
    """How widely a brand's names are watched for imitations."""

    FULL = "full"  # homographs, typos, other TLDs, combinations, embedding
    HOMOGRAPH = "homograph"  # homographs only: for bulk entries, where the rest would cry wolf


@unique
class Secret(StrEnum):
    """What a brand never asks for, and what a message may ask for."""

    PASSWORD = "password"  # noqa: S105 (the word, not one)
    API_KEY = "api_key"
    VERIFICATION_CODE = "verification_code"
    PAYMENT_CARD = "payment_card"
    RECOVERY_PHRASE = "recovery_phrase"
    PHONE_CALL = "phone_call"  # to be called at a number that is in the message


class Alias(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A name that the brand goes by; `common` marks a word that means other things too (Apple, Meta)."""

    text: str
    common: bool = False


class Brand(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One brand. Domain names are lower-case A-labels without a trailing dot."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    domains: tuple[str, ...] = ()  # From domains; their subdomains count too
    senders: tuple[str, ...] = ()  # exact third-party addresses, lower-case
    links: tuple[str, ...] = ()  # further hosts that are the brand's own, subdomains included
    known: tuple[str, ...] = ()  # neighbours: not the brand's, and no imitations either
    owned: tuple[str, ...] = ()  # the brand's, but neither green nor an imitation; subdomains count too
    tenants: tuple[str, ...] = ()  # the brand's, but what is below it are strangers' names
    carriers: tuple[str, ...] = ()  # the brand's own addresses whose mail carries strangers' words, lower-case
    phones: tuple[str, ...] = ()  # numbers that its mail may ask to call, as written; see `phones`
    links_complete: bool = False  # `domains`, `links` and `owned` are all that its mail links to
    guard: Guard = Guard.FULL
    never_asks: tuple[Secret, ...] = ()
    policy_url: str | None = None


class Platform(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A service whose From carries other people's names: GitHub, LinkedIn, a mailing list host."""

    domain: str


class Blocked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A sender that an admin has confirmed as a phish: an address, or a domain with its subdomains. Until `until`."""

    sender: str | None = None  # lower case; exactly one of the two is given
    domain: str | None = None
    until: datetime

    @property
    def entry(self) -> str:
        """The address or the domain."""
        return self.sender or self.domain or ""


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One of the organisation's own people, whose name is worth imitating, with every address that is the person's."""

    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # lower case


class Allowlist(msgspec.Struct, frozen=True, kw_only=True):
    """The signed document of the role `allowlist`."""

    version: int
    issued: datetime
    expires: datetime
    prev: str | None  # hex SHA-256 of the previous version's payload; null for version 1
    brands: tuple[Brand, ...] = ()
    platforms: tuple[Platform, ...] = ()
    default_platforms: bool = True  # the bundled platforms count, too (`platforms`)
    authserv_ids: tuple[str, ...] = ()  # of the organisation's own mail servers (RFC 8601), lower case
    blocked: tuple[Blocked, ...] = ()
    persons: tuple[Person, ...] = ()

"""What the organisation signed: brands, and the platforms that carry other people's names (docs/format.md)."""

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
    guard: Guard = Guard.FULL
    never_asks: tuple[Secret, ...] = ()
    policy_url: str | None = None


class Platform(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A service whose From carries other people's names: GitHub, LinkedIn, a mailing list host."""

    domain: str


class Allowlist(msgspec.Struct, frozen=True, kw_only=True):
    """The signed document of the role `allowlist`."""

    version: int
    issued: datetime
    expires: datetime
    prev: str | None  # hex SHA-256 of the previous version's payload; null for version 1
    brands: tuple[Brand, ...] = ()
    platforms: tuple[Platform, ...] = ()

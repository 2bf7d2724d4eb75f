"""A signed list made ready for look-up: built once for each version, never changed, replaced as a whole."""

import re
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum, unique
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self
from weakref import proxy

import msgspec

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Guard
from lencana.core.brands.platforms import default_platforms
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.lookalike import Lookalike, LookalikeIndex

if TYPE_CHECKING:  # only messages have names and mailboxes: a look-up of domains need not load what reads them
    from lencana.core.brands.mentions import MentionIndex
    from lencana.core.brands.misspellings import MisspellingIndex
    from lencana.core.brands.persons import PersonIndex
    from lencana.core.mail.header.mailbox import Mailbox

CACHED_HOSTS = 2048  # whose matches are kept in memory
_SUBADDRESS = re.compile(r"\+[^@]*@")  # RFC 5233


@unique
class Relation(StrEnum):
    """What a host or an address is to the list. The first that applies, in the order of docs/format.md section 4."""

    TENANT = "tenant"  # a stranger's name in a zone of the brand: contoso.onmicrosoft.com
    PLATFORM = "platform"  # a listed platform's, which writes others' names into From; perhaps a brand's, too
    LISTED = "listed"  # a From domain or an exact sender
    OWNED = "owned"  # the brand's, but never green
    LINK = "link"  # a further host of the brand, which sends nothing


class Listing(msgspec.Struct, frozen=True, gc=False):
    """Why a sender is the brand's: the listed domain or exact address that covers it, and what may come from there."""

    brand: Brand
    entry: str
    relation: Relation = Relation.LISTED  # LISTED, OWNED or PLATFORM
    is_carrier: bool = False  # an address of the brand whose mail carries strangers' words
    is_exact: bool = False  # listed by its whole address

    @property
    def may_be_verified(self) -> bool:
        """Can mail from there be green? Not from owned domains, platforms and carriers."""
        return self.relation is Relation.LISTED and not self.is_carrier


class HostMatch(msgspec.Struct, frozen=True, gc=False):
    """What the list says about a host: which brand owns it and how, or which listed name it imitates.

    A TENANT has no owner: the name is a stranger's, though the zone is the brand's. A PLATFORM may have one.
    """

    domain: Domain
    owner: Brand | None
    lookalike: Lookalike | None
    relation: Relation | None = None


class _Entries(NamedTuple):
    """The brand of each listed name and address."""

    domains: dict[str, Brand]
    senders: dict[str, Brand]  # by address in lower case
    links: dict[str, Brand]
    owned: dict[str, Brand]
    tenants: dict[str, Brand]
    carriers: dict[str, Brand]  # by address in lower case


class AllowlistIndex:
    """Look-ups over one signed list. `sha256` is that of the payload that was verified."""

    def __init__(self, allowlist: Allowlist, sha256: str) -> None:
        self.allowlist = allowlist
        self.sha256 = sha256
        self._platforms = {platform.domain for platform in allowlist.platforms}
        if allowlist.default_platforms:
            self._platforms |= default_platforms()
        self._blocked = {entry.entry: entry for entry in sorted(allowlist.blocked, key=lambda entry: entry.until)}
        # The mail of a day names the same hosts over and over: senders, click trackers, social networks.
        # The cache refers to the index by a proxy: a cycle would keep 40 MB of an old list until the next collection.
        this = proxy(self)
        self.match_host: Callable[[Domain], HostMatch] = lru_cache(maxsize=CACHED_HOSTS)(
            lambda domain: this._match(domain)
        )

    def prepared(self) -> Self:
        """The same index with all of its parts built, so that no message waits for them."""
        _ = self._entries, self.lookalikes, self.names, self.misspellings, self.persons
        return self

    @cached_property
    def _entries(self) -> _Entries:
        entries = _Entries({}, {}, {}, {}, {}, {})
        for brand in self.allowlist.brands:
            for name in brand.domains:
                entries.domains[name] = brand
            for address in brand.senders:
                entries.senders[address.lower()] = brand
            for name in brand.links:
                entries.links[name] = brand
            for name in brand.owned:
                entries.owned[name] = brand
            for name in brand.tenants:
                entries.tenants[name] = brand
            for address in brand.carriers:
                entries.carriers[address.lower()] = brand
        return entries

    @cached_property
    def lookalikes(self) -> LookalikeIndex:
        """The index of imitations."""
        exempt = self._platforms | freemail()
        return LookalikeIndex(self.allowlist.brands, exempt, self._entries.domains)

    @cached_property
    def names(self) -> "MentionIndex":
        """The index of brand names, without those of bulk entries, which are guarded against homographs only."""
        from lencana.core.brands.mentions import MentionIndex

        full = Guard.FULL
        return MentionIndex(brand for brand in self.allowlist.brands if brand.guard is full)

    @cached_property
    def misspellings(self) -> "MisspellingIndex":
        """The index of brand names with one slip, of the same brands."""
        from lencana.core.brands.misspellings import MisspellingIndex

        return MisspellingIndex(brand for brand in self.allowlist.brands if brand.guard is Guard.FULL)

    @cached_property
    def own_domains(self) -> frozenset[str]:
        """The domains of the listed persons' addresses, without freemail: the organisation's own."""
        addresses = (address for person in self.allowlist.persons for address in person.addresses)
        return frozenset(address.rpartition("@")[2].lower() for address in addresses) - freemail()

    @cached_property
    def persons(self) -> "PersonIndex":
        """The index of the organisation's own people."""
        from lencana.core.brands.persons import PersonIndex

        return PersonIndex(self.allowlist.persons)

    def _match(self, domain: Domain) -> HostMatch:
        """A tenant's name is judged as if the zone were a public suffix: paypal.onmicrosoft.com imitates PayPal."""
        if (zone := self._zone_above(domain)) is not None:
            brand = self._own_in_zone(domain)
            if brand is not None:
                return HostMatch(domain, brand, None, Relation.OWNED)
            return HostMatch(domain, None, self.lookalikes.find(domain.below(zone)), Relation.TENANT)
        owner, relation = self._owner(domain)
        return HostMatch(domain, owner, None if owner else self.lookalikes.find(domain), relation)

    def _owner(self, domain: Domain) -> tuple[Brand | None, Relation | None]:
        """The brand of the nearest entry that covers the name, outside of zones."""
        entries = self._entries
        is_platform = self.platform_of(domain) is not None
        for name in _covering_names(domain):
            if (brand := entries.domains.get(name)) is not None:
                return brand, Relation.PLATFORM if is_platform else Relation.LISTED
            if (brand := entries.owned.get(name) or entries.tenants.get(name)) is not None:
                return brand, Relation.OWNED
            if (brand := entries.links.get(name)) is not None:
                return brand, Relation.LINK
        return None, Relation.PLATFORM if is_platform else None

    def _zone_above(self, domain: Domain) -> str | None:
        """The nearest zone of `tenants` that the name is below."""
        tenants, parents = self._entries.tenants, domain.parents()[1:]
        return None if tenants.keys().isdisjoint(parents) else next(filter(tenants.__contains__, parents))

    def _own_in_zone(self, domain: Domain) -> Brand | None:
        """The brand that has the name in a zone, by a listed domain or `owned`: its own, but never green.

        Mail servers hold all names of a zone that is not on the public suffix list for one organisation (RFC 7489
        section 3.2), so that its neighbour's signature would authenticate it.
        """
        entries = self._entries
        for name in domain.parents():
            if name in entries.tenants and name != domain.ascii:
                return None
            if (brand := entries.domains.get(name) or entries.owned.get(name)) is not None:
                return brand
        return None

    def listing_of(self, sender: "Mailbox") -> Listing | None:
        """The brand that sends from this address: a carrier, an exact sender, else by the domain."""
        entries, domain = self._entries, sender.domain
        address = _canonical(sender)
        relation = Relation.OWNED if domain and self._zone_above(domain) else Relation.LISTED
        if (brand := entries.carriers.get(address)) is not None:
            return Listing(brand, address, relation, is_carrier=True, is_exact=True)
        if (brand := entries.senders.get(address)) is not None:
            return Listing(brand, address, relation, is_exact=True)
        if entries.carriers and (brand := entries.carriers.get(_SUBADDRESS.sub("@", address))) is not None:
            return Listing(brand, address, relation, is_carrier=True)
        return self.listing_of_domain(domain) if domain else None

    def listing_of_domain(self, domain: Domain) -> Listing | None:
        """The brand whose domain this is, or is a subdomain of: by `domains`, `owned`, or as a zone of its tenants."""
        entries = self._entries
        if self._zone_above(domain) is not None:
            brand = self._own_in_zone(domain)
            return Listing(brand, domain.ascii, Relation.OWNED) if brand else None
        for name in _covering_names(domain):
            if (brand := entries.domains.get(name)) is not None:
                return Listing(brand, name, Relation.PLATFORM if self.platform_of(domain) else Relation.LISTED)
            if (brand := entries.owned.get(name) or entries.tenants.get(name)) is not None:
                return Listing(brand, name, Relation.OWNED)
        return None

    def platform_of(self, domain: Domain) -> str | None:
        """The platform, listed or bundled, that this domain is, or is a subdomain of."""
        parents = domain.parents()
        return None if self._platforms.isdisjoint(parents) else next(filter(self._platforms.__contains__, parents))

    def blocked_by(self, sender: "Mailbox", now: datetime) -> Blocked | None:
        """The entry of `blocked` that covers the address, with or without its subaddress (x+1@…), or its domain."""
        if not self._blocked:
            return None
        address = _canonical(sender)
        names = (address, _SUBADDRESS.sub("@", address), *(sender.domain.parents() if sender.domain else ()))
        entries = (self._blocked.get(name) for name in names)
        return next((entry for entry in entries if entry is not None and now < entry.until), None)


def _covering_names(domain: Domain) -> tuple[str, ...]:
    """The names whose entries cover the domain: itself, and its parents down to the registrable domain.

    Not a public suffix above: what is below github.io or s3.amazonaws.com is its customers', whoever lists the suffix.
    """
    if not domain.registrable:
        return (domain.ascii,)
    return domain.parents()[: domain.ascii.count(".") - domain.registrable.count(".") + 1]


def _canonical(sender: "Mailbox") -> str:
    """An address as lists write it: lower case, the domain in A-labels."""
    if sender.domain is None:
        return sender.address.lower()
    return f"{sender.local_part.lower()}@{sender.domain.ascii}"

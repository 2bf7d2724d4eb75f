"""An allowlist made ready for look-up: built once for a version, never changed, swapped whole."""

from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self
from weakref import proxy

import msgspec

from lencana.core.brands.allowlist import Allowlist, Brand, Guard
from lencana.core.domains.domain import Domain
from lencana.core.lookalike import Lookalike, LookalikeIndex
from lencana.data import read_table

if TYPE_CHECKING:  # only messages have names and mailboxes: a look-up of domains need not load what reads them
    from lencana.core.brands.mentions import MentionIndex
    from lencana.core.mail.mailbox import Mailbox

REMEMBERED = 2048  # host names whose look-up is kept in memory, as long as the list is


class Listing(msgspec.Struct, frozen=True, gc=False):
    """Why a sender is listed: the brand, and the listed domain or exact address that covers it."""

    brand: Brand
    entry: str


class HostMatch(msgspec.Struct, frozen=True, gc=False):
    """A host name beside the list: whose it is, or whom it imitates."""

    domain: Domain
    owner: Brand | None
    lookalike: Lookalike | None


class _Owners(NamedTuple):
    """Whose each listed name is."""

    domains: dict[str, Brand]
    senders: dict[str, Brand]  # by address in lower case
    links: dict[str, Brand]


class AllowlistIndex:
    """Look-ups over one signed list. `sha256` is that of the payload that was verified."""

    def __init__(self, allowlist: Allowlist, sha256: str) -> None:
        self.allowlist = allowlist
        self.sha256 = sha256
        self._platforms = {platform.domain for platform in allowlist.platforms}
        # Mail of a day names the same hosts over and over: senders, click counters, social networks.
        # By a proxy: a memory that held the AllowlistIndex would keep 40 MB of an old list until the collector comes by.
        this = proxy(self)
        self.match_host: Callable[[Domain], HostMatch] = lru_cache(maxsize=REMEMBERED)(
            lambda domain: this._match(domain)
        )

    def prepared(self) -> Self:
        """Itself, with its indexes built now, so that no message waits for them."""
        _ = self._owners, self.lookalikes, self.names
        return self

    @cached_property
    def _owners(self) -> _Owners:
        found = _Owners({}, {}, {})
        for brand in self.allowlist.brands:
            for name in brand.domains:
                found.domains[name] = brand
            for address in brand.senders:
                found.senders[address.lower()] = brand
            for name in brand.links:
                found.links[name] = brand
        return found

    @cached_property
    def lookalikes(self) -> LookalikeIndex:
        """The index of imitations."""
        exempt = self._platforms.union(read_table("freemail.txt"))
        return LookalikeIndex(self.allowlist.brands, exempt, self._owners.domains)

    @cached_property
    def names(self) -> "MentionIndex":
        """The index of brand names; bulk entries are watched for homographs only, so their names are not in it."""
        from lencana.core.brands.mentions import MentionIndex

        full = Guard.FULL
        return MentionIndex(brand for brand in self.allowlist.brands if brand.guard is full)

    def _match(self, domain: Domain) -> HostMatch:
        owner = self.owner_of_host(domain)
        return HostMatch(domain, owner, None if owner else self.lookalikes.find(domain))

    def listing_of(self, sender: "Mailbox") -> Listing | None:
        """The brand that may send from this address: an exact sender first, then a From domain."""
        address = sender.address.lower()
        if (brand := self._owners.senders.get(address)) is not None:
            return Listing(brand, address)
        return self.listing_of_domain(sender.domain) if sender.domain else None

    def listing_of_domain(self, domain: Domain) -> Listing | None:
        """The brand whose From domain this is, or is under."""
        domains = self._owners.domains
        for name in domain.parents():
            if (brand := domains.get(name)) is not None:
                return Listing(brand, name)
        return None

    def owner_of_host(self, host: Domain) -> Brand | None:
        """The brand that owns a host which a link may go to."""
        owners = self._owners
        for name in host.parents():
            if (brand := owners.domains.get(name) or owners.links.get(name)) is not None:
                return brand
        return None

    def platform_of(self, domain: Domain) -> str | None:
        """The listed platform that this domain is, or is under."""
        return next((name for name in domain.parents() if name in self._platforms), None)

"""A signed list made ready for look-up: built once for each version, never changed, replaced as a whole."""

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

CACHED_HOSTS = 2048  # whose matches are kept in memory


class Listing(msgspec.Struct, frozen=True, gc=False):
    """Why a sender is listed: the brand, and the listed domain or exact address that covers it."""

    brand: Brand
    entry: str


class HostMatch(msgspec.Struct, frozen=True, gc=False):
    """What the list says about a host: which brand owns it, or which listed name it imitates."""

    domain: Domain
    owner: Brand | None
    lookalike: Lookalike | None


class _Owners(NamedTuple):
    """The brand of each listed name."""

    domains: dict[str, Brand]
    senders: dict[str, Brand]  # by address in lower case
    links: dict[str, Brand]


class AllowlistIndex:
    """Look-ups over one signed list. `sha256` is that of the payload that was verified."""

    def __init__(self, allowlist: Allowlist, sha256: str) -> None:
        self.allowlist = allowlist
        self.sha256 = sha256
        self._platforms = {platform.domain for platform in allowlist.platforms}
        # The mail of a day names the same hosts over and over: senders, click trackers, social networks.
        # The cache refers to the index by a proxy: a cycle would keep 40 MB of an old list until the next collection.
        this = proxy(self)
        self.match_host: Callable[[Domain], HostMatch] = lru_cache(maxsize=CACHED_HOSTS)(
            lambda domain: this._match(domain)
        )

    def prepared(self) -> Self:
        """The same index with all of its parts built, so that no message waits for them."""
        _ = self._owners, self.lookalikes, self.names
        return self

    @cached_property
    def _owners(self) -> _Owners:
        owners = _Owners({}, {}, {})
        for brand in self.allowlist.brands:
            for name in brand.domains:
                owners.domains[name] = brand
            for address in brand.senders:
                owners.senders[address.lower()] = brand
            for name in brand.links:
                owners.links[name] = brand
        return owners

    @cached_property
    def lookalikes(self) -> LookalikeIndex:
        """The index of imitations."""
        exempt = self._platforms.union(read_table("freemail.txt"))
        return LookalikeIndex(self.allowlist.brands, exempt, self._owners.domains)

    @cached_property
    def names(self) -> "MentionIndex":
        """The index of brand names, without those of bulk entries, which are guarded against homographs only."""
        from lencana.core.brands.mentions import MentionIndex

        full = Guard.FULL
        return MentionIndex(brand for brand in self.allowlist.brands if brand.guard is full)

    def _match(self, domain: Domain) -> HostMatch:
        owner = self.owner_of_host(domain)
        return HostMatch(domain, owner, None if owner else self.lookalikes.find(domain))

    def listing_of(self, sender: "Mailbox") -> Listing | None:
        """The brand that sends from this address: by an exact sender first, then by a From domain."""
        address = sender.address.lower()
        if (brand := self._owners.senders.get(address)) is not None:
            return Listing(brand, address)
        return self.listing_of_domain(sender.domain) if sender.domain else None

    def listing_of_domain(self, domain: Domain) -> Listing | None:
        """The brand whose listed From domain this is, or is a subdomain of."""
        domains = self._owners.domains
        for name in domain.parents():
            if (brand := domains.get(name)) is not None:
                return Listing(brand, name)
        return None

    def owner_of_host(self, host: Domain) -> Brand | None:
        """The brand that owns the host of a link: by its From domains and its `links`."""
        owners = self._owners
        for name in host.parents():
            if (brand := owners.domains.get(name) or owners.links.get(name)) is not None:
                return brand
        return None

    def platform_of(self, domain: Domain) -> str | None:
        """The listed platform that this domain is, or is a subdomain of."""
        return next((name for name in domain.parents() if name in self._platforms), None)

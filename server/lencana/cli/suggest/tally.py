"""Counts by sender: small, bounded whatever the mail holds, and added up from many processes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

MAX_SENDERS = 20_000  # organisational domains and platform addresses that are counted
MAX_ADDRESSES = 300  # of one domain
MAX_NAMES = 30  # display names of one address
MAX_HOSTS = 300  # of one domain


@dataclass(slots=True)
class Address:
    """What came from one address, authenticated."""

    messages: int = 0
    replies_elsewhere: int = 0  # with a Reply-To outside its organisational domain
    names: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Address") -> None:
        self.messages += other.messages
        self.replies_elsewhere += other.replies_elsewhere
        count_up(self.names, other.names, MAX_NAMES)


@dataclass(slots=True)
class Sender:
    """What came from one organisational domain (or, at a platform, from one address)."""

    messages: int = 0  # authenticated, and without anything suspicious
    unauthenticated: int = 0
    suspicious: int = 0  # authenticated, and yet an imitation, a false claim or worse
    first: datetime | None = None
    last: datetime | None = None
    hosts: Counter[str] = field(default_factory=Counter)
    addresses: dict[str, Address] = field(default_factory=dict)

    def seen(self, moment: datetime | None) -> None:
        """A message came at this moment."""
        if moment is not None:
            self.first = min(self.first or moment, moment)
            self.last = max(self.last or moment, moment)

    def add(self, other: "Sender") -> None:
        self.messages += other.messages
        self.unauthenticated += other.unauthenticated
        self.suspicious += other.suspicious
        self.seen(other.first)
        self.seen(other.last)
        count_up(self.hosts, other.hosts, MAX_HOSTS)
        for text, address in other.addresses.items():
            if text in self.addresses or len(self.addresses) < MAX_ADDRESSES:
                self.addresses.setdefault(text, Address()).add(address)

    @property
    def names(self) -> Counter[str]:
        """The display names of all addresses."""
        return sum((address.names for address in self.addresses.values()), Counter[str]())


@dataclass(slots=True)
class Tally:
    """All counts."""

    domains: dict[str, Sender] = field(default_factory=dict)  # by organisational domain
    at_platforms: dict[str, Sender] = field(default_factory=dict)  # by whole address
    listed: Counter[str] = field(default_factory=Counter)  # id of a brand of one's own list → messages
    in_packs: Counter[str] = field(default_factory=Counter)  # id of a pack's brand → messages
    messages: int = 0
    unreadable: int = 0
    unclear: int = 0  # without one plain sender
    mailboxes: int = 0  # from mailbox providers, where anybody has an address

    def add(self, other: "Tally") -> None:
        """Add what another process counted."""
        for mine, theirs in ((self.domains, other.domains), (self.at_platforms, other.at_platforms)):
            for key, sender in theirs.items():
                if key in mine or len(mine) < MAX_SENDERS:
                    mine.setdefault(key, Sender()).add(sender)
        self.listed.update(other.listed)
        self.in_packs.update(other.in_packs)
        self.messages += other.messages
        self.unreadable += other.unreadable
        self.unclear += other.unclear
        self.mailboxes += other.mailboxes


def count_up(counter: Counter[str], more: Counter[str], most: int) -> None:
    """Add counts, but no new key beyond `most` of them."""
    for key, number in more.items():
        if key in counter or len(counter) < most:
            counter[key] += number

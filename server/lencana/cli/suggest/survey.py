"""Reads and judges the messages on all cores; what comes back are counts."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Self

from msgspec import structs

from lencana.cli.suggest.mail_files import Place, read_message
from lencana.cli.suggest.tally import MAX_ADDRESSES, MAX_HOSTS, MAX_NAMES, Address, Sender, Tally, count_up
from lencana.core.allowlist_index import AllowlistIndex, Listing, Relation
from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.core.domains.freemail import freemail
from lencana.core.evidence.authentication import Result
from lencana.core.finding import Code
from lencana.core.mail.header.mailbox import Mailbox
from lencana.core.mail.header.mailing_list import is_list_address
from lencana.core.mail.header.received import hop_time
from lencana.core.mail.message import Message, Origin, message_without_body, with_body
from lencana.core.verdict import Outcome, Verdict
from lencana.data import read_bytes
from lencana.engine.engine import Engine
from lencana.errors import InputError
from lencana.settings import DkimMode, Settings
from lencana.signatures import make_verifier
from lencana.trust.list_source import list_source
from lencana.trust.list_source.merging import merge_lists
from lencana.trust.packs import all_packs

CHUNK = 40  # messages a process takes at once
_BUNDLED = ("brands/openai.toml", "brands/common-id.toml")
_IMPOSTURE = frozenset({Code.BRAND_CLAIM, Code.LOOKALIKE_DOMAIN, Code.MALFORMED_SENDER})  # whatever the severity


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before: one's own list, and beside it every brand of the packs, for imitations of these, too."""

    own: Allowlist
    everything: Allowlist

    @property
    def own_ids(self) -> frozenset[str]:
        """The ids of one's own brands."""
        return frozenset(brand.id for brand in self.own.brands)


def known_brands(own: Allowlist, now: datetime) -> Known:
    """One's own list, and the same with all bundled lists and packs."""
    bundled = [list_source.parse(read_bytes(name).decode(), name).brands for name in _BUNDLED]
    brands = merge_lists((own.brands, *bundled, *(pack.brands for pack in all_packs())))
    return Known(own, structs.replace(own, brands=brands, issued=now, expires=now + timedelta(days=1)))


def survey(places: Sequence[Place], counter: "SenderCounter", progress: Callable[[int], object]) -> Tally:
    """Count the messages; `progress` is told how many more were read. Raises InputError if a process is killed."""
    total = Tally()
    chunks = [places[start : start + CHUNK] for start in range(0, len(places), CHUNK)]
    processes = min(len(chunks), _cores())
    if processes <= 1:
        for chunk in chunks:
            total.add(counter.count(chunk))
            progress(len(chunk))
        return total
    try:
        with ProcessPoolExecutor(processes, initializer=_start, initargs=(counter,)) as pool:
            for tally in pool.map(_count, chunks):
                total.add(tally)
                progress(tally.messages)
    except BrokenProcessPool as error:
        raise InputError("a process that read messages was ended from outside, perhaps for want of memory") from error
    return total


class SenderCounter:
    """Judges messages by the settings and all known brands, and counts their senders.

    Of most messages the header block decides whether they count. The body is read only if it can make a difference:
    of what is authenticated, to leave out what is suspicious.
    """

    def __init__(self, settings: Settings, known: Known, now: datetime) -> None:
        self._made_from = settings, known, now
        self.index = AllowlistIndex(known.everything, "").prepared()
        verifier = make_verifier(settings) if settings.dkim is DkimMode.ALWAYS else None
        self._engine = Engine(settings, lambda: self.index, verifier)
        self._now, self._own_ids, self._limits = now, known.own_ids, self._engine.limits

    def __reduce__(self) -> tuple[type[Self], tuple[Settings, Known, datetime]]:
        """Another process makes its own, where a new one does not begin as a copy of this one (fork)."""
        return type(self), self._made_from

    def count(self, places: Iterable[Place]) -> Tally:
        """The counts of these messages; one that stops us is counted as unreadable."""
        tally = Tally()
        for place in places:
            tally.messages += 1
            try:
                self._count(message_without_body(read_message(place), self._limits, origin=Origin.DELIVERED), tally)
            except Exception:  # whatever one message does, the others are counted
                tally.unreadable += 1
        return tally

    def _count(self, message: Message, tally: Tally) -> None:
        mailbox = message.sender.mailbox
        if mailbox is None or mailbox.domain is None or message.sender.defects or not mailbox.domain.registrable:
            tally.unclear += 1
            return
        listing = self.index.listing_of(mailbox)
        at_platform = listing.relation is Relation.PLATFORM and not listing.is_exact if listing else False
        if listing is not None and not at_platform:
            verdict = self._judge_authenticated(message, listing)
            if verdict is not None and verdict.verdict is not Outcome.SUSPICIOUS:
                (tally.listed if listing.brand.id in self._own_ids else tally.in_packs)[listing.brand.id] += 1
        elif not freemail().isdisjoint((mailbox.domain.registrable, mailbox.domain.ascii)):
            tally.mailboxes += 1
        else:
            by_address = self.index.platform_of(mailbox.domain) is not None
            senders = tally.at_platforms if by_address else tally.domains
            sender = senders.setdefault(_plain(mailbox) if by_address else mailbox.domain.registrable, Sender())
            self._observe(sender, message, mailbox, self._judge_authenticated(message, listing))

    def _judge_authenticated(self, message: Message, listing: Listing | None) -> Verdict | None:
        """The verdict on an authenticated message; None for any other, which counts for nobody."""
        evidence = self._engine.authenticate(message, listing, self._now)
        if evidence.result is not Result.PASS:
            return None
        return self._engine.decide(with_body(message, self._limits), listing, evidence, self.index, self._now)

    def _observe(self, sender: Sender, message: Message, mailbox: Mailbox, verdict: Verdict | None) -> None:
        """A forged message says nothing about the domain that it names; an authenticated attack says all."""
        if verdict is None:
            sender.unauthenticated += 1
            return
        if verdict.verdict is Outcome.SUSPICIOUS or any(item.code in _IMPOSTURE for item in verdict.findings):
            sender.suspicious += 1
            return
        assert mailbox.domain is not None  # noqa: S101 (asked by the caller)
        sender.messages += 1
        sender.seen(_received(message, self._now))
        count_up(sender.hosts, Counter([mailbox.domain.ascii]), MAX_HOSTS)
        text = _plain(mailbox)
        if text in sender.addresses or len(sender.addresses) < MAX_ADDRESSES:
            address = sender.addresses.setdefault(text, Address())
            address.messages += 1
            address.replies_elsewhere += _replies_elsewhere(message, mailbox)
            if mailbox.name:
                count_up(address.names, Counter([mailbox.name]), MAX_NAMES)


_COUNTERS: list[SenderCounter] = []  # of a worker process


def _cores() -> int:
    """The cores that this process may use; not every system says it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(counter: SenderCounter) -> None:
    gc.freeze()  # the index stays: no collection need look through it
    _COUNTERS.append(counter)


def _count(places: Sequence[Place]) -> Tally:
    return _COUNTERS[0].count(places)


def brands_of_packs() -> Iterator[tuple[str, str]]:
    """The id of each brand of the packs, and the pack."""
    for pack in all_packs():
        yield from ((brand.id, pack.name) for brand in pack.brands)


def brands_by_id(known: Known) -> dict[str, Brand]:
    """All brands that are known."""
    return {brand.id: brand for brand in known.everything.brands}


def _plain(mailbox: Mailbox) -> str:
    domain = mailbox.domain.ascii if mailbox.domain else ""
    return f"{mailbox.local_part.lower()}@{domain}"


def _replies_elsewhere(message: Message, sender: Mailbox) -> bool:
    """Is a Reply-To outside the sender's organisational domain, and not that of the mailing list itself?"""
    own = sender.domain.registrable if sender.domain else ""
    return any(
        mailbox.domain is not None
        and mailbox.domain.registrable != own
        and not is_list_address(mailbox.address, message.list_fields)
        for mailbox in islice(message.reply_to, 5)
    )


def _received(message: Message, now: datetime) -> datetime | None:
    """When the mailbox's own server took it in: the topmost Received is its; Date is the sender's to invent."""
    moment = hop_time(message.received[0]) if message.received else None
    return moment if moment is not None and moment <= now else None

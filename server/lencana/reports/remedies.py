"""Which change of the list would mend what a reader reported, as words for `lencana allowlist`. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.persons import is_address_of
from lencana.core.mail.header.mailbox import Mailbox, read_mailbox
from lencana.engine.answer import build_domain_answer
from lencana.reports.contract import SenderReported
from lencana.reports.report import Kind
from lencana.trust.documents.well_formed import is_address


class Remedy(NamedTuple):
    """When it is right, and the words of the command after `lencana allowlist`; none: the list needs no change."""

    when: str
    words: tuple[str, ...] = ()


def remedies(kind: Kind, sender: SenderReported | None, index: AllowlistIndex, until: str) -> tuple[Remedy, ...]:
    """For a report of that kind, or its answer; `until` is the last day of a block that is proposed.

    Nothing for a sender that is no plain address: what is written here is meant to be copied into a shell.
    """
    mailbox = read_mailbox(sender.address.lower()).mailbox if sender and is_address(sender.address.lower()) else None
    if sender is None or mailbox is None or mailbox.domain is None:
        return ()
    if kind is Kind.PHISH:
        return tuple(_remedies_for_phish(mailbox, index, until))
    return tuple(_remedies_for_genuine(mailbox, index)) if kind is Kind.GENUINE else ()


def _remedies_for_phish(mailbox: Mailbox, index: AllowlistIndex, until: str) -> Iterator[Remedy]:
    if listing := index.listing_of(mailbox):
        yield Remedy(
            f"{listing.brand.name} sends from this address: it was forged, and blocking would hit its own mail"
        )
        return
    if any(is_address_of(person, mailbox.address) for person in index.allowlist.persons):
        yield Remedy("One of your own people writes from this address: it was forged, and blocking would hit them")
        return
    yield Remedy("To turn it red for every reader", ("add-blocked", mailbox.address, "--until", until))


def _remedies_for_genuine(mailbox: Mailbox, index: AllowlistIndex) -> Iterator[Remedy]:
    """What would make it green; what would make it anything but red is for `engine.mending`, which tries it."""
    domain = mailbox.domain
    assert domain is not None  # noqa: S101 (asked by the caller)
    registrable = domain.registrable or domain.ascii
    answer = build_domain_answer(domain, index)
    if answer.owned:
        owner = answer.owned
        yield Remedy(f"If {owner.name} mails from it, and it may be green", ("add-domain", owner.id, registrable))
    elif index.listing_of(mailbox):
        yield Remedy("It is on the list; if it was not green, evidence is missing: `lencana doctor` with the message")
    elif answer.lookalike:
        brand = answer.lookalike.brand
        yield Remedy(f"If it is {brand.name}'s own, and may be green", ("add-domain", brand.id, registrable))

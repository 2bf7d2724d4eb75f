"""Does somebody use the name of one of the organisation's own people from an address that is not the person's?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Person
from lencana.core.brands.persons import is_address_of
from lencana.core.domains.freemail import freemail
from lencana.core.evidence.authentication import Result
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.letters.plain_text import plain_text
from lencana.core.mail.header.mailbox import Mailbox
from lencana.core.wording.lures import Lure, has_lure

MAX_READ_CHARS = 20_000  # of a text


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`person_claim`: `warning`, for people have namesakes; `danger` where the message asks for what impostors want.

    Not where a service writes others' names into From: a platform, a brand's confirmed mail, one's own mailing list.
    """
    sender = facts.sender
    if sender is None or not index.allowlist.persons or facts.is_relayed:
        return
    if facts.listing is not None and facts.authentication.result is Result.PASS:
        return
    person = _claimed_person(facts, sender, index)
    if person is None or is_address_of(person, sender.address):
        return
    severity = Severity.DANGER if _asks_as_impostors_do(facts, sender, person) else Severity.WARNING
    yield Finding(Code.PERSON_CLAIM, severity, {"person": person.name, "actual": sender.address})


def _claimed_person(facts: Facts, sender: Mailbox, index: AllowlistIndex) -> Person | None:
    """The person whose name, or whose address, the display name shows."""
    shown = facts.author_name.lower()
    if "@" in shown:
        for listed in index.allowlist.persons:
            if any(address in shown for address in listed.addresses):
                return listed
    person = index.persons.find(facts.author_name)
    if person is None and facts.author_name != sender.name and not _is_own_domain(sender, index):
        person = index.persons.find(facts.name_before_via)
    return person


def _is_own_domain(sender: Mailbox, index: AllowlistIndex) -> bool:
    """Does the domain have an address of one of the persons, so that its mailing lists are the organisation's?"""
    return sender.domain is not None and sender.domain.registrable in index.own_domains


def _asks_as_impostors_do(facts: Facts, sender: Mailbox, person: Person) -> bool:
    """A reply elsewhere; a secret, a payment, gift cards; a favour, asked from where anybody can have a mailbox."""
    registrable = sender.domain.registrable if sender.domain else None
    for mailbox, host in facts.reply_to:
        if host.domain.registrable != registrable and not is_address_of(person, mailbox.address):
            return True
    if facts.requested_secrets:
        return True
    plain = plain_text(f"{facts.message.subject}\n{facts.message.body.text[:MAX_READ_CHARS]}")
    if has_lure(plain, Lure.GIFT_CARD) or has_lure(plain, Lure.PAYMENT):
        return True
    return registrable in freemail() and has_lure(plain, Lure.ACT)

"""Does the message press its reader, and does it offer a way that is not the brand's own?

The second step: what excuses a name ("OpenAI News", "Liam from OpenAI"), excuses it only where the rest is no lure.
"""

from functools import cached_property

from lencana.core.brands.allowlist import Brand
from lencana.core.facts import Facts
from lencana.core.letters.plain_text import plain_text
from lencana.core.mail.reply_and_forward import is_reply
from lencana.core.wording.callbacks import asks_to_call, has_callback_bait
from lencana.core.wording.clauses import asks_for_code
from lencana.core.wording.handovers import handed_over
from lencana.core.wording.lures import Lure, has_lure
from lencana.core.wording.patterns.third_party_prefilter import topics_in
from lencana.core.wording.phone_numbers import PhoneNumber, phone_numbers
from lencana.core.wording.reassurances import without_reassurances
from lencana.core.wording.troubles import has_trouble

MAX_READ_CHARS = 20_000  # of a text: a lure is not hidden at its end


class Pressing:
    """What a message presses for, read when it is first asked for: most messages have no name to excuse."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def lures_customers_of(self, brand: Brand, *, is_hurry_enough: bool) -> bool:
        """Does it ask customers of the brand for a secret, or press them and have a stranger's link or number?

        With `is_hurry_enough`, a deadline or a prize is pressure, too.
        """
        if self.asks_for_secret:
            return True
        return self._leads_elsewhere(brand) and (self.has_lure or (is_hurry_enough and self._hurries))

    def asks_or_leads_elsewhere(self, brand: Brand) -> bool:
        """Does it ask for a secret, link to a stranger, or press its reader to call one?"""
        if self.asks_for_secret or self._links_elsewhere(brand):
            return True
        return self.has_lure and self._has_strange_number(brand)

    def has_bill_and_number(self, brand: Brand) -> bool:
        """Does it speak of money that leaves, and have a number that is not the brand's?

        Firms do so, too, about payments through the brand: from what may be one, it takes a lure.
        """
        is_bill = self.has_lure or (self.facts.is_from_mailbox_provider and has_callback_bait(self._plain))
        return is_bill and self._has_strange_number(brand)

    def asks_to_call(self, brand: Brand) -> bool:
        """Does it press its reader to call a number that is not the brand's?"""
        return self.has_lure and asks_to_call(self._plain, 0, (), brand.phones)

    @cached_property
    def asks_for_secret(self) -> bool:
        """Does it ask for a secret, be it only "the code", as an impostor of the brand would?"""
        if self.facts.requested_secrets:
            return True
        languages = topics_in(self._plain).languages
        return bool(handed_over(self._plain, languages)) or asks_for_code(self._plain, languages)

    @property
    def asks_for_named_secret(self) -> bool:
        """Does it ask for a secret by its name, and is it no reply? Colleagues ask for "the code" all day."""
        return bool(self.facts.requested_secrets) and not is_reply(self.facts.message.subject)

    @cached_property
    def has_lure(self) -> bool:
        """Is the reader's own account or payment in danger?"""
        text = without_reassurances(self._plain)
        return has_lure(text) or has_trouble(text)

    @cached_property
    def _hurries(self) -> bool:
        return has_lure(self._plain, Lure.URGENCY)

    @cached_property
    def _plain(self) -> str:
        message, body = self.facts.message, self.facts.message.body
        pictures = "\n".join(body.image_alts) if body.is_pictures else ""
        return plain_text("\n".join(filter(None, (message.subject, body.text[:MAX_READ_CHARS], pictures))))

    def _leads_elsewhere(self, brand: Brand) -> bool:
        return self._links_elsewhere(brand) or self._has_strange_number(brand)

    def _links_elsewhere(self, brand: Brand) -> bool:
        """Is there a link or a reply address that is not the brand's?"""
        owners = [link.link_host.owner for link in self.facts.links]
        sender = self.facts.sender
        registrable = sender.domain.registrable if sender and sender.domain else None
        owners += [host.owner for _, host in self.facts.reply_to if host.domain.registrable != registrable]
        return any(owner is None or owner.id != brand.id for owner in owners)

    def _has_strange_number(self, brand: Brand) -> bool:
        return any(number.is_unlisted(brand.phones) for number in self._numbers)

    @cached_property
    def _numbers(self) -> tuple[PhoneNumber, ...]:
        return tuple(phone_numbers(self._plain))

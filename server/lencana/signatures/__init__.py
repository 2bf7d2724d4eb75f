"""Our own verification of DKIM signatures and ARC chains, for when nobody we trust has done it.

A valid signature proves its domain. An invalid or missing one proves nothing, because mailing lists and gateways break
signatures every day (docs/decisions/0002). So the result is `pass` or no evidence, never `fail`.
"""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import NO_EVIDENCE, Authentication, Policy
from lencana.core.mail.message import Message, Origin
from lencana.settings import DkimMode, Settings
from lencana.signatures.receipt import received_at
from lencana.signatures.sample_key import NAME as SAMPLE_NAME
from lencana.signatures.sample_key import RECORD as SAMPLE_RECORD

if TYPE_CHECKING:
    from lencana.signatures.resolver import Resolver, TxtLookup

MAX_MESSAGE_BYTES = 1024 * 1024  # bytes; a larger message is not verified


class Verifier:
    """Verifies messages by the operator's settings; keeps nothing but answers of the DNS and the keys in them.

    dnspython is loaded with the first message that needs it: most starts do not.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError when `dns` is not ADDRESS:PORT."""
        self._dns = settings.dns_server
        self._seconds = settings.dns_timeout
        self._sealers = frozenset(name.lower() for name in settings.arc_sealers)
        self._receivers = tuple(name.lower() for name in settings.authserv_ids)

    def timed_lookup(self) -> "TxtLookup":
        """A look-up for one message: all its calls share the time limit. Nothing is loaded before the first call."""
        started: list[TxtLookup] = []

        def lookup(name: str) -> bytes | None:
            if name.lower() == SAMPLE_NAME:
                return SAMPLE_RECORD
            if not started:
                started.append(self._resolver.timed_lookup())
            return started[0](name)

        return lookup

    def dkim(
        self, message: Message, sender: Domain, now: datetime, lookup: "TxtLookup | None" = None
    ) -> Authentication:
        """A signature aligned with the sender that held when the message was received."""
        if message.raw is None or len(message.raw) > MAX_MESSAGE_BYTES:
            return NO_EVIDENCE
        from lencana.signatures.dkim import verify_dkim

        return verify_dkim(message.raw, sender, self._time_of_receipt(message, now), lookup or self.timed_lookup())

    def arc(self, message: Message, sender: Domain, now: datetime, lookup: "TxtLookup | None" = None) -> Authentication:
        """The authentication that a listed sealer recorded, if its chain verifies."""
        if message.raw is None or len(message.raw) > MAX_MESSAGE_BYTES or not self._sealers:
            return NO_EVIDENCE
        from lencana.signatures.arc import sealed_authentication

        when = self._time_of_receipt(message, now)
        return sealed_authentication(message.raw, sender, self._sealers, when, lookup or self.timed_lookup())

    def _time_of_receipt(self, message: Message, now: datetime) -> datetime:
        """When the mailbox's own server received the message, or else now: expiry is judged by that."""
        if message.origin is not Origin.DELIVERED:
            return now
        return min(received_at(message.received, self._receivers) or now, now)

    def policy(self, sender: Domain, lookup: "TxtLookup") -> Policy | None:
        """What the sender's domain asks receivers to do with mail like one that we could not verify."""
        from lencana.signatures.dmarc import published_policy

        return published_policy(sender, lookup)

    @cached_property
    def _resolver(self) -> "Resolver":
        from lencana.signatures.resolver import Resolver

        return Resolver(self._dns, self._seconds)


def make_verifier(settings: Settings) -> Verifier | None:
    """The verifier that the settings ask for, None when they switch it off. Raises SettingsError."""
    return None if settings.dkim is DkimMode.OFF else Verifier(settings)

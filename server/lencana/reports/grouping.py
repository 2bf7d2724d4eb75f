"""Which reports belong together: those of one sender's domain whose sender and subject look alike (UTS #39)."""

import re
from hashlib import blake2b

from lencana.core.domains.domain import Domain
from lencana.core.letters.skeleton import skeleton
from lencana.errors import DomainError
from lencana.reports.report import ReportedSender

_REPLY_PREFIXES = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg|tr|sv|vs|bls|trs)\s*(?:\[\d+\])?\s*:)+", re.IGNORECASE)
# Before the skeleton, which writes 0, 1 and 5 as letters; one digit beside a letter is meant as one (0penAI).
_NUMBERS = re.compile(r"\d[\d.,:/-]+|(?<![^\W\d_])\d(?![^\W\d_])")
_BLANKS = re.compile(r"\s+")
_NUMBER = "#"
GROUP_BYTES = 16


def registrable_domain(sender: ReportedSender | None) -> str:
    """The registrable domain of a sender's address, or the domain itself where it has none; "" for no domain."""
    if sender is None:
        return ""
    try:
        domain = Domain.parse(sender.address.rpartition("@")[2])
    except DomainError:
        return ""
    return domain.registrable or domain.ascii


def group_of(sender: ReportedSender | None, subject: str) -> str:
    """The group of a report, in hexadecimal. A digest, so that a list of groups repeats nothing of a message."""
    name = (sender.name.strip() or sender.address.rpartition("@")[0]) if sender else ""
    parts = (registrable_domain(sender), _campaign_text(name), _campaign_text(_REPLY_PREFIXES.sub("", subject)))
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=GROUP_BYTES).hexdigest()


def _campaign_text(text: str) -> str:
    """The skeleton of a text whose numbers are left out: they differ from one message of a campaign to the next."""
    return skeleton(_BLANKS.sub(" ", _NUMBERS.sub(_NUMBER, text)).strip())

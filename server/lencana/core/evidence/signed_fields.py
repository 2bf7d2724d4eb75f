"""What the sender's DKIM signatures leave to whoever passed the message on (RFC 6376 section 8.2).

A mail server's pass may rest on a signature that covers only a part of the text (`l=`), or not the Subject. Then
anybody can add his own to a message that he was sent, and deliver it anew: the signature still holds. Nothing is
verified here; a signature that holds says what it says.
"""

import re

from lencana.core.domains.domain import Domain
from lencana.core.mail.message import Message
from lencana.errors import DomainError

_BLANKS = " \t"
# A length, or copies of fields, in which their names stand without being signed (section 3.5: l=, z=).
_LENGTH_OR_COPIES = re.compile(r";[ \t]*[lz][ \t]*=")


def leaves_words_open(message: Message, sender: Domain) -> bool:
    """Return whether any signature of the sender's organisation leaves text or Subject unsigned.

    Any, for which of several the server's pass rests on is not known: a stranger may have added one that is broken.
    """
    for field in message.signatures:
        if _may_leave_open(field.value) and _leaves_open(_tags(field.value), sender, has_subject=message.subject != ""):
            return True
    return False


def is_reply_signed(message: Message, sender: Domain) -> bool:
    """Return whether the sender's organisation has signed the message, and each of its signatures the Reply-To."""
    own = [tags for field in message.signatures if _is_aligned(tags := _tags(field.value), sender)]
    return bool(own) and all("reply-to" in _signed_names(tags) for tags in own)


def _may_leave_open(signature: str) -> bool:
    """False for nearly all, and quicker than reading the tags."""
    return "ubject" not in signature or _LENGTH_OR_COPIES.search(f";{signature}") is not None


def _leaves_open(tags: dict[str, str], sender: Domain, *, has_subject: bool) -> bool:
    if not _is_aligned(tags, sender):
        return False
    return "l" in tags or (has_subject and "subject" not in _signed_names(tags))


def _tags(signature: str) -> dict[str, str]:
    """The tags of a signature that a mail server could verify; of any other something that proves nothing."""
    items = (item.partition("=") for item in signature.split(";"))
    return {name.strip(_BLANKS): value.strip(_BLANKS) for name, _, value in items}


def _signed_names(tags: dict[str, str]) -> set[str]:
    return {name.strip(_BLANKS).lower() for name in tags.get("h", "").split(":")}


def _is_aligned(tags: dict[str, str], sender: Domain) -> bool:
    try:
        return Domain.parse(tags.get("d", "")).is_aligned_with(sender)
    except DomainError:
        return False

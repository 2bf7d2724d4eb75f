"""Does a reply to a brand's own mail go to somebody else?"""

import re

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.evidence.signed_fields import is_reply_signed
from lencana.core.facts import Facts
from lencana.core.mail.header.encoded_words import decode_encoded_words
from lencana.core.mail.header.mailbox import MAX_ADDRESS_FIELD_CHARS, Mailbox, read_mailboxes
from lencana.core.mail.header.mailing_list import is_list_address

_HOST_AFTER_AT = re.compile(r"[@＠﹫]\s*([^\s<>,;()\"']*)")  # also full-width and small @


def goes_elsewhere(facts: Facts, index: AllowlistIndex, brand: Brand) -> bool:
    """Return whether Reply-To has an address besides the brand's and the mailing list's, or cannot be read for certain.

    Each field counts, and each address of a field, for mail programs differ in which they use. Encoded-words are read
    both ways: some programs decode them even where the standard forbids it.
    """
    field = facts.message.reply_to_field
    if not field.strip():
        return False
    values = dict.fromkeys((field, decode_encoded_words(field)))
    for value in values:
        if len(value) > MAX_ADDRESS_FIELD_CHARS:
            return True
        mailboxes = [mailbox for line in value.split("\n") for mailbox in read_mailboxes(line)]
        known = [mailbox for mailbox in mailboxes if _is_own(mailbox, facts, index, brand)]
        if not mailboxes:
            return not _is_empty(value)
        if len(known) < len(mailboxes):
            return True
        known_hosts = {mailbox.address.lower().rpartition("@")[2] for mailbox in known}
        if any(host.rstrip(".") not in known_hosts for host in _HOST_AFTER_AT.findall(value.lower())):
            return True
    return False


def _is_own(mailbox: Mailbox, facts: Facts, index: AllowlistIndex, brand: Brand) -> bool:
    sender = facts.sender
    if sender is not None and mailbox.address.lower() == sender.address.lower():
        return True
    listing = index.listing_of(mailbox)
    if listing is not None and listing.brand.id == brand.id:
        return True
    if sender is None or sender.domain is None or mailbox.domain is None:
        return False
    # Whoever passes a message on can add the fields of a list of his own, and a Reply-To, if they are not signed.
    is_list = is_list_address(mailbox.address, facts.message.list_fields)
    return is_list and is_reply_signed(facts.message, sender.domain)


def _is_empty(value: str) -> bool:
    """True for a Reply-To that names nobody: `<>`, as some machines write it."""
    return not any(map(str.isalnum, value))

"""When did the mailbox's own server receive the message? `x=` is judged by that (RFC 6376 section 3.5)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lencana.core.mail.header.header_block import HeaderField
from lencana.core.mail.header.received import by_host


def received_at(received: Sequence[HeaderField], receivers: Sequence[str]) -> datetime | None:
    """The date of the topmost Received field, if one of `receivers` (host names) wrote it; otherwise None.

    Fields further down are the sender's to invent.
    """
    host = by_host(received[0]) if received else None
    if host is None or host.ascii not in receivers:
        return None
    try:
        moment = parsedate_to_datetime(received[0].value.rpartition(";")[2].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""When did the mailbox's own server receive the message? `x=` is judged by that (RFC 6376 section 3.5)."""

from collections.abc import Sequence
from datetime import datetime

from lencana.core.mail.header.header_block import HeaderField
from lencana.core.mail.header.received import by_host, hop_time


def received_at(received: Sequence[HeaderField], receivers: Sequence[str]) -> datetime | None:
    """The date of the topmost Received field, if one of `receivers` (host names) wrote it; otherwise None.

    Fields further down are the sender's to invent.
    """
    host = by_host(received[0]) if received else None
    return hop_time(received[0]) if host is not None and host.ascii in receivers else None

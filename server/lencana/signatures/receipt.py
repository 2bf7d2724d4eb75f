"""When did the mailbox's own server receive the message? `x=` is judged by that (RFC 6376 section 3.5)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from lencana.core.headers import read_headers, split_message

_BY = re.compile(r"\bby\s+([a-z0-9._-]+)", re.IGNORECASE)


def received_at(raw: bytes, receivers: Sequence[str]) -> datetime | None:
    """The date of the topmost Received field, if one of `receivers` (host names) wrote it; otherwise None.

    Fields further down are the sender's to invent.
    """
    head, _ = split_message(raw)
    value = read_headers(head, len(head)).first("received")
    trace, _, date = value.rpartition(";")
    by = _BY.search(trace)
    if by is None or by[1].lower().rstrip(".") not in receivers:
        return None
    try:
        moment = parsedate_to_datetime(date.strip())
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

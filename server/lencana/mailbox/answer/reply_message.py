"""An answer as a message (RFC 5322) that no mail program and no server answers in turn (RFC 3834)."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from lencana.mailbox.answer.rendering import as_html, as_text
from lencana.mailbox.answer.reply import Reply
from lencana.mailbox.asker import ANSWER_ID_SUFFIX, OWN_MARK, Asker

MAX_REFERENCES = 10


def answer_id(key: str, own_address: str) -> str:
    """The Message-ID of the answer to the message with that key: the same however often it is written."""
    return f"<{key[:40]}{ANSWER_ID_SUFFIX}@{own_address.rpartition('@')[2]}>"


def build_message(reply: Reply, asker: Asker, own_address: str, key: str, now: datetime) -> bytes:
    """The bytes of the answer, with CRLF at the ends of lines."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Lencana", addr_spec=own_address)
    message["To"] = Address(addr_spec=asker.address)
    message["Subject"] = reply.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = answer_id(key, own_address)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message[OWN_MARK.title()] = "1"
    message.set_content(as_text(reply), cte="quoted-printable")
    message.add_alternative(as_html(reply), subtype="html", cte="quoted-printable")
    message["Content-Language"] = reply.lang  # last: what begins with Content- moves into the parts
    return _cause(asker) + message.as_bytes()


def _cause(asker: Asker) -> bytes:
    """In-Reply-To and References (RFC 5322 section 3.6.4): printable ASCII between angle brackets, one id a line.

    Written as they are. The library would decode what looks like an encoded-word in them, line breaks and all, and a
    program that forwards a message puts the id of that message, which a stranger chose, into References.
    """
    if not asker.message_id:
        return b""
    references = "\r\n ".join((*asker.references[-MAX_REFERENCES:], asker.message_id))
    return f"In-Reply-To: {asker.message_id}\r\nReferences: {references}\r\n".encode("ascii")

"""A confirmed phish as a message in the Abuse Reporting Format (RFC 5965)."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from lencana import __version__
from lencana.core.mail.header.header_block import split_message
from lencana.reports.report import Report
from lencana.trust.documents.well_formed import is_address

MAX_LINE_BYTES = 998  # RFC 5322 section 2.1.1, without the line's end
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_LONG_LINE = re.compile(rb"[^\r\n]{%d}" % (MAX_LINE_BYTES + 1))


@dataclass(frozen=True, slots=True)
class ArfMessage:
    """The message to send: with the reported message in it, and as it is for servers without 8BITMIME (RFC 6152)."""

    message: bytes
    seven_bit: bytes


def delivery_id(report: Report, channel: str) -> str:
    """Names what is sent on: the same however often it is sent, and does not tell the report's own id."""
    return sha256(f"{channel}\0{report.id}".encode()).hexdigest()[:40]


def build_arf(report: Report, raw: bytes | None, own_address: str, recipient: str, now: datetime) -> ArfMessage:
    """The report of a phish, with CRLF at the ends of lines.

    The third part is the message as it was reported; its header block alone where it cannot be sent as it is; and From
    and Subject as the reader's extension saw them where no message was reported.
    """
    outer = _outer(report, own_address, recipient, now)
    fields = _text_part(split_message(raw)[0] if raw is not None else _seen_fields(report))
    without_message = _with_parts(outer, report, fields)
    if raw is None:
        return ArfMessage(without_message, without_message)
    message = _LINE_ENDS.sub(b"\r\n", raw)
    if b"\0" in message or _LONG_LINE.search(message):
        return ArfMessage(without_message, without_message)
    encoding = b"7bit" if message.isascii() else b"8bit"
    part = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: %s\r\n\r\n%s" % (encoding, message)
    whole = _with_parts(outer, report, part)
    return ArfMessage(whole, whole if message.isascii() else without_message)


def _outer(report: Report, own_address: str, recipient: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Lencana", addr_spec=own_address)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = f"Phishing report: {report.content.domain or 'unknown sender'}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{delivery_id(report, 'mail')}.arf@{own_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    return message


def _with_parts(outer: EmailMessage, report: Report, third: bytes) -> bytes:
    """By hand: no library may change a byte of the message that is reported."""
    parts = (_human(report), _machine(report), third)
    boundary = _boundary(parts)
    head = outer.as_bytes().rstrip(b"\r\n") + (
        b'\r\nContent-Type: multipart/report; report-type=feedback-report;\r\n boundary="%s"\r\n\r\n' % boundary
    )
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary, part.removesuffix(b"\r\n")) for part in parts)
    return head + body + b"--%s--\r\n" % boundary


def _boundary(parts: tuple[bytes, ...]) -> bytes:
    """One that is nowhere in the parts: whoever wrote the message could have guessed a fixed one."""
    digest = sha256(b"\0".join(parts)).hexdigest()[:32].encode()
    while any(digest in part for part in parts):
        digest = sha256(digest).hexdigest()[:32].encode()
    return b"=_" + digest


def _human(report: Report) -> bytes:
    content = report.content
    sender = f"{content.sender.name} <{content.sender.address}>".strip() if content.sender else "not known"
    lines = (
        "A reader reported this message, and an administrator confirmed that it is phishing.",
        "",
        f"Sender:   {_printable(sender)}",
        f"Subject:  {_printable(content.subject)}",
        f"Reported: {report.at}",
        f"Findings: {', '.join(content.codes) or 'none'}",
        "",
        "Sent by Lencana.",
    )
    return _part("\n".join(lines) + "\n")


def _machine(report: Report) -> bytes:
    fields = ["Feedback-Type: fraud", f"User-Agent: Lencana/{__version__}", "Version: 1"]
    if report.content.domain:
        fields.append(f"Reported-Domain: {report.content.domain}")
    lines = "".join(f"{field}\r\n" for field in fields)
    return f"Content-Type: message/feedback-report\r\n\r\n{lines}".encode()


def _seen_fields(report: Report) -> bytes:
    """From and Subject as fields. Their letters are encoded (RFC 2047), so that nothing in them ends a line."""
    lines = [f"Subject: {_encoded(report.content.subject)}"]
    if sender := report.content.sender:
        is_plain = is_address(sender.address.lower())
        address = f"<{sender.address}>" if is_plain else _encoded(f"<{sender.address}>")
        lines.insert(0, f"From: {_encoded(sender.name)}\n {address}")
    return "\n".join(lines).encode()


def _encoded(text: str) -> str:
    return Header(_printable(text), "utf-8").encode()


def _text_part(fields: bytes) -> bytes:
    lines = _LINE_ENDS.sub(b"\n", fields)
    try:
        text = lines.decode()
    except UnicodeDecodeError:
        text = lines.decode("latin-1")
    return _part(f"{text}\n", subtype="rfc822-headers")


def _part(text: str, subtype: str = "plain") -> bytes:
    part = EmailMessage(policy=SMTP)
    part.set_content(text, subtype=subtype, charset="utf-8", cte="quoted-printable")
    del part["MIME-Version"]
    return part.as_bytes()


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)

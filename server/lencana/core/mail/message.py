"""A message as data, from its raw bytes, its header block, or the fields that a webmail shows."""

from collections.abc import Iterable

import msgspec

from lencana.core.mail.body import NO_BODY, Body, Link, read_body
from lencana.core.mail.headers import (
    HeaderBlock,
    HeaderDefect,
    HeaderField,
    decode_encoded_words,
    read_headers,
    split_message,
    unfold,
)
from lencana.core.mail.mailbox import MAX_NAME, Mailbox, Sender, SenderDefect, read_mailbox, read_mailboxes

# Crooked blocks in which a field may hide from one reader and show in another.
_HIDING = frozenset({HeaderDefect.BARE_CR, HeaderDefect.NUL, HeaderDefect.LEADING_FOLD, HeaderDefect.SPACED_NAME})
_UNREAD = frozenset({HeaderDefect.TRUNCATED, HeaderDefect.NO_FIELD})
AUTHENTICATION_RESULTS = "authentication-results"
_WANTED = frozenset({"from", "reply-to", "subject", "received", AUTHENTICATION_RESULTS})


class Limits(msgspec.Struct, frozen=True, gc=False):
    """How much of a message is read, in bytes, characters and links."""

    headers: int = 256 * 1024
    text: int = 64 * 1024
    links: int = 200


class Message(msgspec.Struct, frozen=True, gc=False):
    """What every check looks at. `from_field` is the From as it stands, all of them joined if there are several."""

    sender: Sender
    from_field: str = ""
    reply_to: tuple[Mailbox, ...] = ()
    subject: str = ""
    body: Body = NO_BODY
    authentication_results: tuple[HeaderField, ...] = ()  # topmost first
    received: tuple[HeaderField, ...] = ()  # topmost first
    raw: bytes | None = None
    webmail: str | None = None


def message_from_bytes(raw: bytes, limits: Limits, webmail: str | None = None) -> Message:
    """Read the raw bytes of a message; never raises, whatever they are."""
    head, rest = split_message(raw)
    body = read_body(head[: limits.headers], rest, max_text=limits.text, max_links=limits.links)
    return _from_block(read_headers(head, limits.headers, _WANTED), body, raw=raw, webmail=webmail)


def message_from_headers(block: str, body: Body, limits: Limits, webmail: str | None = None) -> Message:
    """Read a header block as text, beside the body that a webmail shows."""
    head, _ = split_message(block.encode("utf-8", "surrogatepass"))
    return _from_block(read_headers(head, limits.headers, _WANTED), body, webmail=webmail)


def message_from_fields(
    *, from_: str | None, reply_to: str, subject: str, results: Iterable[str], body: Body, webmail: str | None = None
) -> Message:
    """Read single fields as a webmail shows them; `from_` is None where a text alone is judged (a chat, an SMS).

    The positions of the results are unknown, so no two of them count as one.
    """
    return Message(
        sender=_sender_of(from_),
        from_field=from_ or "",
        reply_to=read_mailboxes(unfold(reply_to)),
        subject=decode_encoded_words(unfold(subject)),
        body=body,
        authentication_results=tuple(
            HeaderField(AUTHENTICATION_RESULTS, unfold(value), 2 * i) for i, value in enumerate(results)
        ),
        webmail=webmail,
    )


def _sender_of(field: str | None) -> Sender:
    if field is None:
        return Sender(None, frozenset())
    return read_mailbox(unfold(field)) if field.strip() else _NO_SENDER


_NO_SENDER = Sender(None, frozenset({SenderDefect.MISSING}))


def _from_block(block: HeaderBlock, body: Body, *, raw: bytes | None = None, webmail: str | None) -> Message:
    return Message(
        sender=_sender(block),
        from_field="\n".join(field.value for field in block.all("from")),
        reply_to=tuple(box for field in block.all("reply-to") for box in read_mailboxes(field.value)),
        subject=" ".join(
            decode_encoded_words(field.value) for field in block.all("subject")
        ),  # some show the first, some the last
        authentication_results=block.all(AUTHENTICATION_RESULTS),
        received=block.all("received"),
        body=body,
        raw=raw,
        webmail=webmail,
    )


def _sender(block: HeaderBlock) -> Sender:
    """The one From; with several, the topmost that has an address, as most readers take it, with the names of all."""
    fields = block.all("from")
    if not fields:
        return _NO_SENDER
    if len(fields) == 1 and not block.defects:
        return read_mailbox(fields[0].value)
    read = [read_mailbox(field.value) for field in fields]
    sender = next((item for item in read if item.mailbox and item.mailbox.address), read[0])
    box, defects = sender.mailbox, set(sender.defects)
    if len(fields) > 1:
        defects.add(SenderDefect.SEVERAL_FIELDS)
        names = dict.fromkeys(item.mailbox.name for item in read if item.mailbox)
        box = msgspec.structs.replace(box, name=" ".join(names)[:MAX_NAME]) if box else None
    if block.defects & _HIDING:
        defects.add(SenderDefect.BROKEN_HEADERS)
    if block.defects & _UNREAD:
        defects.add(SenderDefect.UNREAD_HEADERS)
    return Sender(box, frozenset(defects))


__all__ = [
    "AUTHENTICATION_RESULTS",
    "Limits",
    "Link",
    "Message",
    "message_from_bytes",
    "message_from_fields",
    "message_from_headers",
]

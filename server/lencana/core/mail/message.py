"""A message as data, from its raw bytes, its header block, or the fields that a webmail shows."""

from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice

import msgspec

from lencana.core.mail.body import NO_BODY, Body, Link, body_from_bytes
from lencana.core.mail.header.encoded_words import decode_encoded_words
from lencana.core.mail.header.header_block import (
    HeaderBlock,
    HeaderDefect,
    HeaderField,
    read_headers,
    split_message,
    unfold,
)
from lencana.core.mail.header.mailbox import (
    MAX_DISPLAY_NAME_CHARS,
    Mailbox,
    Sender,
    SenderDefect,
    all_mailboxes,
    read_mailbox,
    read_mailboxes,
)
from lencana.core.mail.header.mailing_list import MAILING_LIST_FIELDS
from lencana.core.mail.origin import Origin

# Defects by which one mail program may see a field that another does not.
_FIELD_HIDING_DEFECTS = frozenset(
    {HeaderDefect.BARE_CR, HeaderDefect.NUL, HeaderDefect.LEADING_FOLD, HeaderDefect.SPACED_NAME}
)
_UNREAD_DEFECTS = frozenset({HeaderDefect.TRUNCATED, HeaderDefect.NO_FIELD})
AUTHENTICATION_RESULTS = "authentication-results"
DELIVERED_TO = "delivered-to"  # RFC 9228
SIGNATURE = "dkim-signature"
# To which some mail readers reply rather than to Reply-To, though no standard has them: Thunderbird, mutt, Gnus.
OTHER_REPLY_FIELDS = ("mail-reply-to", "mail-followup-to")
MAX_FIELDS_OF_ONE_NAME = 20  # of From, Reply-To, Subject and each of a list's: the topmost and the lowest half
MAX_REPLY_ADDRESSES = 100
_JUDGED_FIELDS = frozenset(
    {"from", "reply-to", "subject", "received", DELIVERED_TO, AUTHENTICATION_RESULTS, SIGNATURE}
    | {*OTHER_REPLY_FIELDS, *MAILING_LIST_FIELDS}
)


class Limits(msgspec.Struct, frozen=True, gc=False):
    """How much of a message is read."""

    header_bytes: int = 256 * 1024
    text_chars: int = 64 * 1024  # of the visible text
    links: int = 200


class Message(msgspec.Struct, frozen=True, gc=False):
    """What every check looks at. Tuples of fields are topmost first.

    `from_field` and `reply_to_field` hold the undecoded values of all those fields, one a line, the latter those of the
    OTHER_REPLY_FIELDS, too. `raw` is None if only
    the header block or single fields were given, `webmail` if the message does not come from one. Only if `origin` is
    `delivered` do `authentication_results` and `received` prove anything.
    """

    sender: Sender
    from_field: str = ""
    reply_to_field: str = ""
    reply_to: tuple[Mailbox, ...] = ()
    list_fields: tuple[HeaderField, ...] = ()  # those that a mailing list adds (`mail.mailing_list`)
    subject: str = ""
    body: Body = NO_BODY
    authentication_results: tuple[HeaderField, ...] = ()
    received: tuple[HeaderField, ...] = ()
    delivered_to: tuple[HeaderField, ...] = ()  # like `received`: the mailbox's own server writes the topmost
    signatures: tuple[HeaderField, ...] = ()  # of DKIM, whether they hold or not
    repeated_fields: tuple[str, ...] = ()  # lower-case names of fields that stand in it twice and may only once
    raw: bytes | None = None
    webmail: str | None = None
    origin: Origin = Origin.FILE


def message_from_bytes(raw: bytes, limits: Limits, webmail: str | None = None, origin: Origin = Origin.FILE) -> Message:
    """Read the raw bytes of a message; never raises, whatever they are."""
    return with_body(message_without_body(raw, limits, webmail, origin), limits)


def message_without_body(
    raw: bytes, limits: Limits, webmail: str | None = None, origin: Origin = Origin.FILE
) -> Message:
    """Read the header block of the raw bytes alone: enough to say who sent a message. Never raises."""
    fields = read_headers(split_message(raw)[0], limits.header_bytes, _JUDGED_FIELDS)
    return _from_block(fields, NO_BODY, raw=raw, webmail=webmail, origin=origin)


def with_body(message: Message, limits: Limits) -> Message:
    """The message with the body that its raw bytes have; never raises."""
    if message.raw is None:
        return message
    block, encoded_body = split_message(message.raw)
    body = body_from_bytes(
        block[: limits.header_bytes], encoded_body, max_text=limits.text_chars, max_links=limits.links
    )
    return msgspec.structs.replace(message, body=body)


def message_from_headers(
    block: str, body: Body, limits: Limits, webmail: str | None = None, origin: Origin = Origin.FILE
) -> Message:
    """Read a header block given as text, with the body that a webmail shows; never raises."""
    encoded, _ = split_message(block.encode("utf-8", "surrogatepass"))
    fields = read_headers(encoded, limits.header_bytes, _JUDGED_FIELDS)
    return _from_block(fields, body, webmail=webmail, origin=origin)


def message_from_fields(
    *,
    from_: str | None,
    reply_to: str,
    subject: str,
    results: Iterable[str],
    body: Body,
    webmail: str | None = None,
    origin: Origin = Origin.FILE,
) -> Message:
    """Read single fields as a webmail shows them; `from_` is None if a text alone is judged (a chat, an SMS).

    `results` are Authentication-Results values, topmost first. Their positions in the header block are unknown; they
    get positions that are not adjacent, so that no two of them are taken for one (see `core.evidence.trusted_results`).
    """
    return Message(
        sender=_sender_of_field(from_),
        from_field=from_ or "",
        reply_to_field=unfold(reply_to),
        reply_to=read_mailboxes(unfold(reply_to)),
        subject=decode_encoded_words(unfold(subject)),
        body=body,
        authentication_results=tuple(
            HeaderField(AUTHENTICATION_RESULTS, unfold(value), 2 * number) for number, value in enumerate(results)
        ),
        webmail=webmail,
        origin=origin,
    )


def _sender_of_field(value: str | None) -> Sender:
    if value is None:
        return Sender(None, frozenset())
    return read_mailbox(unfold(value)) if value.strip() else _NO_SENDER


_NO_SENDER = Sender(None, frozenset({SenderDefect.MISSING}))


def _from_block(
    block: HeaderBlock, body: Body, *, raw: bytes | None = None, webmail: str | None, origin: Origin
) -> Message:
    by_name = block.by_name()
    from_, reply_to = _displayable(by_name, "from"), _displayable(by_name, "reply-to")
    other_replies = [field for name in OTHER_REPLY_FIELDS if name in by_name for field in _displayable(by_name, name)]
    read = {value: read_mailbox(value) for value in {field.value for field in (*from_, *reply_to)}}  # most repeat From
    reply_mailboxes = (mailbox for field in reply_to for mailbox in all_mailboxes(read[field.value], field.value))
    return Message(
        sender=_sender_of_fields([read[field.value] for field in from_], block.defects),
        from_field="\n".join([field.value for field in from_]),
        reply_to_field="\n".join([field.value for field in (*reply_to, *other_replies)]),
        reply_to=tuple(islice(reply_mailboxes, MAX_REPLY_ADDRESSES)),
        list_fields=tuple([field for name in MAILING_LIST_FIELDS for field in _displayable(by_name, name)]),
        subject=" ".join([decode_encoded_words(field.value) for field in _displayable(by_name, "subject")]),
        authentication_results=tuple(by_name.get(AUTHENTICATION_RESULTS, ())),
        received=tuple(by_name.get("received", ())),
        delivered_to=tuple(by_name.get(DELIVERED_TO, ())),
        signatures=tuple(by_name.get(SIGNATURE, ())),
        repeated_fields=block.repeated,
        body=body,
        raw=raw,
        webmail=webmail,
        origin=origin,
    )


def _displayable(by_name: Mapping[str, Sequence[HeaderField]], name: str) -> Sequence[HeaderField]:
    """The fields of that name which a mail reader may show: of several, some show the first and some the last."""
    fields, half = by_name.get(name, ()), MAX_FIELDS_OF_ONE_NAME // 2
    return fields if len(fields) <= MAX_FIELDS_OF_ONE_NAME else (*fields[:half], *fields[-half:])


def _sender_of_fields(senders: Sequence[Sender], block_defects: Set[HeaderDefect]) -> Sender:
    """The author by the From fields. Of several it is the topmost with an address, as in most mail readers.

    The display name then joins those of all fields, for each of them may be shown.
    """
    if not senders:
        return _NO_SENDER
    if len(senders) == 1 and not block_defects:
        return senders[0]
    first = next((sender for sender in senders if sender.mailbox and sender.mailbox.address), senders[0])
    mailbox, defects = first.mailbox, set(first.defects)
    if len(senders) > 1:
        defects.add(SenderDefect.SEVERAL_FIELDS)
        names = dict.fromkeys(sender.mailbox.name for sender in senders if sender.mailbox)
        name = " ".join(names)[:MAX_DISPLAY_NAME_CHARS]
        mailbox = msgspec.structs.replace(mailbox, name=name) if mailbox else None
    if block_defects & _FIELD_HIDING_DEFECTS:
        defects.add(SenderDefect.BROKEN_HEADERS)
    if block_defects & _UNREAD_DEFECTS:
        defects.add(SenderDefect.UNREAD_HEADERS)
    return Sender(mailbox, frozenset(defects))


__all__ = [
    "AUTHENTICATION_RESULTS",
    "Limits",
    "Link",
    "Message",
    "Origin",
    "message_from_bytes",
    "message_from_fields",
    "message_from_headers",
]

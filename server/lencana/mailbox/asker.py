"""Who is answered: an authenticated person of an own domain, and nobody else (RFC 3834).

Everything here errs on the side of silence. An answer that goes to a forged sender makes this mailbox a source of
backscatter, and one that goes to a program may start a loop.
"""

import re
from dataclasses import dataclass
from enum import StrEnum, unique

from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.mail.header.header_block import HeaderBlock
from lencana.core.mail.header.mailbox import read_mailbox
from lencana.core.mail.message import Message

OWN_MARK = "x-lencana-answer"  # lower-case name of the field that our answers bear
ANSWER_ID_SUFFIX = ".lencana"  # ends the local part of our answers' Message-IDs
NULL_SENDERS = frozenset({"", "<>"})  # aiosmtpd hands over a null return path as the text `<>`
_BULK = frozenset({"bulk", "list", "junk"})
_AUTOMATIC_FIELDS = frozenset(
    {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-loop", "x-cron-env"}
)
_SUPPRESSED = frozenset({"all", "oof", "autoreply"})  # MS-OXCMAIL section 2.2.3.2.14
_LIST_FIELDS = frozenset({"x-beenthere", "mailing-list", "x-mailing-list", "feedback-id"})
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|donotreply|root|daemon|bounces?|listserv|majordomo"
    r"|nobody|mdaemon|abuse)(?:[+\-.=_].*)?|.*-(?:request|bounces?|owner)|owner-.*|(?:.*[+\-._])?no-?reply",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


@unique
class Silence(StrEnum):
    """Why a message gets no answer; counted, and said to nobody."""

    NULL_SENDER = "null_sender"  # a bounce (RFC 5321 section 4.5.5)
    AUTOMATIC = "automatic"  # a vacation reply, a report, a program's message
    LIST = "list"
    LOOP = "loop"  # our own answer, or one from our own address
    MACHINE = "machine"  # an address behind which is no person
    UNREADABLE_SENDER = "unreadable_sender"  # not one plain From
    FOREIGN = "foreign"  # not of an own domain
    UNPROVEN = "unproven"  # nothing proves the sender
    CONVERSATION = "conversation"  # a reply to one of our answers, with nothing forwarded in it
    LIMIT = "limit"  # more answers than one person gets in an hour
    REPEATED = "repeated"  # answered already
    UNANSWERABLE = "unanswerable"  # writing the answer failed


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mail server says of a message: its return path, None where that is not known."""

    sender: str | None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is answered, and what the answer names as its cause."""

    address: str
    message_id: str  # with its angle brackets, "" if it has none
    references: tuple[str, ...]
    answers_ours: bool  # it is a reply to one of our answers


def read_asker(
    message: Message, fields: HeaderBlock, envelope: Envelope, own_address: str, domains: frozenset[str]
) -> Asker | Silence:
    """Who asks, before anything has been proven. `domains` are lower-case A-labels."""
    if (envelope.sender is not None and envelope.sender.strip() in NULL_SENDERS) or _is_report(fields):
        return Silence.NULL_SENDER
    if fields.first(OWN_MARK):
        return Silence.LOOP
    if _is_list(fields):
        return Silence.LIST
    if _is_automatic(fields):
        return Silence.AUTOMATIC
    sender = message.sender.mailbox
    if sender is None or sender.domain is None or message.sender.defects or message.repeated_fields:
        return Silence.UNREADABLE_SENDER
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}", sender.local_part):
        return Silence.UNREADABLE_SENDER
    if sender.address.lower() == own_address.lower():
        return Silence.LOOP
    if _MACHINES.fullmatch(sender.local_part):
        return Silence.MACHINE
    if sender.domain.ascii not in domains or not _comes_from(envelope, domains):
        return Silence.FOREIGN
    references = tuple(_MESSAGE_ID.findall(fields.first("references"))[-10:])
    replied_to = (*references, *_MESSAGE_ID.findall(fields.first("in-reply-to"))[:10])
    return Asker(
        sender.address,
        next(iter(_MESSAGE_ID.findall(fields.first("message-id"))), ""),
        references,
        any(ANSWER_ID_SUFFIX + "@" in reference for reference in replied_to),
    )


def is_proven(authentication: Authentication) -> bool:
    """Did trusted results, or our own verification, prove the sender's domain?"""
    return authentication.result is Result.PASS


def _comes_from(envelope: Envelope, domains: frozenset[str]) -> bool:
    """A return path elsewhere was rewritten by a forwarder or a list, whose people we do not know."""
    if envelope.sender is None:
        return True
    sender = read_mailbox(envelope.sender).mailbox
    return sender is not None and sender.domain is not None and sender.domain.ascii in domains


def _is_report(fields: HeaderBlock) -> bool:
    """Delivery status and disposition notifications (RFC 3462)."""
    return fields.first("content-type").lower().lstrip().startswith("multipart/report") or bool(
        fields.first("x-failed-recipients")
    )


def _is_list(fields: HeaderBlock) -> bool:
    return any(
        field.name.startswith("list-")
        or field.name in _LIST_FIELDS
        or (field.name == "precedence" and field.value.strip().lower() in _BULK)
        for field in fields.fields
    )


def _is_automatic(fields: HeaderBlock) -> bool:
    for field in fields.fields:
        value = field.value.strip().lower()
        if field.name == "auto-submitted" and value.partition(";")[0].split("(")[0].strip() != "no":
            return True
        if field.name == "x-auto-response-suppress" and not _SUPPRESSED.isdisjoint(re.split(r"[,\s]+", value)):
            return True
        if field.name in _AUTOMATIC_FIELDS or (field.name == "precedence" and value.startswith("auto")):
            return True
    return False

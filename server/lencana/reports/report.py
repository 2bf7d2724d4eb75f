"""A report as it is kept: who says what of which message, and what an admin answered."""

from enum import StrEnum, unique
from typing import NamedTuple

import msgspec


@unique
class Kind(StrEnum):
    """What a reader says that a message is; and what an admin answers."""

    GENUINE = "genuine"
    PHISH = "phish"
    OTHER = "other"


@unique
class State(StrEnum):
    """Whether an admin has seen to it."""

    WAITING = "waiting"
    CLOSED = "closed"


class ReportedSender(msgspec.Struct, frozen=True, kw_only=True):
    """The From that the reader's extension saw; both are a stranger's words."""

    address: str
    name: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the reader sent beside the raw message. Every text in it is a stranger's."""

    verdict: str | None = None  # that the badge showed
    codes: tuple[str, ...] = ()
    sender: ReportedSender | None = None
    subject: str = ""
    webmail: str | None = None
    origin: str = "file"
    allowlist_version: int | None = None
    diagnosis: str = ""
    comment: str = ""
    domain: str = ""  # registrable domain of the sender, worked out here


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin answered, which the reader's extension shows."""

    kind: Kind
    text: str
    at: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report. Times are UTC, written as the signed documents write them. The raw message is kept beside it."""

    id: str  # made by the reader's extension; who knows it may read the answer
    at: str
    expires: str  # deleted for good then
    kind: Kind
    state: State
    group: str  # equal for reports of one campaign
    reader: str  # a random id of the reader's installation: it counts readers and names nobody
    content: Content
    answer: Answer | None
    has_message: bool

    @property
    def is_confirmed_phish(self) -> bool:
        """Has an admin said so, and closed it?"""
        return is_confirmed_phish(self.state, self.answer)


def is_confirmed_phish(state: State, answer: Answer | None) -> bool:
    """What is sent on."""
    return state is State.CLOSED and answer is not None and answer.kind is Kind.PHISH


class Change(NamedTuple):
    """What a report becomes; `channels` are the ways on which it is to be sent on."""

    state: State
    answer: Answer | None
    channels: tuple[str, ...] = ()


class Group(NamedTuple):
    """How many reports there are of one campaign, of how many readers, and the newest of them."""

    reports: int
    readers: int
    newest: Report


class Position(NamedTuple):
    """Where in the inbox, newest first, a page ends."""

    at: str
    id: str

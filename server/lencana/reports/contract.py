"""The JSON of reports (docs/api.md): the same types decode, validate and describe it (openapi.json)."""

from typing import Annotated, Literal

import msgspec

from lencana.engine.contract import ORIGINS, VerdictWord
from lencana.trust.documents.metadata import MAX_VERSION

MAX_CODES = 32
MAX_SUBJECT_CHARS = 998  # RFC 5322 section 2.1.1
MAX_COMMENT_CHARS = 2000
MAX_DIAGNOSIS_CHARS = 4000
MAX_ADDRESS_CHARS = 320
ID_PATTERN = r"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"  # RFC 9562, version 4

_Kind = Literal["genuine", "phish", "other"]
_State = Literal["waiting", "closed"]
_Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,40}\Z")]
_Origin = Annotated[str, msgspec.Meta(pattern=rf"\A(?:{'|'.join(ORIGINS)})\Z")]


class SenderReported(msgspec.Struct, frozen=True, kw_only=True):
    """The From that the extension saw."""

    address: Annotated[str, msgspec.Meta(max_length=MAX_ADDRESS_CHARS)]
    name: Annotated[str, msgspec.Meta(max_length=MAX_SUBJECT_CHARS)] = ""


class ReportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's report; unknown fields are ignored."""

    id: Annotated[str, msgspec.Meta(pattern=ID_PATTERN)]
    kind: _Kind
    verdict: VerdictWord | None = None
    codes: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=MAX_CODES)] = ()
    sender: SenderReported | None = None
    subject: Annotated[str, msgspec.Meta(max_length=MAX_SUBJECT_CHARS)] | None = None
    webmail: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    origin: _Origin | None = None
    allowlist_version: Annotated[int, msgspec.Meta(ge=0, le=MAX_VERSION)] | None = None
    diagnosis: Annotated[str, msgspec.Meta(max_length=MAX_DIAGNOSIS_CHARS)] | None = None
    comment: Annotated[str, msgspec.Meta(max_length=MAX_COMMENT_CHARS)] | None = None
    reader: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
    raw: str | None = None  # base64 of the raw message; only where `reports` is "messages"


class ReportReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was stored, and when it is deleted."""

    id: str
    expires: str


class ReportAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin answered."""

    kind: _Kind
    text: str
    at: str


class ReportState(msgspec.Struct, frozen=True, kw_only=True):
    """For the reader: whether there is an answer."""

    state: _State
    answer: ReportAnswer | None


class VerdictNow(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict by the list in force, on what is kept of the message."""

    verdict: VerdictWord
    codes: tuple[str, ...]


class ReportOut(msgspec.Struct, frozen=True, kw_only=True):
    """A report for admins. Every text of it is a stranger's: show it as text, never as markup."""

    id: str
    at: str
    expires: str
    kind: _Kind
    verdict: VerdictWord | None
    codes: tuple[str, ...]
    sender: SenderReported | None
    subject: str
    webmail: str | None
    origin: str
    allowlist_version: int | None
    diagnosis: str
    comment: str
    has_message: bool
    state: _State
    answer: ReportAnswer | None
    group: str
    now: VerdictNow | None  # null when there was no time left to judge it again: ask for the report itself
    raw: str | msgspec.UnsetType = msgspec.UNSET  # base64; of a single report that has a message


class ReportGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Reports of one campaign: one sender's domain, senders and subjects that look alike."""

    group: str
    domain: str  # registrable; "" without a sender
    subject: str  # of the newest
    count: int
    readers: int
    newest: str


class ReportList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the inbox, newest first; `next` goes into `before` for the next page."""

    reports: tuple[ReportOut, ...]
    groups: tuple[ReportGroup, ...]
    waiting: int
    next: str | None


class AnswerRequest(msgspec.Struct, frozen=True, kw_only=True):
    """An admin's answer to the reader."""

    kind: _Kind
    text: Annotated[str, msgspec.Meta(max_length=MAX_COMMENT_CHARS)] = ""


class ReportChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin changes; an answer closes the report unless `state` says otherwise."""

    state: _State | None = None
    answer: AnswerRequest | None = None

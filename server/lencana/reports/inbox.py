"""The inbox: a report comes in, admins look through it and answer, a reader asks what was answered."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from lencana.engine import contract
from lencana.engine.engine import Engine, parse_origin
from lencana.reports.capacity import Capacity
from lencana.reports.contract import ReportRequest, VerdictNow
from lencana.reports.grouping import group_of, registrable_domain
from lencana.reports.report import (
    Answer,
    Change,
    Content,
    Group,
    Kind,
    Position,
    Report,
    ReportedSender,
    State,
    is_confirmed_phish,
)
from lencana.settings import Settings
from lencana.trust.documents.metadata import format_time

if TYPE_CHECKING:
    from lencana.reports.store import ReportStore

LOG = logging.getLogger(__name__)
JUDGING_SECONDS = 2.0  # in which the reports of a page are judged again; the rest is left for the next time
CACHED_VERDICTS = 4096
MAX_PAGE = 100


class Judged(NamedTuple):
    """A report and its verdict now; None when there was no time left."""

    report: Report
    now: VerdictNow | None


class Page(NamedTuple):
    """A page of the inbox."""

    reports: list[Judged]
    groups: list[Group]
    waiting: int
    next: Position | None


class Inbox:
    """All that is done with reports on behalf of people. Every method raises StoreError."""

    def __init__(self, settings: Settings, data: Path, engine: Engine) -> None:
        """Raises SettingsError when `reports_keep` is no span of time."""
        self._keep = settings.reports_kept
        self._capacity = Capacity(settings.reports_max, settings.reports_max_bytes)
        self._channels = tuple(
            name for name, is_on in (("mail", settings.reports_forward), ("webhook", settings.reports_webhook)) if is_on
        )
        self._engine = engine
        self._settings, self._data = settings, data
        self._verdicts: OrderedDict[tuple[str, str], VerdictNow] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        """Give every connection back."""
        if self.is_in_use:
            self.store.close()

    @property
    def is_in_use(self) -> bool:
        """Has this process asked the database for reports?"""
        return "store" in vars(self)

    @cached_property
    def store(self) -> "ReportStore":
        """With it SQLAlchemy, which the first report can wait for (docs/decisions/0102)."""
        from lencana.reports.store import ReportStore

        return ReportStore(self._settings, self._data)

    def receive(self, request: ReportRequest, raw: bytes | None, now: datetime) -> Report:
        """Store a report; the one that was stored under its id before, if there is one. Raises StoreFullError."""
        sender = ReportedSender(address=request.sender.address, name=request.sender.name) if request.sender else None
        subject = request.subject or ""
        content = Content(
            verdict=request.verdict,
            codes=request.codes,
            sender=sender,
            subject=subject,
            webmail=request.webmail,
            origin=request.origin or "file",
            allowlist_version=request.allowlist_version,
            diagnosis=request.diagnosis or "",
            comment=request.comment or "",
            domain=registrable_domain(sender),
        )
        report = Report(
            id=request.id,
            at=format_time(now),
            expires=format_time(now + self._keep),
            kind=Kind(request.kind),
            state=State.WAITING,
            group=group_of(sender, subject),
            reader=request.reader,
            content=content,
            answer=None,
            has_message=raw is not None,
        )
        return self.store.add(report, raw, self._capacity)

    def page(
        self,
        state: State | None,
        limit: int,
        before: Position | None,
        now: datetime,
        *,
        seconds: float = JUDGING_SECONDS,
    ) -> Page:
        """Reports newest first, judged by the list in force within `seconds`, and the groups of all in that state."""
        reports = self.store.page(state, limit + 1, before)
        more = len(reports) > limit
        until = monotonic() + seconds
        judged = [Judged(report, self._verdict_in_time(report, now, until)) for report in reports[:limit]]
        last = reports[limit - 1] if more else None
        return Page(
            judged, self.store.groups(state), self.store.waiting(), Position(last.at, last.id) if last else None
        )

    def one(self, id_: str, now: datetime) -> tuple[Judged, bytes | None] | None:
        """One report and its raw message; None if there is none."""
        report = self.store.get(id_)
        if report is None:
            return None
        raw = self.store.raw(id_) if report.has_message else None
        return Judged(report, self._verdict(report, raw, now)), raw

    def answer(self, id_: str, state: State | None, kind: Kind | None, text: str, now: datetime) -> Judged | None:
        """Change the state, and answer with `kind` if there is one, which closes the report unless `state` says else.

        A confirmed phish is sent on as the settings say. None if there is no such report.
        """

        def decide(report: Report) -> Change:
            answer = report.answer if kind is None else Answer(kind=kind, text=text, at=format_time(now))
            new_state = state or (report.state if kind is None else State.CLOSED)
            return Change(new_state, answer, self._channels if is_confirmed_phish(new_state, answer) else ())

        changed = self.store.change(id_, decide, format_time(now))
        return None if changed is None else Judged(changed, self._verdict_in_time(changed, now, monotonic() + 1))

    def delete(self, ids: Sequence[str]) -> int:
        """Delete reports; how many there were. The keeper takes them off the disk."""
        return self.store.delete(ids)

    def _verdict_in_time(self, report: Report, now: datetime, until: float) -> VerdictNow | None:
        """The verdict that is known, or judged now; None if that would begin after `until` (monotonic seconds)."""
        key = (report.id, self._engine.list_in_force().sha256)
        with self._lock:
            if (known := self._verdicts.get(key)) is not None:
                return known
        if monotonic() > until:
            return None
        raw = self.store.raw(report.id) if report.has_message else None
        return self._verdict(report, raw, now)

    def _verdict(self, report: Report, raw: bytes | None, now: datetime) -> VerdictNow | None:
        """The verdict by the list in force: on the raw message if it is kept, else on sender and subject.

        None where judging stops us: one report must not hide the others.
        """
        sha256 = self._engine.list_in_force().sha256
        try:
            verdict = judge(self._engine, report.content, raw, now)
        except Exception as error:
            LOG.error("%s while a reported message was judged again", type(error).__name__)
            return None
        with self._lock:
            self._verdicts[report.id, sha256] = verdict
            while len(self._verdicts) > CACHED_VERDICTS:
                self._verdicts.popitem(last=False)
        return verdict


def judge(engine: Engine, content: Content, raw: bytes | None, now: datetime) -> VerdictNow:
    """Judge a reported message again."""
    answer = answer_now(engine, content, raw, now)
    codes = dict.fromkeys(reason.code for reason in answer.reasons)
    return VerdictNow(verdict=answer.verdict, codes=tuple(codes))


def answer_now(engine: Engine, content: Content, raw: bytes | None, now: datetime) -> contract.Answer:
    """The answer by the list in force. Sender and subject alone carry no evidence, and so are never verified."""
    origin = parse_origin(content.origin)
    if raw is not None:
        return engine.check_raw(raw, now=now, lang="en", webmail=content.webmail, origin=origin)
    sender = None if content.sender is None else _from_field(content.sender)
    request = contract.CheckRequest(
        from_=sender, subject=content.subject, text="", webmail=content.webmail, origin=origin.value
    )
    return engine.check(request, now=now, lang="en")


def _from_field(sender: ReportedSender) -> str:
    """The From field (RFC 5322 section 3.4) of an address and a display name; a control character is a blank."""
    name = "".join(char if char.isprintable() else " " for char in sender.name)
    name = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{sender.address}>' if name else sender.address

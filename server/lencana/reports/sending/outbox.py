"""What is to be sent on of confirmed phish: claimed by one process at a time, tried again, never sent twice.

    waiting   due at a time; whoever claims it puts that time off by CLAIM, and sends it
    sent      taken by the other side
    failed    refused for good, or not taken within all attempts

A process that ends between the other side's word and the note of it leaves a claim behind. When that is over, it is
sent again under the same id (Message-ID, Webhook-Id), by which the other side knows the copy (RFC 1047).
"""

from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, select, update

from lencana.registry.store.schema import report_outbox as outbox
from lencana.reports.report import Report
from lencana.reports.store import ReportStore
from lencana.trust.documents.metadata import format_time

CLAIM = timedelta(minutes=10)  # longer than sending can take
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
_column = outbox.c


@unique
class OutState(StrEnum):
    """How far the sending of a report has come."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Claimed(NamedTuple):
    """What this process, and no other, is to send now."""

    report: Report
    raw: bytes | None
    channel: str
    attempts: int  # this one included
    claim: str


class _Row(NamedTuple):
    report: str
    channel: str
    attempts: int
    claim: str


class Outbox:
    """What waits to be sent on. Every method raises StoreError."""

    def __init__(self, store: ReportStore) -> None:
        """`store` keeps the reports themselves."""
        self._store = store

    def claim(self, channels: frozenset[str], now: datetime) -> Claimed | None:
        """Claim what has been due longest, of these ways out; None when nothing is due."""
        while (row := self._claim_row(channels, now)) is not None:
            report = self._store.get(row.report)
            if report is not None and report.is_confirmed_phish:
                raw = self._store.raw(report.id) if report.has_message else None
                return Claimed(report, raw, row.channel, row.attempts, row.claim)
            self._drop(row.report)  # deleted, or the answer was taken back
        return None

    def _claim_row(self, channels: frozenset[str], now: datetime) -> _Row | None:
        due = (
            select(_column.report, _column.channel, _column.attempts)
            .where(_column.state == OutState.WAITING.value, _column.due <= format_time(now))
            .where(_column.channel.in_(channels))
            .order_by(_column.due)
            .limit(1)
        )
        with self._store.transaction(write=True) as connection:
            found = connection.execute(due).one_or_none()
            if found is None:
                return None
            row = _Row(found.report, found.channel, int(found.attempts) + 1, str(uuid4()))
            values = {"claim": row.claim, "attempts": row.attempts, "due": format_time(now + CLAIM)}
            own = (_column.report == row.report, _column.channel == row.channel)
            connection.execute(update(outbox).where(*own).values(values))
            return row

    def sent(self, claimed: Claimed) -> None:
        """The other side has it."""
        self._finish(claimed, state=OutState.SENT.value)

    def failed(self, claimed: Claimed) -> None:
        """The other side will never have it."""
        self._finish(claimed, state=OutState.FAILED.value)

    def postpone(self, claimed: Claimed, now: datetime) -> bool:
        """Try again later; false when that was the last attempt."""
        if claimed.attempts > len(RETRY_AFTER):
            self.failed(claimed)
            return False
        self._finish(claimed, due=format_time(now + RETRY_AFTER[claimed.attempts - 1]))
        return True

    def counts(self) -> dict[tuple[str, str], int]:
        """How many there are, by channel and state."""
        query = select(_column.channel, _column.state, func.count()).group_by(_column.channel, _column.state)
        with self._store.transaction() as connection:
            return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}

    def _drop(self, id_: str) -> None:
        with self._store.transaction(write=True) as connection:
            waits = _column.state == OutState.WAITING.value
            connection.execute(delete(outbox).where(_column.report == id_, waits))

    def _finish(self, claimed: Claimed, **values: str) -> None:
        """Only while the claim is ours: another process may have taken over what took too long here."""
        with self._store.transaction(write=True) as connection:
            connection.execute(
                update(outbox)
                .where(_column.report == claimed.report.id, _column.channel == claimed.channel)
                .where(_column.claim == claimed.claim)
                .values({"claim": "", **values})
            )

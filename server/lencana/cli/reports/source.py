"""Where reports are: on a server, asked as an admin, or in the database of this data folder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlencode

import msgspec

from lencana.cli import Context
from lencana.cli.keys.session import authorization
from lencana.cli.remote.server_documents import ask
from lencana.engine.assembly import open_engine
from lencana.errors import InputError, ServerError
from lencana.reports.contract import ReportChange, ReportList, ReportOut
from lencana.reports.inbox import MAX_PAGE, Inbox
from lencana.reports.listing import list_out, report_out
from lencana.reports.report import Kind, Position, State
from lencana.settings import load_settings

T = TypeVar("T")
UUID_CHARS = 36
MIN_PREFIX_CHARS = 4


class Reports(Protocol):
    """The inbox. Every method raises LencanaError."""

    def page(self, state: str, limit: int, before: str | None, *, judged: bool = True) -> ReportList:
        """Reports, newest first; `judged`: with the verdict by the list in force."""

    def one(self, id_: str) -> ReportOut:
        """One report with its message."""

    def change(self, id_: str, change: ReportChange) -> ReportOut:
        """Answer it, close it, open it again."""

    def delete(self, id_: str) -> None:
        """Delete it for good."""


@contextmanager
def open_reports(context: Context, server: str | None, key_files: Sequence[Path]) -> Iterator[Reports]:
    """The inbox of a server, or of the data folder when none is named. Raises what opening it raises."""
    if server is not None:
        yield ServerReports(server, authorization(context, server, key_files))
        return
    settings = load_settings(context.data, os.environ)
    engine, _ = open_engine(context.data, settings)
    inbox = Inbox(settings, context.data, engine)
    try:
        yield LocalReports(inbox, context)
    finally:
        inbox.close()


def full_id(reports: Reports, text: str) -> str:
    """The id that begins so. Raises InputError when there is none, or more than one."""
    if len(text) == UUID_CHARS:
        return text
    if len(text) < MIN_PREFIX_CHARS:
        raise InputError(f"{text!r} is too short for the beginning of an id; `lencana reports list --state all`")
    ids = [report.id for report in _all(reports, "all") if report.id.startswith(text)]
    if len(ids) != 1:
        raise InputError(f"{f'{len(ids)} reports have' if ids else 'no report has'} an id that begins with {text!r}")
    return ids[0]


def campaign_ids(reports: Reports, report: ReportOut) -> list[str]:
    """The others of a report's campaign that wait."""
    return [other.id for other in _all(reports, "waiting") if other.group == report.group and other.id != report.id]


def _all(reports: Reports, state: str) -> list[ReportOut]:
    """All of them, for their ids and groups: none is judged for that."""
    reports_so_far: list[ReportOut] = []
    before: str | None = None
    while True:
        page = reports.page(state, MAX_PAGE, before, judged=False)
        reports_so_far += page.reports
        before = page.next
        if before is None:
            return reports_so_far


class ServerReports:
    """The inbox of a server, over HTTP."""

    def __init__(self, server: str, session: str) -> None:
        """`session` is the value of the Authorization field."""
        self._server, self._session = server, session

    def page(self, state: str, limit: int, before: str | None, *, judged: bool = True) -> ReportList:  # noqa: ARG002
        """Reports, newest first; the server judges what it has time for, asked or not."""
        query = urlencode({"state": state, "limit": limit, **({"before": before} if before else {})})
        return self._decode(self._ask("GET", f"?{query}"), ReportList)

    def one(self, id_: str) -> ReportOut:
        """One report with its message."""
        return self._decode(self._ask("GET", f"/{id_}"), ReportOut)

    def change(self, id_: str, change: ReportChange) -> ReportOut:
        """Answer it, close it, open it again."""
        return self._decode(self._ask("PATCH", f"/{id_}", change), ReportOut)

    def delete(self, id_: str) -> None:
        """Delete it for good."""
        self._ask("DELETE", f"/{id_}")

    def _ask(self, method: str, path: str, body: object = None) -> bytes:
        return ask(self._server, method, f"/v1/reports{path}", body=body, authorization=self._session)

    def _decode(self, answered: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(answered, type=kind)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ServerError(f"{self._server} answered with something that is no report") from error


class LocalReports:
    """The inbox of this data folder: the server need not run."""

    def __init__(self, inbox: Inbox, context: Context) -> None:
        """`inbox` is closed by who opened it."""
        self._inbox, self._now = inbox, context.now

    def page(self, state: str, limit: int, before: str | None, *, judged: bool = True) -> ReportList:
        """Reports, newest first; all are judged if any is, for nobody else waits."""
        wanted = None if state == "all" else State(state)
        position = Position(*before.split("_", 1)) if before and "_" in before else None
        page = self._inbox.page(wanted, limit, position, self._now, seconds=inf if judged else -inf)
        return list_out(page)

    def one(self, id_: str) -> ReportOut:
        """One report with its message."""
        judged_and_raw = self._inbox.one(id_, self._now)
        if judged_and_raw is None:
            raise _gone(id_)
        return report_out(*judged_and_raw)

    def change(self, id_: str, change: ReportChange) -> ReportOut:
        """Answer it, close it, open it again."""
        kind, text = (Kind(change.answer.kind), change.answer.text) if change.answer else (None, "")
        state = State(change.state) if change.state else None
        changed = self._inbox.answer(id_, state, kind, text, self._now)
        if changed is None:
            raise _gone(id_)
        return report_out(changed)

    def delete(self, id_: str) -> None:
        """Delete it for good."""
        if not self._inbox.delete([id_]):
            raise _gone(id_)
        self._inbox.store.erase()


def _gone(id_: str) -> InputError:
    return InputError(f"there is no report {id_}, or no longer")

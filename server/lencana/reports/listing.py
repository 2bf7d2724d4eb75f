"""Reports as admins get them: the JSON of the API, which the command line shows too."""

import base64
from typing import Any

import msgspec

from lencana.reports.contract import ReportAnswer, ReportGroup, ReportList, ReportOut, SenderReported
from lencana.reports.inbox import Judged, Page
from lencana.reports.report import Answer, Group


def list_out(page: Page) -> ReportList:
    """A page of the inbox."""
    return ReportList(
        reports=tuple(report_out(judged) for judged in page.reports),
        groups=tuple(map(_group_out, page.groups)),
        waiting=page.waiting,
        next=f"{page.next.at}_{page.next.id}" if page.next else None,
    )


def _group_out(group: Group) -> ReportGroup:
    newest = group.newest
    return ReportGroup(
        group=newest.group,
        domain=newest.content.domain,
        subject=newest.content.subject,
        count=group.reports,
        readers=group.readers,
        newest=newest.at,
    )


def report_out(judged: Judged, raw: bytes | None = None) -> ReportOut:
    """A report as admins get it."""
    report, content = judged.report, judged.report.content
    sender = content.sender
    values: dict[str, Any] = msgspec.structs.asdict(content)
    del values["domain"]
    values["sender"] = SenderReported(address=sender.address, name=sender.name) if sender else None
    return ReportOut(
        id=report.id,
        at=report.at,
        expires=report.expires,
        kind=report.kind.value,
        has_message=report.has_message,
        state=report.state.value,
        answer=answer_out(report.answer),
        group=report.group,
        now=judged.now,
        raw=msgspec.UNSET if raw is None else base64.b64encode(raw).decode(),
        **values,
    )


def answer_out(answer: Answer | None) -> ReportAnswer | None:
    """What an admin answered."""
    return None if answer is None else ReportAnswer(kind=answer.kind.value, text=answer.text, at=answer.at)

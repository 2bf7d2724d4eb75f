"""Reports as text for a terminal. Every text in them is a stranger's: control and direction characters are left out."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import click

from lencana.reports.contract import ReportGroup, ReportList, ReportOut, VerdictNow

ID_CHARS = 8  # of an id in a list
MAX_FIELD_CHARS = 200
_NOT_JUDGED = "not judged again yet"
_COLOURS = {"verified": "green", "suspicious": "red", "unknown": "yellow"}


def inbox_lines(page: ReportList) -> Iterator[str]:
    """A page, grouped by campaign, the group with the newest report first."""
    noun = "report waits" if page.waiting == 1 else "reports wait"
    yield f"{page.waiting} {noun} for an answer"
    groups = {group.group: group for group in page.groups}
    shown: dict[str, list[ReportOut]] = {}
    for report in page.reports:
        shown.setdefault(report.group, []).append(report)
    for group, reports in shown.items():
        yield ""
        yield _heading(groups.get(group), reports)
        for report in reports:
            yield from _short(report)
    if page.next:
        yield ""
        yield f"older ones: --before {one_line(page.next)}"


def report_lines(report: ReportOut) -> Iterator[str]:
    """One report, with all that the reader sent beside the message."""
    sender = report.sender
    yield f"report    {one_line(report.id)}"
    yield f"sent      {_time(report.at)}; will be deleted {_time(report.expires)}"
    yield f"says      {_KINDS[report.kind]}"
    yield f"from      {one_line(f'{sender.name} <{sender.address}>' if sender else 'not known')}"
    yield f"subject   {one_line(report.subject)}"
    yield f"seen in   {one_line(report.webmail or 'unknown')}, {one_line(report.origin)}"
    version = "" if report.allowlist_version is None else f", list version {report.allowlist_version}"
    yield f"badge     {_verdict(report.verdict)}: {', '.join(map(one_line, report.codes)) or 'no finding'}{version}"
    yield f"now       {_now(report.now)}"
    yield from _block("diagnosis ", report.diagnosis)
    yield from _block("comment   ", report.comment)
    yield f"message   {'sent' if report.has_message else 'not sent'}"
    yield f"state     {report.state}"
    if report.answer:
        yield f"answered  {_KINDS[report.answer.kind]}, {_time(report.answer.at)}"
        yield from _block("          ", report.answer.text)


_KINDS = {"genuine": "this is genuine", "phish": "this is a phish", "other": "something else"}


def _heading(group: ReportGroup | None, reports: list[ReportOut]) -> str:
    if group is None:  # beyond the groups that are told
        return click.style(one_line(reports[0].subject) or "(no subject)", bold=True)
    readers = f"{group.readers} reader{'s' if group.readers != 1 else ''}"
    count = f"{group.count} report{'s' if group.count != 1 else ''}"
    title = f"{one_line(group.domain) or 'no sender'} · {one_line(group.subject) or '(no subject)'}"
    return f"{click.style(title, bold=True)} · {count} by {readers}"


def _short(report: ReportOut) -> Iterator[str]:
    sender = report.sender
    who = one_line(f"{sender.name} <{sender.address}>".strip()) if sender else ""
    state = "" if report.state == "waiting" else "  closed"
    yield f"  {one_line(report.id)[:ID_CHARS]}  {_time(report.at)}  {_KINDS[report.kind]}{state}"
    now = _verdict(report.now.verdict) if report.now else _NOT_JUDGED
    yield f"            badge {_verdict(report.verdict)}, now {now}  {who}"
    if report.comment.strip():
        yield f"            “{one_line(report.comment)}”"


def _now(now: VerdictNow | None) -> str:
    if now is None:
        return _NOT_JUDGED
    return f"{_verdict(now.verdict)}: {', '.join(map(one_line, now.codes)) or 'no finding'}"


def _verdict(verdict: str | None) -> str:
    return click.style(verdict, fg=_COLOURS[verdict]) if verdict else "none"


def _time(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"
    except ValueError:
        return "?"


def _block(label: str, text: str) -> Iterable[str]:
    for number, line in enumerate(filter(None, map(_printable, text.splitlines()))):
        yield f"{label if number == 0 else ' ' * len(label)}{line}"


def one_line(text: str) -> str:
    """A stranger's text on one line, at most MAX_FIELD_CHARS long."""
    line = " ".join(_printable(text).split())
    return line if len(line) <= MAX_FIELD_CHARS else f"{line[:MAX_FIELD_CHARS]}…"


def _printable(text: str) -> str:
    """Without control and direction characters: a terminal obeys them."""
    return "".join(char if char.isprintable() else " " for char in text)

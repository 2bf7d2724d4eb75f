"""The commands that would mend what was reported, ready to be copied."""

import base64
import os
import shlex
from collections.abc import Iterator
from datetime import timedelta

from lencana.cli import Context
from lencana.cli.allowlist.lines import BLOCK_DAYS
from lencana.cli.allowlist.signing_base import open_signing_base
from lencana.cli.mending import proposal_lines
from lencana.core.allowlist_index import AllowlistIndex
from lencana.engine.engine import Engine
from lencana.engine.mending import Proposal, proposals_for_message
from lencana.errors import LencanaError
from lencana.reports.contract import ReportOut
from lencana.reports.inbox import answer_now
from lencana.reports.remedies import Remedy, remedies
from lencana.reports.report import Content, Kind, ReportedSender
from lencana.settings import load_settings


def remedy_lines(context: Context, report: ReportOut, server: str | None) -> Iterator[str]:
    """What could be done, by the answer, or else by what the reader says. Nothing where the list cannot be read."""
    kind = Kind(report.answer.kind if report.answer else report.kind)
    where = ("--server", server) if server else ()
    try:
        index = _list_in_force(context, server)
    except LencanaError:
        return
    if index is None:
        return
    if kind is Kind.GENUINE:
        yield from proposal_lines(_tried_proposals(context, report, index), server, "en")
    for remedy in remedies_for(context, report, kind, index):
        yield f"  {remedy.when}{':' if remedy.words else '.'}"
        if remedy.words:
            yield f"    lencana allowlist {shlex.join((*remedy.words, *where))}"


def remedies_for(context: Context, report: ReportOut, kind: Kind, index: AllowlistIndex) -> tuple[Remedy, ...]:
    """What would make a phish red, or what is genuine green, by that list."""
    until = f"{context.now + timedelta(days=BLOCK_DAYS):%Y-%m-%d}"
    return remedies(kind, report.sender, index, until)


def why_not_blocked(context: Context, report: ReportOut, server: str | None) -> str | None:
    """Why the sender must not be blocked; None if it may be. Raises what reading the list raises."""
    index = _list_in_force(context, server)
    to_block = () if index is None else remedies_for(context, report, Kind.PHISH, index)
    if any(remedy.words for remedy in to_block):
        return None
    return to_block[0].when if to_block else "the report has no plain sender that could be blocked"


def _tried_proposals(context: Context, report: ReportOut, index: AllowlistIndex) -> list[Proposal]:
    """Changes that make what is kept of the message other than suspicious; each is tried."""
    settings = load_settings(context.data, os.environ)
    sender = None if report.sender is None else ReportedSender(address=report.sender.address, name=report.sender.name)
    content = Content(sender=sender, subject=report.subject, webmail=report.webmail, origin=report.origin)
    raw = base64.b64decode(report.raw) if isinstance(report.raw, str) else None
    answer = answer_now(Engine(settings, lambda: index), content, raw, context.now)
    if answer.verdict != "suspicious":
        return []

    def is_red(changed: AllowlistIndex) -> bool:
        return answer_now(Engine(settings, lambda: changed), content, raw, context.now).verdict == "suspicious"

    return proposals_for_message(answer, index, is_red)


def _list_in_force(context: Context, server: str | None) -> AllowlistIndex | None:
    in_force = open_signing_base(context, server).allowlist
    return None if in_force is None else AllowlistIndex(in_force.document, in_force.sha256)

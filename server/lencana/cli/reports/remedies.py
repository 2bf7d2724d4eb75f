"""The commands that would mend what was reported, ready to be copied."""

import shlex
from collections.abc import Iterator
from datetime import timedelta

from lencana.cli import Context
from lencana.cli.allowlist.lines import BLOCK_DAYS
from lencana.cli.allowlist.signing_base import open_signing_base
from lencana.core.allowlist_index import AllowlistIndex
from lencana.errors import LencanaError
from lencana.reports.contract import ReportOut
from lencana.reports.remedies import Remedy, remedies
from lencana.reports.report import Kind


def remedy_lines(context: Context, report: ReportOut, server: str | None) -> Iterator[str]:
    """What could be done, by the answer, or else by what the reader says. Nothing where the list cannot be read."""
    kind = Kind(report.answer.kind if report.answer else report.kind)
    where = ("--server", server) if server else ()
    try:
        found = proposals(context, report, kind, server)
    except LencanaError:
        return
    for remedy in found:
        yield f"{remedy.when}{':' if remedy.words else '.'}"
        if remedy.words:
            yield f"  lencana allowlist {shlex.join((*remedy.words, *where))}"


def proposals(context: Context, report: ReportOut, kind: Kind, server: str | None) -> tuple[Remedy, ...]:
    """What would mend it, by the list in force. Raises what reading it raises."""
    in_force = open_signing_base(context, server).allowlist
    if in_force is None:
        return ()
    until = f"{context.now + timedelta(days=BLOCK_DAYS):%Y-%m-%d}"
    return remedies(kind, report.sender, AllowlistIndex(in_force.document, in_force.sha256), until)

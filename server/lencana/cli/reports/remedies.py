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
from lencana.reports.remedies import remedies
from lencana.reports.report import Kind


def remedy_lines(context: Context, report: ReportOut, server: str | None) -> Iterator[str]:
    """What could be done, by the answer, or else by what the reader says. Nothing where the list cannot be read."""
    try:
        in_force = open_signing_base(context, server).allowlist
    except LencanaError:
        return
    if in_force is None:
        return
    until = f"{context.now + timedelta(days=BLOCK_DAYS):%Y-%m-%d}"
    kind = Kind(report.answer.kind if report.answer else report.kind)
    where = ("--server", server) if server else ()
    for remedy in remedies(kind, report.sender, AllowlistIndex(in_force.document, in_force.sha256), until):
        yield f"{remedy.when}{':' if remedy.words else '.'}"
        if remedy.words:
            yield f"  lencana allowlist {shlex.join((*remedy.words, *where))}"

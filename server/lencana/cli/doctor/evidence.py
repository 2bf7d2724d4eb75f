"""A message's Authentication-Results as `lencana doctor` shows them."""

from collections.abc import Iterator, Sequence

import click

from lencana.core.evidence.diagnosis import ResultsReport


def results_lines(reports: Sequence[ResultsReport]) -> Iterator[str]:
    """Each field: who wrote it, whether it is trusted, what it says."""
    if not reports:
        yield "The message has no Authentication-Results. Was it saved from a reader's own account, with all headers?"
        return
    yield "Authentication-Results in the message, newest first:"
    for report in reports:
        if report.parse_error:
            yield f"  ✗ cannot be read: {report.parse_error}; it and everything older is ignored"
            continue
        symbol = click.style("✓ trusted    ", fg="green") if report.trusted else "· not trusted"
        name = report.authserv_id or "(no name: Exchange Online's kind)"
        yield f"  {symbol}  {name}  {' '.join(report.method_results) or 'no results'}"

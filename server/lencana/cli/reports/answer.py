"""`lencana reports answer` and `delete`."""

from pathlib import Path
from typing import Any

import click
from click import echo
from msgspec import structs

from lencana.cli import Context
from lencana.cli.allowlist import allowlist
from lencana.cli.allowlist.signing_base import key_option, server_option, yes_option
from lencana.cli.reports.remedies import remedy_lines, why_not_blocked
from lencana.cli.reports.rendering import one_line
from lencana.cli.reports.source import campaign_ids, full_id, open_reports
from lencana.errors import InputError
from lencana.reports.contract import MAX_COMMENT_CHARS, AnswerRequest, ReportChange, ReportOut
from lencana.reports.report import Kind


@click.command(short_help="Answer the reader, and close the report.")
@click.argument("id_", metavar="ID")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.option("--text", default="", help="A sentence for the reader, whose extension shows it.")
@click.option("--campaign", is_flag=True, help="Answer all that wait of its campaign: same domain, like subject.")
@click.option("--block-until", metavar="DAY", help="Also block this exact sender until that day, such as 2027-01-31.")
@server_option
@key_option
@yes_option
@click.pass_context
def answer(
    ctx: click.Context,
    id_: str,
    kind: str,
    text: str,
    campaign: bool,
    block_until: str | None,
    server: str | None,
    key_files: tuple[Path, ...],
    yes: bool,
) -> None:
    """Answer a report: genuine, phish or other. Says which change of the list would mend it.

    A confirmed phish is sent on as the server's settings say. With --block-until its sender is blocked first: the
    change is shown, signed and published, and every reader's badge for that sender is red until that day.

    \b
    Example:  lencana reports answer 6f0e8f1e phish --text "Thank you." --block-until 2027-01-31
              lencana reports answer 6f0e8f1e genuine
    """
    context: Context = ctx.obj
    if len(text) > MAX_COMMENT_CHARS:
        raise click.BadParameter(f"is longer than {MAX_COMMENT_CHARS} characters", param_hint="--text")
    if block_until is not None and kind != Kind.PHISH.value:
        raise click.BadParameter("is for a phish", param_hint="--block-until")
    with open_reports(context, server, key_files) as reports:
        report = reports.one(full_id(reports, id_))
        if block_until is not None:
            _block(ctx, report, block_until, server=server, key_files=key_files, yes=yes)
        change = ReportChange(answer=AnswerRequest(kind=Kind(kind).value, text=text))
        answered = reports.change(report.id, change)
        others = campaign_ids(reports, report) if campaign else []
        for other in others:
            reports.change(other, change)
    for one in (report.id, *others):
        echo(f"answered {one_line(one)}: {kind}; it is closed, and the reader sees it")
    if block_until is None:
        for line in remedy_lines(context, structs.replace(answered, raw=report.raw), server):
            echo(line)


def _block(ctx: click.Context, report: ReportOut, until: str, **options: Any) -> None:
    """Block the sender, as `allowlist add-blocked` does. Raises InputError when it should not be, or is not."""
    if (why := why_not_blocked(ctx.obj, report, options["server"])) is not None or report.sender is None:
        raise InputError(f"{why}; nothing was changed, and the report was not answered")
    command = allowlist.commands["add-blocked"]
    if not ctx.invoke(command, entry=report.sender.address, until=until, file=None, **options):
        raise InputError("nothing was published, and the report was not answered")


@click.command(short_help="Delete reports for good.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@server_option
@key_option
@yes_option
@click.pass_obj
def delete(context: Context, ids: tuple[str, ...], server: str | None, key_files: tuple[Path, ...], yes: bool) -> None:
    """Delete reports for good, answered or not.

    \b
    Example:  lencana reports delete 6f0e8f1e
    """
    with open_reports(context, server, key_files) as reports:
        wanted = [full_id(reports, id_) for id_ in ids]
        if not yes:
            click.confirm(f"Delete {len(wanted)} report{'s' if len(wanted) > 1 else ''} for good?", abort=True)
        for id_ in wanted:
            reports.delete(id_)
            echo(f"deleted {one_line(id_)}")

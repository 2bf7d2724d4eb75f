"""`lencana reports list` and `show`."""

import base64
from pathlib import Path

import click
import msgspec
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.signing_base import key_option, server_option, write_file
from lencana.cli.reports.remedies import remedy_lines
from lencana.cli.reports.rendering import inbox_lines, report_lines
from lencana.cli.reports.source import full_id, open_reports
from lencana.errors import InputError
from lencana.reports.inbox import MAX_PAGE

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, as the HTTP API has it.")


@click.command("list", short_help="Reports, newest first, by campaign.")
@click.option("--state", type=click.Choice(["waiting", "closed", "all"]), default="waiting", show_default=True)
@click.option("--limit", type=click.IntRange(1, MAX_PAGE), default=50, show_default=True, help="Reports at once.")
@click.option("--before", metavar="CURSOR", help="The page after that one.")
@server_option
@key_option
@json_option
@click.pass_obj
def list_reports(
    context: Context,
    state: str,
    limit: int,
    before: str | None,
    server: str | None,
    key_files: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Show what readers reported: newest first, grouped by sender's domain and campaign, with the verdict now.

    \b
    Example:  lencana reports list
              lencana reports list --state all --server https://lencana.example.org
    """
    with open_reports(context, server, key_files) as reports:
        page = reports.page(state, limit, before)
    if as_json:
        echo(msgspec.json.encode(page).decode())
        return
    for line in inbox_lines(page):
        echo(line)
    if server is None and not page.reports:
        echo(f"in {context.data} alone: the reports of a server elsewhere need --server https://...")


@click.command(short_help="One report, and what can be done about it.")
@click.argument("id_", metavar="ID")
@click.option(
    "--message", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole message to this file."
)
@server_option
@key_option
@json_option
@click.pass_obj
def show(
    context: Context, id_: str, message: Path | None, server: str | None, key_files: tuple[Path, ...], as_json: bool
) -> None:
    """Show one report. ID is its id, or the beginning of it.

    \b
    Example:  lencana reports show 6f0e8f1e
              lencana reports show 6f0e8f1e --message suspect.eml
    """
    with open_reports(context, server, key_files) as reports:
        report = reports.one(full_id(reports, id_))
    if message is not None:
        if not isinstance(report.raw, str):
            raise InputError("the reader did not send the whole message")
        if message.exists():
            raise InputError(f"{message} exists already; give another name")
        write_file(message, base64.b64decode(report.raw), 0o600)  # it is somebody's mail
    if as_json:
        echo(msgspec.json.encode(report).decode())
        return
    for line in (*report_lines(report), *remedy_lines(context, report, server)):
        echo(line)

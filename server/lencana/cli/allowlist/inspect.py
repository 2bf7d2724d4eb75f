"""Looking at lists: show, lint, diff, verify, log. None of these changes anything."""

from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.files import print_changes, read_and_lint, read_envelope
from lencana.cli.allowlist.signing_base import open_signing_base, server_option, write_file
from lencana.cli.counts import count_of
from lencana.cli.expiry_notice import warn_of_expiry
from lencana.cli.state import open_data_folder
from lencana.core.brands.allowlist import Allowlist
from lencana.errors import InputError, NotInitialisedError
from lencana.trust.changes import beside_brands
from lencana.trust.client_workflow import TrustedAllowlist, check_fresh, verify_and_parse_allowlist
from lencana.trust.documents import well_formed
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.list_source import list_source
from lencana.trust.list_source import write as list_source_text
from lencana.trust.list_source.write import LIST_FIELDS

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--version", type=click.IntRange(min=1), help="An earlier version.")
@click.option("--json", "as_json", is_flag=True, help="The signed document itself.")
@click.pass_obj
def show(context: Context, version: int | None, as_json: bool) -> None:
    """Show the list in force, or an earlier version.

    \b
    Example:  lencana allowlist show --version 3
    """
    with open_data_folder(context) as state:
        allowlist_shown = state.allowlist(version)
        if version is None:
            warn_of_expiry(state.root().document, allowlist_shown.document, context.now, state.settings)
    if as_json:
        echo(encode_allowlist(allowlist_shown.document).decode())
        return
    _summary(allowlist_shown)
    for brand in allowlist_shown.document.brands:
        echo(f"{brand.name} ({brand.id})")
        for field in LIST_FIELDS:
            words = [getattr(entry, "text", None) or str(entry) for entry in getattr(brand, field)]
            if words:
                echo(f"  {field:10} {', '.join(words)}")
        if brand.links_complete:
            echo("  links_complete")
    for owner, entries in beside_brands(allowlist_shown.document):
        echo(f"{owner:12} {', '.join(entries)}")


@click.command("lint")
@click.argument("file", type=FILE)
@click.pass_obj
def lint(context: Context, file: Path) -> None:
    """Look for mistakes in a list before you sign it. Errors prevent signing; warnings ask; notes inform.

    \b
    Example:  lencana allowlist lint list.toml
    """
    read = read_and_lint(file, context.now, _list_in_force(context), notes=True)
    echo(f"{file}: {count_of(len(read.brands), 'brand')}, {count_of(len(read.platforms), 'platform')}, no errors")


@click.command(short_help="Show in plain words what a file would change.")
@click.argument("file", type=FILE)
@click.option(
    "--try",
    "tried",
    multiple=True,
    metavar="FILE|DOMAIN",
    help="Judge a message or domain before and after; repeat it.",
)
@server_option
@click.pass_obj
def diff(context: Context, file: Path, tried: tuple[str, ...], server: str | None) -> None:
    """Show in plain words what a file would change in the list in force, and what it would do to a message.

    \b
    Example:  lencana allowlist diff list.toml
              lencana allowlist diff list.toml --try suspicious.eml --try acme-t00ls.com
    """
    base = open_signing_base(context, server)
    if base.allowlist is None:
        raise NotInitialisedError("no list is published yet; run: lencana init")
    in_force = base.allowlist
    read = read_and_lint(file, context.now, in_force.document)
    document = list_source.build_allowlist(read, in_force.document.version + 1, in_force.sha256, context.now)
    print_changes(in_force.document, document)
    if tried:
        from lencana.cli.allowlist.trial import trial_lines  # with it all that reads messages

        for line in trial_lines(context, in_force, document, tried):
            echo(line)


@click.command(short_help="Verify a signed list as an extension does.")
@click.argument("file", type=FILE)
@click.pass_obj
def verify(context: Context, file: Path) -> None:
    """Verify a signed list as an extension does: signatures, format, names and expiry.

    \b
    Example:  lencana allowlist verify allowlist.json
    """
    with open_data_folder(context) as state:
        root = state.root()
        raw = read_envelope(file, state.settings.max_allowlist)
        read = verify_and_parse_allowlist(root, raw, state.settings.max_allowlist)
        latest = state.documents.latest().allowlist
    well_formed.check_well_formed(read.document)
    check_fresh(root, read, context.now)
    _summary(read)
    version = read.document.version
    standings = {latest: "in force", latest + 1: "ready to publish"}
    standing = standings.get(version, f"but version {latest} is in force")
    echo(f"valid: signed by the keys of root version {root.document.version}; {standing}")


@click.command()
@click.pass_obj
def log(context: Context) -> None:
    """List all published versions.

    \b
    Example:  lencana allowlist log
    """
    with open_data_folder(context) as state:
        lines = state.store.log(Role.ALLOWLIST)
        warn_of_expiry(state.root().document, state.allowlist().document, context.now, state.settings)
    for line in lines:
        echo(f"{line.version:6}  {line.published_at}  sha256 {line.sha256}")


@click.command(short_help="Write the list in force, or an earlier version, as TOML.")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.option("--version", type=click.IntRange(min=1), help="An earlier version.")
@click.pass_obj
def export(context: Context, file: Path, version: int | None) -> None:
    """Write the list in force, or an earlier version, as TOML. Never overwrites a file.

    \b
    Example:  lencana allowlist export list.toml
    """
    with open_data_folder(context) as state:
        text = list_source_text.write(state.allowlist(version).document)
    if str(file) == "-":
        echo(text, nl=False)
        return
    if file.exists():
        raise InputError(f"{file} exists already; give another name")
    write_file(file, text.encode())
    echo(f"wrote {file}")


def _list_in_force(context: Context) -> Allowlist | None:
    """The list in force, if this machine has one: a file can be looked at anywhere."""
    try:
        with open_data_folder(context) as state:
            return state.allowlist().document
    except NotInitialisedError:
        return None


def _summary(read: TrustedAllowlist) -> None:
    document: Allowlist = read.document
    echo(
        f"version {document.version}, issued {format_time(document.issued)}, expires {format_time(document.expires)}, "
        f"{count_of(len(document.brands), 'brand')}, {count_of(len(document.platforms), 'platform')}"
    )
    echo(f"sha256 {read.sha256}")

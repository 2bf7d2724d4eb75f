"""Changing the list in one go: edit, renew, remove a brand. Each shows the change, asks, signs and publishes."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from click import echo
from msgspec import structs

from lencana.cli import Context
from lencana.cli.allowlist.files import read_and_lint, read_text
from lencana.cli.allowlist.others import join, join_what_others_published, newer_base
from lencana.cli.allowlist.signing_base import (
    ReleaseOptions,
    SigningBase,
    key_option,
    open_signing_base,
    server_option,
    sign_and_publish,
    write_file,
    yes_option,
)
from lencana.core.brands.allowlist import Allowlist
from lencana.data import read_bytes
from lencana.errors import InputError, LencanaError
from lencana.trust.changes import changes
from lencana.trust.list_source import edit as list_source_edit
from lencana.trust.list_source import entries, list_source
from lencana.trust.list_source import write as list_source_text
from lencana.trust.packs import origins_of

LIST = "list.toml"
MAX_CONFLICTS = 60  # publications of others while one's own is signed: each shows the change and asks again
WAIT_SECONDS = 1.0  # at most, before the next try
BUNDLED = "brands/openai.toml"
# tomlkit, which keeps comments and layout, reads as many in two to three seconds.
SLOW_EDIT_CHARS = 1_000_000

file_option = click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The list as TOML. Default: {LIST} in the data folder.",
)


def release_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --key, --server and --yes."""
    for option in (yes_option, server_option, key_option):
        command = option(command)
    return command


@click.command(short_help="Open the list in your editor, then sign and publish it.")
@file_option
@release_options
@click.pass_obj
def edit(context: Context, file: Path | None, key_files: tuple[Path, ...], server: str | None, yes: bool) -> None:
    """Open the list in your editor ($EDITOR), lint it, show the changes, sign and publish.

    Your file stays as you saved it even if it is not published: run the command again to continue.

    \b
    Example:  lencana allowlist edit
    """
    base = open_signing_base(context, server)
    path = _working_file(context, base, file)
    join_what_others_published(context, path, base)
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        raise InputError(
            f"no editor: {error.message}; name yours in $EDITOR, or change {path} and run this again"
        ) from error
    _release_file(context, base, path, ReleaseOptions(key_files, server, yes))


@click.command(short_help="Sign and publish the list in force with a new expiry.")
@click.option("--expires-in", metavar="SPAN", help="Another lifetime than the last list's: 14d, 2w, 36h.")
@release_options
@click.pass_obj
def renew(context: Context, expires_in: str | None, key_files: tuple[Path, ...], server: str | None, yes: bool) -> None:
    """Sign and publish the list in force once more, as the next version with a new expiry.

    \b
    Example:  lencana allowlist renew
    """
    lifetime = entries.parse_lifetime(expires_in) if expires_in else None
    options = ReleaseOptions(key_files, server, yes)
    base = open_signing_base(context, server)
    _publish_on_top(context, base, options, lambda current: _renewed(context, current, lifetime), lambda *_: None)


def _renewed(context: Context, base: SigningBase, lifetime: timedelta | None) -> Allowlist:
    if base.allowlist is None:
        raise InputError("there is no list to renew; run: lencana init")
    if not base.is_signed_by_current_root:
        echo("The list in force is signed by keys that the root no longer names. Is every line of it yours?", err=True)
        echo("`lencana allowlist show` prints it; after a theft, sign your own file instead.", err=True)
    in_force = base.allowlist.document
    return structs.replace(
        in_force,
        version=in_force.version + 1,
        prev=base.allowlist.sha256,
        issued=context.now,
        expires=context.now + (lifetime or in_force.expires - in_force.issued),
    )


@click.command("remove-brand")
@click.argument("brand")
@file_option
@release_options
@click.pass_obj
def remove_brand(
    context: Context, brand: str, file: Path | None, key_files: tuple[Path, ...], server: str | None, yes: bool
) -> None:
    """Remove a brand from the list.

    \b
    Example:  lencana allowlist remove-brand stripe
    """
    change_list(
        context, file, ReleaseOptions(key_files, server, yes), lambda text: list_source_edit.remove_brand(text, brand)
    )


def change_list(context: Context, file: Path | None, options: ReleaseOptions, change: Callable[[str], str]) -> bool:
    """Change the text of the list, and release it; the file is as before if that fails, or if the answer is no.

    True if there was nothing to change, or it was released.
    """
    base = open_signing_base(context, options.server)
    path = _working_file(context, base, file)
    join_what_others_published(context, path, base)
    before = read_text(path)
    if len(before) > SLOW_EDIT_CHARS:
        seconds = 3 * len(before) // SLOW_EDIT_CHARS
        echo(f"{path} is long: changing it without losing comments takes about {seconds} seconds", err=True)
    after = change(before)
    if after == before:
        echo(f"{path} says so already; nothing was signed")
        return True
    write_file(path, after.encode())
    done = False
    try:
        done = _release_file(context, base, path, options)
    finally:
        if not done:
            write_file(path, before.encode())  # one line that did not get through leaves no trace
    return done


def _release_file(context: Context, base: SigningBase, path: Path, options: ReleaseOptions) -> bool:
    def build(current: SigningBase) -> Allowlist:
        in_force = current.allowlist
        read = read_and_lint(path, context.now, in_force.document if in_force else None, yes=options.yes)
        version, prev = (in_force.document.version + 1, in_force.sha256) if in_force else (1, None)
        return list_source.build_allowlist(read, version, prev, context.now)

    return _publish_on_top(context, base, options, build, lambda before, theirs: join(context, path, before, theirs))


def _publish_on_top(
    context: Context,
    base: SigningBase,
    options: ReleaseOptions,
    build: Callable[[SigningBase], Allowlist],
    join_theirs: Callable[[Allowlist, Allowlist], None],
) -> bool:
    """Sign and publish what `build` makes; once more on top of what others publish meanwhile. False: the answer was no.

    Raises what publishing raises, after MAX_CONFLICTS.
    """
    for conflict in range(MAX_CONFLICTS):
        try:
            return sign_and_publish(context, base, build(base), options)
        except LencanaError as error:
            newer = newer_base(context, options.server, base, error)
            if newer is None or newer.allowlist is None or conflict == MAX_CONFLICTS - 1:
                raise
            if base.allowlist:
                join_theirs(base.allowlist.document, newer.allowlist.document)
            base = newer
            time.sleep(random.uniform(0, WAIT_SECONDS))  # noqa: S311 (so that many admins do not stay in step)
    raise RuntimeError("the loop returns or raises")


def _working_file(context: Context, base: SigningBase, from_options: Path | None) -> Path:
    """The file given, or the data folder's, which is written from the list in force when it is missing."""
    path = from_options or context.data / LIST
    if path.exists():
        return path
    if from_options is not None or base.allowlist is None:
        raise InputError(f"{path}: no such file; `lencana allowlist export {path}` writes one")
    bundled = read_bytes(BUNDLED).decode()
    read = list_source.parse(bundled, BUNDLED)
    in_force = base.allowlist.document
    same = not changes(list_source.build_allowlist(read, 1, None, context.now), in_force)
    write_file(path, (bundled if same else list_source_text.write(in_force, origins_of(in_force.brands))).encode())
    echo(f"wrote {path} from the list in force")
    return path

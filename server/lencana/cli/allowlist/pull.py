"""`lencana allowlist pull`: brands of another organisation's list, verified and merged into one's own."""

from collections.abc import Iterator
from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.edit import change_list, file_option, release_options
from lencana.cli.allowlist.files import read_text
from lencana.cli.allowlist.packs import brand_option, chosen_brands, name_of, text_after_remarks
from lencana.cli.allowlist.signing_base import ReleaseOptions
from lencana.cli.remote.other_lists import OtherList, fetch_list, read_pin_option, read_server
from lencana.errors import InputError, ServerError, TrustError
from lencana.trust.documents.metadata import format_time
from lencana.trust.list_source import list_source
from lencana.trust.list_source.brand_edits import NewBrand, add_brands, update_brands
from lencana.trust.list_source.merging import PACK_PREFIX


@click.command(short_help="Take brands over from another organisation's list.")
@click.argument("url", required=False)
@click.option("--pin", metavar="FINGERPRINT", help="Of that organisation's root; needed the first time.")
@click.option("--all", "update", is_flag=True, help="Renew everything that came from other lists.")
@brand_option
@file_option
@release_options
@click.pass_obj
def pull(
    context: Context,
    url: str | None,
    pin: str | None,
    update: bool,
    brands: tuple[str, ...],
    file: Path | None,
    key_files: tuple[Path, ...],
    server: str | None,
    yes: bool,
) -> None:
    """Take brands over from another organisation's signed list into yours.

    Its root chain and its list are verified as its own readers do, from the fingerprint that its admin read to you.
    A list that is forged, expired, or older than what you took before brings nothing. You see all that changes in
    yours, and sign it: nobody else's signature ever makes anything green for your readers. Brands that you have
    already stay as they are.

    \b
    Example:  lencana allowlist pull https://badge.example.org --pin "2b7b 3ce3 ..." --brand bca --brand mandiri
              lencana allowlist pull --all
    """
    options = ReleaseOptions(key_files, server, yes, show_all=True)
    if update:
        if url or pin or brands:
            raise click.UsageError("--all renews what is there: give neither URL, --pin nor --brand with it")
        _update_all(context, file, options)
    elif url is None:
        raise click.UsageError("give the address of a server, or --all")
    else:
        other = fetch_list(context.data, read_server(url), read_pin_option(pin), context.now)
        _add_from(context, file, options, other, brands)


def _add_from(
    context: Context, file: Path | None, options: ReleaseOptions, other: OtherList, wanted: tuple[str, ...]
) -> None:
    _say_what_it_is(other)
    new = chosen_brands(_new_brands(other), wanted)
    name = name_of(context, file)

    def change(text: str) -> str:
        renewed = text_after_remarks(update_brands(text, name, {other.server: _new_brands(other)}, wanted))
        return text_after_remarks(add_brands(renewed, name, new, extend=False))

    if change_list(context, file, options, change):
        other.remember()


def _update_all(context: Context, file: Path | None, options: ReleaseOptions) -> None:
    """Every list is fetched before anything changes; one that brings nothing does not hold up the others."""
    name = name_of(context, file)
    read = list_source.parse(read_text(Path(name)), name)
    servers = sorted({origin.source for _id, origin in read.origins if not origin.source.startswith(PACK_PREFIX)})
    if not servers:
        raise InputError(f"{name}: no brand came from another list; `lencana allowlist pull URL --pin ...` takes some")
    failures: list[str] = []
    others = list(_fetched(context, servers, failures))
    for other in others:
        _say_what_it_is(other)
    sources = {other.server: _new_brands(other) for other in others}
    if others and change_list(
        context, file, options, lambda text: text_after_remarks(update_brands(text, name, sources))
    ):
        for other in others:
            other.remember()
    if failures:
        raise InputError(f"{len(failures)} of {len(servers)} lists brought nothing: {'; '.join(failures)}")


def _fetched(context: Context, servers: list[str], failures: list[str]) -> Iterator[OtherList]:
    for server in servers:
        try:
            yield fetch_list(context.data, read_server(server), None, context.now)
        except (ServerError, TrustError) as error:
            failures.append(f"{server}: {error}")


def _say_what_it_is(other: OtherList) -> None:
    document = other.document
    echo(
        f"{other.server}: version {document.version}, {len(document.brands)} brands, expires"
        f" {format_time(document.expires)}"
    )


def _new_brands(other: OtherList) -> list[NewBrand]:
    return [NewBrand(brand, other.server) for brand in other.document.brands]

"""Brands that come with Lencana: packs, add-pack, update-packs."""

from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.edit import LIST, change_list, file_option, release_options
from lencana.cli.allowlist.signing_base import ReleaseOptions
from lencana.errors import InputError
from lencana.trust import packs as bundled
from lencana.trust.list_source.brand_edits import Edited, NewBrand, add_brands, update_brands
from lencana.trust.packs import Pack

brand_option = click.option("--brand", "brands", metavar="ID", multiple=True, help="Only this brand; repeatable.")


@click.command(short_help="Show which packs of brands there are.")
@click.argument("name", required=False)
def packs(name: str | None) -> None:
    """Show which packs of brands come with Lencana, or the brands of one.

    "green" are the domains whose mail can be verified; of the other brands, imitations are noticed.

    \b
    Example:  lencana allowlist packs
              lencana allowlist packs ai-services
    """
    if name is None:
        for pack in bundled.all_packs():
            echo(f"{pack.name:33}{len(pack.brands):3} brands{pack.green_domains:5} green  {pack.summary}")
        return
    for brand in bundled.read_pack(name).brands:
        echo(f"{brand.id:24}{brand.name:28} {', '.join(brand.domains) or 'no green domain'}")


@click.command("add-pack", short_help="Add the brands of a pack.")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@brand_option
@click.option("--without", metavar="ID", multiple=True, help="Not this brand; repeatable.")
@file_option
@release_options
@click.pass_obj
def add_pack(
    context: Context,
    names: tuple[str, ...],
    brands: tuple[str, ...],
    without: tuple[str, ...],
    file: Path | None,
    key_files: tuple[Path, ...],
    server: str | None,
    yes: bool,
) -> None:
    """Add the brands of a pack to the list, with the sources of each entry as comments.

    A brand that you have already, by its id, gets the entries that it lacks; nothing of yours is changed. `from` says
    where a brand came from. Lencana took the facts from public sources: look at what you rely on.

    \b
    Example:  lencana allowlist add-pack ai-services payments
              lencana allowlist add-pack payments --brand paypal --brand wise
    """
    new = chosen_brands([each for name in names for each in _new_brands(bundled.read_pack(name))], brands, without)

    def change(text: str) -> str:
        return text_after_remarks(add_brands(text, name_of(context, file), new, extend=True))

    change_list(context, file, ReleaseOptions(key_files, server, yes), change)


@click.command("update-packs", short_help="Take over what newer packs say.")
@file_option
@release_options
@click.pass_obj
def update_packs(
    context: Context, file: Path | None, key_files: tuple[Path, ...], server: str | None, yes: bool
) -> None:
    """Compare the brands that came from packs with the packs of the Lencana that is installed now, and renew them.

    Brands that you changed stay as they are, and you are told. Nothing changes before you have seen the difference and
    signed.

    \b
    Example:  lencana allowlist update-packs
    """
    packs_and_lists = [*bundled.all_packs(), *map(bundled.read_pack, bundled.BUNDLED_LISTS)]
    current = {pack.source: _new_brands(pack) for pack in packs_and_lists}

    def change(text: str) -> str:
        return text_after_remarks(update_brands(text, name_of(context, file), current))

    change_list(context, file, ReleaseOptions(key_files, server, yes), change)


def chosen_brands(new: list[NewBrand], wanted: tuple[str, ...], without: tuple[str, ...] = ()) -> list[NewBrand]:
    """The brands that were asked for; all, if none was named. Raises InputError for an id that there is not."""
    ids = {each.brand.id for each in new}
    for brand in (*wanted, *without):
        if brand not in ids:
            from difflib import get_close_matches

            near = get_close_matches(brand, ids, 1)
            raise InputError(f"there is no brand {brand!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    return [each for each in new if (not wanted or each.brand.id in wanted) and each.brand.id not in without]


def text_after_remarks(edited: Edited) -> str:
    """The text, after the remarks on what was left alone have been printed on stderr."""
    for remark in edited.remarks:
        echo(remark, err=True)
    return edited.text


def name_of(context: Context, file: Path | None) -> str:
    """The file that a command changes, for messages."""
    return str(file or context.data / LIST)


def _new_brands(pack: Pack) -> list[NewBrand]:
    written = bundled.written_brands(pack.name)
    return [NewBrand(brand, pack.source, written[brand.id]) for brand in pack.brands]

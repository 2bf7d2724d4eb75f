"""`lencana desk`: where the desk is. It is a page of the extension, so that no server can change it."""

from collections.abc import Iterator

import click
import msgspec
from click import echo

from lencana.cli import Context
from lencana.cli.home_server import server_option
from lencana.cli.remote import ask
from lencana.engine.contract import Join
from lencana.errors import ServerError
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.release import FOLDER

PAGE = "desk/desk.html"  # in the extension
SETTINGS_LINK = "I keep the list"  # in the extension's settings (`desk_link`)


@click.command()
@click.option("--open", "opens", is_flag=True, help="Open the page from which the extension is installed.")
@server_option("The server that hands the extension out. Default: the one that lencana.toml names.")
@click.pass_obj
def desk(context: Context, opens: bool, server: str | None) -> None:
    """Say where the desk is: the page on which you see, change and sign the list without a terminal.

    No program may open a page of an extension, so you do: paste the address, or click in the extension's settings.

    \b
    Example:  lencana desk
    """
    release = packed_release(context.data / FOLDER)
    for line in _lines(release.chromium_id if release else _id_from(server), server):
        echo(line)
    if opens and server:
        click.launch(f"{server}/extension")


def _lines(chromium_id: str | None, server: str | None) -> Iterator[str]:
    yield "The desk is a page of the extension in your own browser; the list key never leaves it."
    if chromium_id:
        yield f"  Chromium, Chrome, Edge   paste into the address bar: chrome-extension://{chromium_id}/{PAGE}"
    yield f'  any browser              Lencana in the toolbar, its settings, "{SETTINGS_LINK}"'
    if server:
        yield f"Not installed yet? {server}/extension says how."
    else:
        yield "Not installed yet? Your server says how at /extension; `--server https://...` names it."


def _id_from(server: str | None) -> str | None:
    """The id of the extension that a server hands out; None where it does not say."""
    if server is None:
        return None
    try:
        told = msgspec.json.decode(ask(server, "GET", "/join"), type=Join)
    except (ServerError, msgspec.DecodeError, UnicodeError):
        return None
    return told.extension.chromium_id if told.extension else None

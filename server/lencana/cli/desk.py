"""`lencana desk`: opens the desk. It is a page of the extension, so that no server can change it.

No command can open a page of an extension; the extension puts it in the place of its server's page `/desk`.
"""

import os
import sys
import webbrowser
from collections.abc import Iterator, Mapping

import click
import msgspec
from click import echo

from lencana.cli import Context
from lencana.cli.remote.home_server import check_address, server_option
from lencana.cli.remote.server_documents import ask
from lencana.engine.contract import Join
from lencana.errors import ServerError
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.release import EXTENSION_FOLDER

PAGE = "desk/desk.html"  # in the extension
SETTINGS_LINK = "I keep the list"  # in the extension's settings (`desk_link`)


@click.command()
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open the browser, or only print the address. Default: open it where there is a display, and not over SSH.",
)
@server_option("The server whose list you keep. Default: the one that lencana.toml names.")
@click.pass_obj
def desk(context: Context, opens: bool | None, server: str | None) -> None:
    """Open the desk: the page on which you see, change and sign the list without a terminal.

    The browser is sent to the server's page /desk. An extension that is connected to that server opens the desk there;
    without one the page says how to install and connect it. Nothing secret is in the address.

    \b
    Example:  lencana desk
    """
    if server:
        check_address(server)
        echo(f"{server}/desk")
    release = packed_release(context.data / EXTENSION_FOLDER)
    for line in _lines(release.chromium_id if release else _id_from(server), server):
        echo(line)
    wanted = _has_browser(os.environ) if opens is None else opens
    if server and wanted and not webbrowser.open(f"{server}/desk"):
        echo("No browser could be started; open the first address yourself.", err=True)


def _lines(chromium_id: str | None, server: str | None) -> Iterator[str]:
    yield "The desk is a page of the extension in your own browser; the list key never leaves it."
    if server:
        yield "  any browser              the address above, once the extension is connected to the server"
    if chromium_id:
        yield f"  Chromium, Chrome, Edge   paste into the address bar: chrome-extension://{chromium_id}/{PAGE}"
    yield f'  or, in any browser       Lencana in the toolbar, its settings, "{SETTINGS_LINK}"'
    if server:
        yield f"Not installed yet? {server}/extension says how."
    else:
        yield "Not installed yet? Your server says how at /extension; `--server https://...` names it."


def _has_browser(environment: Mapping[str, str]) -> bool:
    """Whether a browser would open before the eyes of whoever types the command."""
    if "SSH_CONNECTION" in environment or "SSH_TTY" in environment:
        return False
    return sys.platform in ("darwin", "win32") or "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment


def _id_from(server: str | None) -> str | None:
    """The id of the extension that a server hands out; None where it does not say."""
    if server is None:
        return None
    try:
        join = msgspec.json.decode(ask(server, "GET", "/join"), type=Join)
    except (ServerError, msgspec.DecodeError, UnicodeError):
        return None
    return join.extension.chromium_id if join.extension else None

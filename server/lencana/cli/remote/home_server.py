"""The server whose list a data folder keeps: remembered from the first use, so that no command publishes elsewhere."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from click import echo
from click.core import ParameterSource

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.errors import InputError
from lencana.settings import SETTINGS_FILE, Settings, load_settings, unwritable

NO_SERVER = "none"  # as --server: this folder alone
HELP = f"Work on this server. Default: the one that lencana.toml names; {NO_SERVER}: on the data folder alone."


def _resolve(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The server that was named, or the one that the folder remembers; None for the data folder itself."""
    if value == NO_SERVER:
        return None
    return value or home_server(load_settings(context.ensure_object(Context).data, os.environ))


def server_option(help_text: str = HELP) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--server` of every command that publishes, or looks at what is published."""
    return click.option("--server", metavar="URL", callback=_resolve, help=help_text)


def home_server(settings: Settings) -> str | None:
    """The server that this folder's list is for; None on that server itself, which answers to its own name."""
    if settings.server is None or is_of_server(settings):
        return None
    return settings.server


def is_of_server(settings: Settings) -> bool:
    """Is this the folder of the server itself: does it answer to the name in `server`?"""
    return settings.server is not None and (urlsplit(settings.server).hostname or "") in settings.hosts


def remember_server(data: Path, server: str) -> None:
    """Write the server into lencana.toml, unless one stands there or there is no data folder; everything else stays.

    Raises SettingsError.
    """
    if not data.is_dir() or load_settings(data, os.environ).server is not None:
        return
    path = data / SETTINGS_FILE
    address = server.rstrip("/")
    try:
        # At the top: at the end it would belong to the last table. A string of JSON is one of TOML.
        written = path.read_bytes() if path.is_file() else b""
        atomic_write(path, f"server = {json.dumps(address, ensure_ascii=False)}\n".encode() + written, new_mode=0o600)
    except OSError as error:
        raise unwritable(path, error) from error
    echo(f"{path} now names {address}: commands that publish use it; --server names another, or {NO_SERVER}", err=True)


def check_address(server: str) -> None:
    """Raises InputError unless it begins with https:// or http://."""
    if not server.startswith(("https://", "http://")):
        raise InputError(f"--server: {server!r} is not an address that begins with https:// or http://")


def hint_if_unreachable() -> str:
    """What else one may do when a server that nobody named on this command line does not answer; "" if it was named."""
    context = click.get_current_context(silent=True)
    if context is None or context.get_parameter_source("server") is ParameterSource.COMMANDLINE:
        return ""
    return f"; `--server {NO_SERVER}` works on the data folder alone, where no reader sees it"

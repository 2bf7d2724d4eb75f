"""`lencana session`, and an admin's requests to a server: signed in with a list key, never with a password."""

import os
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.signing_base import key_option, server_option
from lencana.cli.keys.keyring import load_keys
from lencana.cli.remote.server_documents import open_server_documents
from lencana.errors import InputError
from lencana.registry.publish import trusted_root
from lencana.trust import session as sessions
from lencana.trust.keys import signing

VARIABLE = "LENCANA_SESSION"
MAX_HOURS = sessions.MAX_LIFETIME // timedelta(hours=1)
FOR_ONE_COMMAND = timedelta(minutes=5)


@click.command(short_help="Print a session for a server, for scripts and for several commands.")
@server_option
@key_option
@click.option("--hours", type=click.IntRange(1, MAX_HOURS), default=MAX_HOURS, show_default=True, help="How long.")
@click.pass_obj
def session(context: Context, server: str | None, key_files: tuple[Path, ...], hours: int) -> None:
    """Print the value of an Authorization field that makes you an admin on a server for some hours.

    Commands that ask a server as an admin take it from LENCANA_SESSION, and then ask for no passphrase. Keep it secret:
    whoever has it can read reports there until it ends. It cannot publish.

    \b
    Example:  export LENCANA_SESSION="$(lencana session --server https://lencana.example.org)"
    """
    if server is None:
        raise InputError("a session is for one server: name it with --server https://…")
    header = make_session(context, server, key_files, timedelta(hours=hours))
    echo(header)


def authorization(context: Context, server: str, key_files: Sequence[Path] = ()) -> str:
    """The Authorization field for requests to `server` as an admin: from LENCANA_SESSION, or signed now.

    Raises InputError, KeyFileError, ServerError, TrustError.
    """
    return os.environ.get(VARIABLE) or make_session(context, server, key_files, FOR_ONE_COMMAND)


def make_session(context: Context, server: str, key_files: Sequence[Path], lifetime: timedelta) -> str:
    """The Authorization field of a new session, signed by one key that may sign the list. Raises as `authorization`."""
    session = sessions.new_session(server, context.now, lifetime)
    _demand_secrecy(session.server)
    root = trusted_root(open_server_documents(context.data, server)).document
    (key, *_) = [
        key
        for key in load_keys(context.data, key_files, root.roles.allowlist.keyids, 1)
        if key.keyid in root.roles.allowlist.keyids
    ]
    return sessions.authorization_of(signing.sign_session(session, key))


def _demand_secrecy(server: str) -> None:
    """Whoever reads a session on its way can use it. Raises InputError."""
    parts = urlsplit(server)
    name = parts.hostname or ""
    if parts.scheme == "http" and not sessions.is_loopback(name):
        raise InputError(f"{server}: a session can be read on its way over http; use https")

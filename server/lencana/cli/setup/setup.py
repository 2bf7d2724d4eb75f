"""`lencana setup`: from the answers to the server's lencana.toml, and to what is to be done next on which machine."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import click
import tomlkit
from click import echo
from tomlkit.exceptions import TOMLKitError

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.cli.check import read
from lencana.cli.setup.answers import Answers, TlsBy, ask, read_answers
from lencana.cli.setup.bootstrap import TRIAL
from lencana.cli.setup.init import initialise
from lencana.cli.setup.next_steps import next_steps
from lencana.core.evidence.diagnosis import results_reports, suggestion
from lencana.core.mail.header.header_block import read_headers, split_message
from lencana.core.mail.message import AUTHENTICATION_RESULTS
from lencana.errors import InputError, SettingsError
from lencana.extension_kit.organisation import site_origin
from lencana.settings import SETTINGS_FILE, Settings, load_settings, unwritable

TOKEN_BYTES = 24


@click.command()
@click.option(
    "--answers", type=click.Path(dir_okay=False, path_type=Path), help="Take the answers from this TOML file instead."
)
@click.option("--trial", is_flag=True, help="Make the keys here too, unencrypted: for a trial, never for readers.")
@click.pass_obj
def setup(context: Context, answers: Path | None, trial: bool) -> None:
    """Ask what a server needs, write its lencana.toml, and say what to do next, there and on your own machine.

    It makes no keys on a server: those are made on the machine of whoever keeps the list. An existing lencana.toml
    keeps what you do not answer, and its comments.

    \b
    Example:  lencana --data /var/lib/lencana setup
              lencana --data /var/lib/lencana setup --answers answers.toml

    \b
    An answers file:  server = "https://lencana.example.org"
                      webmails = ["https://mail.example.org"]
                      genuine = "genuine.eml"
                      lists = ["common-id", "global-most-imitated"]
                      token = false
                      tls = "proxy"            # or "lencana", or "nobody"
                      reports = "verdicts"     # or "off", or "messages"
    """
    settings = load_settings(context.data, os.environ)
    chosen = read_answers(answers) if answers else ask(lambda genuine: _authserv_id(genuine, settings))
    origin = site_origin(chosen.server, "server", secure=True)
    authserv_id = _authserv_id(chosen.genuine, settings)
    path = context.data / SETTINGS_FILE
    token = _write_settings(path, chosen, origin, authserv_id)
    echo(f"wrote {path}")
    if authserv_id:
        echo(f"authserv_ids has {authserv_id}, from the newest Authentication-Results of {chosen.genuine}")
        echo("(if that is not your own mail server, remove it: whoever is trusted decides what is green)")
    if trial:
        extras = (*chosen.lists, TRIAL)
        initialised = initialise(
            context.data, load_settings(context.data, os.environ), context.now, lambda: None, extras
        )
        for line in initialised.made:
            echo(f"made {line}")
    for line in next_steps(context.data, chosen, origin, authserv_id, token, trial=trial):
        echo(line)


def _authserv_id(genuine: str | None, settings: Settings) -> str | None:
    """Whose Authentication-Results a genuine message bears, newest first; None when that is left for later."""
    if genuine is None:
        return None
    try:
        raw = read(genuine, settings.max_message)
    except OSError as error:
        raise InputError(f"genuine: {genuine}: {error.strerror or error}") from error
    block = read_headers(split_message(raw)[0], settings.max_headers)
    name = suggestion(results_reports(block.all(AUTHENTICATION_RESULTS), frozenset()))
    if name is None:
        raise InputError(
            f"genuine: {genuine} has no Authentication-Results that can be read; save it from a reader's own account,"
            " with all headers, or leave it out and run `lencana doctor` later"
        )
    return name


def _write_settings(path: Path, answers: Answers, origin: str, authserv_id: str | None) -> str | None:
    """Put the answers into the file, readable by its owner alone; the token that was made, if any."""
    host = urlsplit(origin).hostname or ""
    try:
        document = tomlkit.parse(path.read_text()) if path.is_file() else tomlkit.document()
        document["server"] = origin
        document["hosts"] = list(dict.fromkeys([*document.get("hosts", []), host]))
        if answers.webmails:
            document["webmails"] = [site_origin(webmail, "webmails") for webmail in answers.webmails]
        if authserv_id:
            document["authserv_ids"] = list(dict.fromkeys([*document.get("authserv_ids", []), authserv_id]))
        if answers.reports:
            document["reports"] = answers.reports.value
        if answers.tls is TlsBy.PROXY:
            document["proxies"] = list(dict.fromkeys([*document.get("proxies", []), "127.0.0.1"]))
        token = secrets.token_urlsafe(TOKEN_BYTES) if answers.token and not document.get("tokens") else None
        if token:
            document["tokens"] = [token]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(path, tomlkit.dumps(document).encode(), new_mode=0o600)
    except OSError as error:
        raise unwritable(path, error) from error
    except TOMLKitError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    return token

"""`lencana setup`: six questions, the server's lencana.toml, and what to do next on which machine."""

import os
import secrets
import tomllib
from collections.abc import Callable, Iterator
from enum import StrEnum, unique
from pathlib import Path
from shlex import quote
from urllib.parse import urlsplit

import click
import msgspec
import tomlkit
from click import echo
from tomlkit.exceptions import TOMLKitError

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.cli.bootstrap import EXTRAS, TRIAL
from lencana.cli.check import read
from lencana.cli.init import initialise
from lencana.core.evidence.diagnosis import results_reports, suggestion
from lencana.core.mail.headers import read_headers, split_message
from lencana.core.mail.message import AUTHENTICATION_RESULTS
from lencana.errors import InputError, SettingsError
from lencana.extension_kit.organisation import site_origin
from lencana.settings import SETTINGS_FILE, Reports, Settings, load_settings

TOKEN_BYTES = 24
MAX_ANSWERS_BYTES = 64 * 1024


@unique
class TlsBy(StrEnum):
    """Who speaks https to readers."""

    PROXY = "proxy"  # Caddy or nginx on the same machine
    LENCANA = "lencana"  # serve --tls-certificate --tls-key
    NOBODY = "nobody"  # readers on this very machine: a trial


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answers file holds (TOML); each field is one question."""

    server: str  # public address, https
    webmails: tuple[str, ...] = ()
    genuine: str | None = None  # path of a message that is known to be genuine
    lists: tuple[str, ...] = ()  # of EXTRAS, beside the OpenAI list
    token: bool = False  # shall readers need a token?
    tls: TlsBy = TlsBy.PROXY
    reports: Reports | None = None  # what readers may report; unanswered: as it is


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
    chosen = _read_answers(answers) if answers else _ask()
    origin = site_origin(chosen.server, "server", secure=True)
    authserv_id = _authserv_id(chosen.genuine, load_settings(context.data, os.environ))
    path = context.data / SETTINGS_FILE
    token = _write_settings(path, chosen, origin, authserv_id)
    echo(f"wrote {path}")
    if trial:
        extras = (*chosen.lists, TRIAL)
        made = initialise(context.data, load_settings(context.data, os.environ), context.now, lambda: None, extras)
        for line in made.made:
            echo(f"made {line}")
    for line in _next_steps(context.data, chosen, origin, authserv_id, token, trial=trial):
        echo(line)


def _ask() -> Answers:
    """The six questions, one after another; the defaults suit most."""
    server = click.prompt("1  Address under which readers reach the server", default="https://lencana.example.org")
    webmails = click.prompt("   Addresses of the webmails that they use, separated by blanks", default="")
    genuine = click.prompt(
        "2  A message that you know to be genuine, saved from a reader's account (.eml); empty: later", default=""
    )
    lists = click.prompt(
        f"3  Which lists and packs beside OpenAI's: {', '.join(EXTRAS)}; empty: none",
        default="",
        value_proc=_known_lists,
    )
    token = click.confirm("4  Can strangers reach the server, so that readers need a token?", default=False)
    tls = click.prompt("5  Who speaks https", type=click.Choice([by.value for by in TlsBy]), default="proxy")
    reports = click.prompt(
        "6  What may readers report to you: nothing, the verdict, or the message if they tick it",
        type=click.Choice([each.value for each in Reports]),
        default=Reports.VERDICTS.value,
    )
    return Answers(
        server=server,
        webmails=tuple(webmails.split()),
        genuine=genuine or None,
        lists=lists,
        token=token,
        tls=TlsBy(tls),
        reports=Reports(reports),
    )


def _known_lists(text: str) -> tuple[str, ...]:
    names = tuple(text.replace(",", " ").split())
    for name in names:
        if name not in EXTRAS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(EXTRAS)}")
    return names


def _read_answers(path: Path) -> Answers:
    try:
        with path.open("rb") as file:
            values = tomllib.loads(file.read(MAX_ANSWERS_BYTES).decode())
        answers = msgspec.convert(values, Answers)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except (ValueError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from error
    try:
        return msgspec.structs.replace(answers, lists=_known_lists(" ".join(answers.lists)))
    except click.BadParameter as error:
        raise SettingsError(f"{path}: lists: {error.message}") from error


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
    except (OSError, TOMLKitError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return token


def _next_steps(
    data: Path, answers: Answers, origin: str, authserv_id: str | None, token: str | None, *, trial: bool
) -> Iterator[str]:
    """In the order of the handbook."""
    here = f"lencana --data {quote(str(data))}"
    step = _counter()
    if trial:
        yield "\nHere (a trial: the keys have no passphrase and lie on the server):"
    else:
        yield "\nOn your own machine, never on the server (docs/admin.md, First day):"
        yield from _on_the_admins_machine(answers, origin, step)
        yield "\nHere, as the user that the server runs as (with the package: sudo -u lencana ...):"
        yield f"  {step()}. {here} restore /tmp/state.tar.gz     its fingerprint must be the one of your machine"
    serve = f"{here} serve --no-init"
    if answers.tls is TlsBy.LENCANA:
        serve += " --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem"
    if answers.tls is TlsBy.PROXY:
        yield f"  {step()}. put a reverse proxy in front of it: deploy/caddy/Caddyfile, or deploy/nginx/nginx.conf"
        yield "     (with the package: in /usr/share/doc/lencana/examples)"
    yield f"  {step()}. systemctl start lencana        (or without the package: {serve})"
    if authserv_id is None:
        yield f"  {step()}. {here} doctor --apply genuine.eml     without it hardly anything turns green"
    yield f"  {step()}. {here} status"
    yield "\nFor the readers, on your own machine:"
    yield f"  {step()}. lencana root show --poster poster.svg --server {origin}"
    yield f"  {step()}. send your people to {origin}/join"
    if token:
        yield f"\nReaders' token (it stands in lencana.toml): {token}"


def _on_the_admins_machine(answers: Answers, origin: str, step: Callable[[], int]) -> Iterator[str]:
    extras = "".join(f" --with {name}" for name in answers.lists)
    webmails = "".join(f" --webmail {webmail}" for webmail in answers.webmails) or " --webmail https://mail.example.org"
    keys = "--root-key /media/stick-a/root.pem --root-key /media/stick-b/spare.pem"
    yield "     export LENCANA_DATA=~/lencana"
    yield f"  {step()}. lencana init {keys}{extras}"
    yield f"  {step()}. lencana extension pack --new-key --server {origin}{webmails}"
    yield f"  {step()}. lencana backup --no-keys state.tar.gz"
    yield f"  {step()}. lencana backup /media/stick-a/lencana.tar.gz"
    yield f"  {step()}. scp state.tar.gz {urlsplit(origin).hostname}:/tmp/"


def _counter() -> Callable[[], int]:
    number = 0

    def count() -> int:
        nonlocal number
        number += 1
        return number

    return count

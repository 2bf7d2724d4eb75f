"""`lencana doctor`: set up trust with the help of one good message."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import tomlkit
from tomlkit.exceptions import TOMLKitError

from lencana.atomic_write import atomic_write
from lencana.cli import Context
from lencana.cli.check import as_text, no_message_hint, read
from lencana.cli.doctor.evidence import results_lines
from lencana.cli.doctor.on_server import server_lines, verdict_of_server
from lencana.cli.mending import lines_for_message
from lencana.cli.remote.home_server import server_option
from lencana.core.evidence.diagnosis import ResultsReport, results_reports, sealers_of, suggestion
from lencana.core.evidence.trusted_results import MICROSOFT, trusted_ids
from lencana.core.mail.header.header_block import HeaderBlock, read_headers, split_message
from lencana.core.mail.message import AUTHENTICATION_RESULTS, Origin
from lencana.engine.assembly import open_engine
from lencana.engine.contract import Answer
from lencana.engine.engine import Engine
from lencana.errors import SettingsError
from lencana.settings import PREFIX, SETTINGS_FILE, Settings, load_settings, unwritable

UNVERIFIED = 1  # exit code


@click.command()
@click.argument("file", metavar="FILE | -")
@click.option("--apply", is_flag=True, help="Write the suggested setting to lencana.toml in the data folder.")
@server_option("Ask this server. Default: the one that lencana.toml names; none: judge by this folder's settings.")
@click.pass_obj
def doctor(context: Context, file: str, apply: bool, server: str | None) -> None:
    """Show a message's authentication results, which of them to trust, and why it is or is not verified.

    FILE is a message that you know to be genuine, saved from an account that your readers use (.eml).

    \b
    lencana doctor genuine.eml
    lencana doctor --apply genuine.eml

    On your own machine it asks the server that the data folder remembers: its settings count for readers.

    Exit code: 0 the message is verified (with --apply: the setting is there), 1 it is not, 2 it cannot be read.
    """
    settings = load_settings(context.data, os.environ)
    try:
        raw = read(file, settings.max_message)
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror or error}") from error
    block = read_headers(split_message(raw)[0], settings.max_headers)
    if server is None:
        answer = _by_this_folder(context, settings, file, raw, block)
    elif apply:
        raise SettingsError(f"--apply changes the settings of a server: run it on {server}, or give --server none")
    else:
        answer = _by_server(context, settings, server, file, raw, block)
    if apply:
        sys.exit(0 if _apply_and_show(context, settings, file, raw, block) else UNVERIFIED)
    sys.exit(0 if answer.verdict == "verified" else UNVERIFIED)


def _by_server(context: Context, settings: Settings, server: str, file: str, raw: bytes, block: HeaderBlock) -> Answer:
    """Print what the server says of the message."""
    answer = verdict_of_server(context, server, raw)
    click.echo("\n".join(server_lines(server, file, block, answer)))
    if answer.verdict == "suspicious":
        here, _ = open_engine(context.data, settings)
        _print_mends(context, here, _judge(context, here, raw), raw)
    return answer


def _by_this_folder(context: Context, settings: Settings, file: str, raw: bytes, block: HeaderBlock) -> Answer:
    """Print the message's evidence, what to trust, and the verdict by the present settings."""
    reports = _reports(settings, block)
    engine, _ = open_engine(context.data, settings)
    answer = _judge(context, engine, raw)
    click.echo("\n".join(_evidence(reports, settings)))
    if sealers := sealers_of(block.all("arc-seal")):
        click.echo(
            f"ARC seals, newest first: {', '.join(sealers)} (trusted: {', '.join(settings.arc_sealers) or 'none'})"
        )
    click.echo("\n".join(_advice(reports, settings, answer, context.data / SETTINGS_FILE)))
    click.echo("\nWith the current settings:")
    click.echo("\n".join((*as_text(file, answer, engine, "en"), *no_message_hint(raw, settings.max_headers, "en"))))
    _print_mends(context, engine, answer, raw)
    return answer


def _apply_and_show(context: Context, settings: Settings, file: str, raw: bytes, block: HeaderBlock) -> bool:
    """Write the suggested setting, and print the verdict by it; False where there is none to suggest."""
    name = suggestion(_reports(settings, block))
    if name is None:
        click.echo("\nNothing to apply: no field says which mail server took this message in.")
        return False
    if _apply(context.data / SETTINGS_FILE, settings, name):
        after, _ = open_engine(context.data, load_settings(context.data, os.environ))
        click.echo("With the new setting:")
        click.echo("\n".join(as_text(file, _judge(context, after, raw), after, "en")))
    return True


def _reports(settings: Settings, block: HeaderBlock) -> tuple[ResultsReport, ...]:
    return results_reports(block.all(AUTHENTICATION_RESULTS), trusted_ids(settings.authserv_ids, None))


def _judge(context: Context, engine: Engine, raw: bytes) -> Answer:
    return engine.check_raw(raw, now=context.now, lang="en", origin=Origin.DELIVERED)


def _print_mends(context: Context, engine: Engine, answer: Answer, raw: bytes) -> None:
    """What would change a red verdict, by the list in force here."""
    for line in lines_for_message(engine, raw, answer, context.now, "en", Origin.DELIVERED):
        click.echo(line)


def _evidence(reports: tuple[ResultsReport, ...], settings: Settings) -> Iterator[str]:
    yield f"Currently trusted: {', '.join(settings.authserv_ids) or 'no mail server'}"
    yield from results_lines(reports)


def _advice(reports: tuple[ResultsReport, ...], settings: Settings, answer: Answer, path: Path) -> Iterator[str]:
    name = suggestion(reports)
    yield ""
    if name is None:
        yield "Nothing to suggest: the newest field is missing or unreadable."
    elif name in settings.authserv_ids:
        yield f"The newest field is from {name}, which is trusted already."
    else:
        whose = "the mailbox is at Exchange Online" if name == MICROSOFT else f"{name} is your own mail server"
        yield f"If {whose}, trust it. Put this into {path}:"
        yield f"  authserv_ids = {_toml_list([*settings.authserv_ids, name])}"
        yield "or run this command again with --apply."
    if answer.sender is not None and not any(reason.code == "sender_listed" for reason in answer.reasons):
        yield f"{answer.sender.domain} is not on your list, so its mail is never verified: lencana allowlist show"


def _toml_list(words: list[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _apply(path: Path, settings: Settings, name: str) -> bool:
    """Add the id to the file, keeping everything else in it, and its mode: it may hold tokens. Was it added?"""
    if name in settings.authserv_ids:
        click.echo("\nNothing to apply: it is trusted already.")
        return False
    try:
        document = tomlkit.parse(path.read_text()) if path.is_file() else tomlkit.document()
        document["authserv_ids"] = [*document.get("authserv_ids", []), name]
        atomic_write(path, tomlkit.dumps(document).encode(), new_mode=0o600)  # tokens may come to stand in it
    except OSError as error:
        raise unwritable(path, error) from error
    except TOMLKitError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    click.echo(f"\n{path}: authserv_ids now has {name}. Restart a running server to apply it.")
    if (variable := f"{PREFIX}AUTHSERV_IDS") in os.environ:
        click.echo(f"But {variable} is set here and overrides the file: add {name} to it.")
    return True

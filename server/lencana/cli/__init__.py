"""The command line: one file a command group, loaded when it is called: `lencana domain` need not load Flask."""

import gc
import os
import resource
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click

from lencana import __version__
from lencana.errors import LencanaError, SettingsError

# command → module that holds a click command of the same name, and what `lencana --help` says of it
COMMANDS = {
    "init": ("lencana.cli.setup.init", "Make the data folder, its keys and version 1 of the list."),
    "setup": ("lencana.cli.setup.setup", "Ask what a server needs, and write its settings."),
    "serve": ("lencana.cli.server.serve", "Serve the HTTP API and the page."),
    "check": ("lencana.cli.check", "Say whether messages are verified, suspicious or unknown."),
    "domain": ("lencana.cli.domain", "Say whether domain names are listed or imitate a listed one."),
    "doctor": ("lencana.cli.doctor.doctor", "Show a message's authentication results, and which to trust."),
    "status": ("lencana.cli.status", "Say what is in force, until when, and what is wrong."),
    "allowlist": ("lencana.cli.allowlist", "Show, change and publish the signed list."),
    "desk": ("lencana.cli.desk", "Open the page on which you keep the list."),
    "reports": ("lencana.cli.reports", "Look through what readers report, and answer."),
    "key": ("lencana.cli.keys.key", "Make signing keys, and list them."),
    "session": ("lencana.cli.keys.session", "Print a session for a server, for scripts."),
    "root": ("lencana.cli.root", "Show or change which keys may sign the list."),
    "extension": ("lencana.cli.extension", "Sign the browser extension; write its policies."),
    "milter": ("lencana.cli.milter", "Mark messages as the mail server takes them in."),
    "mailbox": ("lencana.cli.mailbox", "Answer people who forward a message they doubt."),
    "backup": ("lencana.cli.backup", "Write the whole state to one file."),
    "restore": ("lencana.cli.backup", "Replace the state here by a backup."),
}
DEFAULT_DATA = "data"
GC_THRESHOLD_OBJECTS = 1_000_000  # objects; a long list is as many, and neither in it nor in judging is a cycle


@dataclass(frozen=True, slots=True)
class Context:
    """What every command gets: the data folder, and the time that this run goes by."""

    data: Path
    now: datetime


class LazyGroup(click.Group):
    """Imports a command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click asks so)
        """In the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 (a slip in COMMANDS, not in what a user typed)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but suggest a command for a typing error: click knows only those that are imported."""
        from difflib import get_close_matches

        if args[0] not in COMMANDS and (meant := get_close_matches(args[0], COMMANDS, 1)):
            ctx.fail(f"No such command {args[0]!r}. Did you mean {meant[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """One line a command, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


def _instant(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime:
    if value is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError as error:
        raise click.BadParameter("give an instant like 2026-01-31T00:00:00Z") from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data",
    type=click.Path(file_okay=False, readable=False, path_type=Path),
    envvar="LENCANA_DATA",
    default=DEFAULT_DATA,
    show_default=True,
    help="Data folder: keys, list and settings. LENCANA_DATA is the same.",
)
@click.option("--now", callback=_instant, expose_value=True, hidden=True, help="Set the clock, for reproducible runs.")
@click.version_option(__version__, prog_name="lencana")
@click.pass_context
def group(ctx: click.Context, data: Path, now: datetime) -> None:
    """Tell a brand's real mail from an imitation.

    First run:  lencana init && lencana check message.eml
    """
    if data.is_dir() and not os.access(data, os.R_OK | os.X_OK):
        raise SettingsError(
            f"{data} is not for this user to read: run this as the user to whom it belongs"
            " (of the Debian package: sudo -u lencana)"
        )
    ctx.obj = Context(data, now)


def _forbid_core_dumps() -> None:
    """A process that crashes writes no memory to a disk: messages are in it, keys and passphrases."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _drop_unwritable_output() -> None:
    """Let Python not try again, at its end, to write what standard output does not take: it would exit with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command line; every error of ours is one line on stderr and exit code 2."""
    gc.set_threshold(GC_THRESHOLD_OBJECTS)
    _forbid_core_dumps()
    try:
        group.main(standalone_mode=False)
    except LencanaError as error:
        click.echo(f"lencana: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except OSError as error:  # that no command foresaw: above all, no room for what it prints
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"lencana: {where}{error.strerror or error}", err=True)
        _drop_unwritable_output()
        sys.exit(2)
    except click.Abort:
        click.echo("lencana: stopped", err=True)
        sys.exit(130)

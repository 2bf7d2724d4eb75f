"""`lencana mailbox`: answer people who forward a message that they doubt."""

import asyncio
import fcntl
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from lencana.atomic_write import atomic_write, open_lock_file
from lencana.cli import Context
from lencana.core.domains.domain import Domain
from lencana.engine.assembly import open_engine
from lencana.engine.languages import LANGUAGES
from lencana.errors import DomainError, LencanaError, SettingsError
from lencana.mailbox.handling import Handler
from lencana.mailbox.journal import Journal
from lencana.mailbox.judgement import Judge
from lencana.mailbox.metrics import render
from lencana.mailbox.transport.servers import read_place, read_server
from lencana.mailbox.transport.submission import Submission
from lencana.settings import MailboxSettings, load_settings

LOCK_FILE = "mailbox.lock"  # in the data folder
EXIT_LEFT = 1  # with --once: something is left for the next run


@click.command()
@click.option("--once", is_flag=True, help="Handle what is in the mailbox now, then stop: for cron.")
@click.pass_obj
def mailbox(context: Context, once: bool) -> None:
    """Answer people who forward a message that they doubt, with the verdict and its reasons.

    Reads a mailbox over IMAP, or takes mail from a mail server over LMTP, as `[mailbox]` in lencana.toml says
    (docs/mailbox.md). Only authenticated people of your own domains are answered.
    Judged messages are deleted, or moved.

    \b
    Example:  lencana mailbox
              lencana mailbox --once

    Exit code with --once: 0 all is handled, 1 something is left for the next run, 2 it could not be done.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    for name in ("mail", "imapclient"):  # aiosmtpd logs every command, and so who wrote
        logging.getLogger(name).setLevel(logging.CRITICAL)
    settings = load_settings(context.data, os.environ)
    if (own := settings.mailbox) is None:
        raise SettingsError("there is no [mailbox] in lencana.toml: docs/mailbox.md says what to write")
    if (own.imap is None) == (own.lmtp is None):
        raise SettingsError("mailbox: write either `imap`, to read a mailbox, or `lmtp`, to take mail from a server")
    if once and own.imap is None:
        raise SettingsError("--once reads a mailbox over IMAP; with `lmtp` the mail server brings the messages")
    engine, _ = open_engine(context.data, settings)
    judge = Judge(engine, own.address, _domains(own), _language(own))
    submission = Submission(
        read_server("smtp", own.smtp, own.smtp_security, own.smtp_user, own.smtp_password_file, os.environ)
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as a crash would end it, which is safe at every step
    with _alone(context.data), Journal.open(context.data) as journal:
        handler = Handler(judge, journal, submission, own.answers_per_hour)
        if own.imap is not None:
            _run_imap(own, own.imap, handler, journal, once=once)
        elif own.lmtp is not None:
            _run_lmtp(own, own.lmtp, handler, journal)


def _run_imap(own: MailboxSettings, place: str, handler: Handler, journal: Journal, *, once: bool) -> None:
    try:
        from lencana.mailbox.transport.imap import FAULTS, ImapMailbox
    except ImportError as error:
        raise _not_installed(error) from error
    user = own.imap_user or own.address
    server = read_server("imap", place, own.imap_security, user, own.imap_password_file, os.environ)
    box = ImapMailbox(server, own.folder, own.move_to, own.max_message)
    if not once:
        click.echo(f"Lencana answers what is forwarded to {own.address}")
        box.run(handler, lambda: _write_metrics(own, journal))
        return
    try:
        is_all_done = box.run_once(handler)
    except FAULTS as error:
        reason = getattr(error, "strerror", None) or type(error).__name__  # no words of the server's, or of a message
        raise LencanaError(f"mailbox.imap: {server.host}:{server.port}: {reason}") from error
    finally:
        _write_metrics(own, journal)
    sys.exit(0 if is_all_done else EXIT_LEFT)


def _run_lmtp(own: MailboxSettings, place: str, handler: Handler, journal: Journal) -> None:
    try:
        from lencana.mailbox.transport.lmtp import LmtpHandler, serve
    except ImportError as error:
        raise _not_installed(error) from error
    host, port = read_place("lmtp", place, 24)

    async def run() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serve(LmtpHandler(handler, own.address, own.max_message), host, port))
            while own.metrics_file is not None:
                _write_metrics(own, journal)
                await asyncio.sleep(15)

    click.echo(f"Lencana answers what a mail server brings to {host}:{port}")
    try:
        asyncio.run(run())
    except* OSError as errors:
        reason = getattr(errors.exceptions[0], "strerror", None) or "no address of this machine"
        raise SettingsError(f"mailbox.lmtp: cannot listen on {host}:{port}: {reason}") from errors


def _write_metrics(own: MailboxSettings, journal: Journal) -> None:
    if own.metrics_file is None:
        return
    try:
        atomic_write(Path(own.metrics_file), render(journal.counters()).encode(), 0o644)
    except OSError as error:  # answers matter more than counts
        logging.getLogger(__name__).warning("mailbox.metrics_file: %s", error.strerror)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One process answers for a data folder. Raises LencanaError when another does."""
    with open_lock_file(data / LOCK_FILE) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LencanaError("another `lencana mailbox` is running on this data folder") from error
        yield


def _domains(own: MailboxSettings) -> frozenset[str]:
    try:
        return frozenset(Domain.parse(name).ascii for name in own.for_)
    except DomainError as error:
        raise SettingsError(f"mailbox.for: {error}") from error


def _language(own: MailboxSettings) -> str:
    if own.language not in LANGUAGES:
        raise SettingsError(f"mailbox.language: write one of {', '.join(LANGUAGES)}")
    return own.language


def _not_installed(error: ImportError) -> SettingsError:
    return SettingsError(
        f"{error.name} is not installed: the Debian package has it; in a clone, pip install '.[mailbox]'"
    )

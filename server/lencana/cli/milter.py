"""`lencana milter`: mark messages as the mail server takes them in."""

import logging
import os
from datetime import UTC, datetime

import click

from lencana.cli import Context
from lencana.core.mail.message import Origin
from lencana.delivery.verdict_field import verdict_field
from lencana.engine.assembly import open_engine
from lencana.errors import SettingsError
from lencana.settings import load_settings


@click.command()
@click.option("--socket", default="inet:8891@127.0.0.1", show_default=True, help="inet:PORT@ADDRESS or unix:PATH.")
@click.option(
    "--trust-results",
    is_flag=True,
    help="Also believe Authentication-Results of `authserv_ids`: only where the mail server strips forged ones first.",
)
@click.pass_obj
def milter(context: Context, socket: str, trust_results: bool) -> None:
    """Write X-Lencana-Verdict into each message that a mail server takes in, for Sieve to act on.

    Incoming fields of that name are removed. Mail is never refused or held up: without a verdict within two seconds a
    message is delivered unmarked. Evidence is Lencana's own DKIM and ARC verification.

    \b
    Example:  lencana milter
              postconf smtpd_milters=inet:127.0.0.1:8891 milter_default_action=accept
    """
    try:
        from lencana.delivery.milter import serve
    except ImportError as error:
        raise SettingsError(
            "the milter needs pymilter: with the Debian package, apt-get install python3-milter; without it,"
            " apt-get install libmilter-dev, then in a clone pip install '.[milter]'"
        ) from error
    if not socket.startswith(("inet:", "inet6:", "unix:", "local:")):  # libmilter takes anything else for a file's name
        raise SettingsError(f"--socket: {socket!r} is neither inet:PORT@ADDRESS nor unix:PATH")
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    settings = load_settings(context.data, os.environ)
    engine, _ = open_engine(context.data, settings)
    origin = Origin.DELIVERED if trust_results else Origin.FILE

    def judge(raw: bytes) -> str:
        return verdict_field(engine.check_raw(raw, now=datetime.now(UTC), lang="en", origin=origin))

    click.echo(f"Lencana's milter is running on {socket}")
    serve(socket, judge, settings.max_message)

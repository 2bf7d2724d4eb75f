"""`lencana allowlist suggest`: brands that one's own mail comes from, as TOML to be cut down by hand."""

import os
import sys
from pathlib import Path

import click
from click import echo

from lencana.cli import Context
from lencana.cli.allowlist.signing_base import write_file
from lencana.cli.state import open_data_folder
from lencana.core.brands.allowlist import Allowlist
from lencana.errors import InputError, NotInitialisedError
from lencana.settings import DkimMode, load_settings


@click.command(short_help="Propose brands from your own mail.")
@click.argument("places", metavar="MAILDIR|MBOX|FILE...", nargs=-1, required=True, type=click.Path(exists=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
@click.option("--min", "minimum", type=click.IntRange(min=1), default=3, show_default=True, help="Messages of a brand.")
@click.pass_obj
def suggest(context: Context, places: tuple[str, ...], output: Path | None, minimum: int) -> None:
    """Read mail of your own mailboxes and propose brands for your list, as TOML with the evidence on each line.

    It counts messages that your mail server authenticated (`authserv_ids`; with `dkim = "always"` it verifies them
    itself), by organisational domain, and leaves out whatever is suspicious. Give it Maildirs, mbox files, or folders
    of messages as your mail server delivered them. It shows domains, senders' addresses and display names, and nothing
    else of a message. Nothing is signed: delete what you do not know, and copy the rest into your list.toml.

    \b
    Example:  lencana allowlist suggest ~/Maildir -o suggested.toml
              lencana allowlist lint suggested.toml
    """
    from lencana.cli.suggest.mail_files import find_messages
    from lencana.cli.suggest.proposals import propose
    from lencana.cli.suggest.rendering import write_proposals
    from lencana.cli.suggest.survey import SenderCounter, known_brands, survey

    if output is not None and output.exists():
        raise InputError(f"{output} exists already; give another name")
    settings = load_settings(context.data, os.environ)
    if not settings.authserv_ids and settings.dkim is not DkimMode.ALWAYS:
        raise InputError(
            "no evidence is trusted yet, so nothing can be proposed; run `lencana doctor --apply genuine.eml` first, or"
            ' set dkim = "always"'
        )
    messages = list(find_messages([Path(place) for place in places]))
    if not messages:
        raise InputError(f"no messages in {', '.join(places)[:300]}; give a Maildir, an mbox or saved messages")
    known = known_brands(_own_list(context), context.now)
    counter = SenderCounter(settings, known, context.now)
    with click.progressbar(length=len(messages), label="reading", file=sys.stderr) as progress:
        tally = survey(messages, counter, progress.update)
    text = write_proposals(propose(tally, counter.index, minimum), tally, known, counter.index, context.now)
    if output is None:
        echo(text, nl=False)
        return
    write_file(output, text.encode())
    echo(f"wrote {output}; cut it down, then: lencana allowlist lint {output}")


def _own_list(context: Context) -> Allowlist:
    """The list in force; an empty one where there is none yet."""
    try:
        with open_data_folder(context) as state:
            return state.allowlist().document
    except NotInitialisedError:
        return Allowlist(version=1, issued=context.now, expires=context.now, prev=None)

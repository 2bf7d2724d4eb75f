"""`lencana allowlist`: look at the signed list, change it, publish it."""

import click

from lencana.cli.allowlist.inspect import diff, lint, log, show, verify
from lencana.cli.allowlist.release import publish, sign


@click.group()
def allowlist() -> None:
    """The list that decides what is green: look at it, sign a new version, publish it.

    \b
    A change, from the file in git to every reader:
      lencana allowlist diff list.toml
      lencana allowlist sign list.toml -o allowlist.json
      lencana allowlist publish allowlist.json
    """


for _command in (show, lint, diff, sign, verify, publish, log):
    allowlist.add_command(_command)

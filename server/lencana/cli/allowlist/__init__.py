"""`lencana allowlist`: look at the signed list, change it, publish it."""

import click

from lencana.cli.allowlist.edit import add_domain, add_sender, edit, remove_brand, remove_domain, remove_sender, renew
from lencana.cli.allowlist.inspect import diff, export, lint, log, show, verify
from lencana.cli.allowlist.release import publish, sign


@click.group()
def allowlist() -> None:
    """The list that decides what is green: show it, sign a new version, publish it.

    \b
    In one command:
      lencana allowlist edit
    Step by step, from a file in git:
      lencana allowlist diff list.toml
      lencana allowlist sign list.toml -o allowlist.json
      lencana allowlist publish allowlist.json
    """


_EVERYDAY = (edit, renew, add_domain, add_sender, remove_domain, remove_sender, remove_brand)
_STEPS = (lint, diff, sign, verify, publish, show, log, export)

for _command in (*_EVERYDAY, *_STEPS):
    allowlist.add_command(_command)

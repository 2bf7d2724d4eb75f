"""`lencana allowlist`: look at the signed list, change it, publish it."""

import click

from lencana.cli.allowlist.edit import edit, remove_brand, renew
from lencana.cli.allowlist.inspect import diff, export, lint, log, show, verify
from lencana.cli.allowlist.lines import COMMANDS as LINE_COMMANDS
from lencana.cli.allowlist.packs import add_pack, packs, update_packs
from lencana.cli.allowlist.pull import pull
from lencana.cli.allowlist.release import publish, sign
from lencana.cli.allowlist.suggest import suggest


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


_EVERYDAY = (edit, renew, *LINE_COMMANDS, remove_brand)
_BRANDS_FROM_ELSEWHERE = (packs, add_pack, update_packs, pull, suggest)
_STEPS = (lint, diff, sign, verify, publish, show, log, export)

for _command in (*_EVERYDAY, *_BRANDS_FROM_ELSEWHERE, *_STEPS):
    allowlist.add_command(_command)

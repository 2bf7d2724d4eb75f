"""`lencana extension`: sign the browser extension for an organisation, and write what installs it."""

import click

from lencana.cli.extension.key import key
from lencana.cli.extension.pack import pack
from lencana.cli.extension.policy import outlook_manifest, policy
from lencana.cli.extension.signed import add_signed


@click.group()
def extension() -> None:
    """Sign the browser extension for your organisation, and write the policies that install it.

    \b
    In this order:  lencana extension pack --new-key --server https://lencana.example.org \\
                                           --webmail https://mail.example.org
                    lencana extension policy --os linux
    """


for _command in (key, pack, add_signed, policy, outlook_manifest):
    extension.add_command(_command)

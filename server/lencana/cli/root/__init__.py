"""`lencana root`: the document that says whose signatures count, and its fingerprint."""

import click

from lencana.cli.root.release import publish, sign
from lencana.cli.root.rotate import rotate
from lencana.cli.root.show import show


@click.group()
def root() -> None:
    """The root: which keys may sign the list, and the fingerprint that readers pin."""


for _command in (show, rotate, sign, publish):
    root.add_command(_command)

"""`lencana reports`: what readers report, and what an admin answers."""

import click

from lencana.cli.reports.answer import answer, delete
from lencana.cli.reports.look import list_reports, show


@click.group()
def reports() -> None:
    """The inbox of readers' reports: look through it, answer, delete.

    \b
    On the server's own machine, as the user that the server runs as:
      lencana reports list
    From anywhere, with a list key:
      lencana reports list --server https://lencana.example.org
    """


for _command in (list_reports, show, answer, delete):
    reports.add_command(_command)

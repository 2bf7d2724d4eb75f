"""`python -m lencana` is the `lencana` command."""

from lencana.cli import main

main()

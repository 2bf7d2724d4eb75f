"""Servers as in `servers.serving`, forked from a process that has imported them: a start costs a fifth."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from e2e.process import free_port, until_ended
from forked import Forked

from .servers import Server, answers, as_variables, wait_until


@contextmanager
def serving(data: Path, *words: str, **settings: str) -> Iterator[Server]:
    """`lencana serve` on a data folder, from when it answers."""
    port, log = free_port(), data.with_suffix(".log")
    call = ["--data", str(data), "serve", "--port", str(port), *words]
    process = Forked(call, log, log, os.environ | as_variables(settings), "lencana.cli")
    with until_ended(process, log=log, port=port):
        server = Server(port, process)
        wait_until(lambda: answers(server), 20)
        yield server

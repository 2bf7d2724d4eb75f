"""`lencana serve` a hundred times: forked from a process that has imported the program already.

Importing is most of what a start costs, and no test of faults is about it. From there on all is the same: the words,
the variables, the log, a process group of its own, its workers. `servers.serving` starts it as an operator does.
"""

import gc
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock

from e2e.process import free_port, until_ended

from .servers import Server, answers, as_variables, wait_until

# What a server has loaded once it has published a list and stored a report, in PostgreSQL, too.
MODULES = (
    "granian.server",
    "granian._loops",
    "lencana.cli.server.serve",
    "lencana.registry.store.database",
    "lencana.reports.store",
    "lencana.web.wsgi",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
)
_parent: "subprocess.Popen[bytes] | None" = None
_lock = Lock()


class Forked:
    """A forked server, with what tests ask of a `subprocess.Popen`; which exit code it had, nobody learns."""

    def __init__(self, pid: int, args: Sequence[str]) -> None:
        self.pid = pid
        self.args = args
        try:
            self._process = os.pidfd_open(pid)
        except ProcessLookupError:  # it has ended already
            self._process = -1

    def poll(self) -> int | None:
        """None while it runs."""
        return 0 if self._has_ended(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended. Raises subprocess.TimeoutExpired."""
        if not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(list(self.args), timeout or 0)
        return 0

    def _has_ended(self, timeout: float | None) -> bool:
        if self._process >= 0 and select.select([self._process], [], [], timeout)[0]:
            os.close(self._process)
            self._process = -1
        return self._process < 0


@contextmanager
def serving(data: Path, *words: str, **settings: str) -> Iterator[Server]:
    """`lencana serve` on a data folder, from when it answers."""
    port = free_port()
    call = ["--data", str(data), "serve", "--port", str(port), *words]
    log = data.with_suffix(".log")
    process = _fork(call, log, {**os.environ, **as_variables(settings)})
    with until_ended(process, log=log, port=port):
        server = Server(port, process)
        wait_until(lambda: answers(server), 20)
        yield server


def stop() -> None:
    """End the process that forks. What it has forked goes on."""
    global _parent
    if _parent:
        _parent.communicate()
        _parent = None


def _fork(call: Sequence[str], log: Path, env: Mapping[str, str]) -> Forked:
    global _parent
    with _lock:
        if _parent is None:
            _parent = subprocess.Popen(
                [sys.executable, "-m", "faults.forked"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        assert _parent.stdin and _parent.stdout
        _parent.stdin.write(json.dumps([call, str(log), dict(env)]).encode() + b"\n")
        _parent.stdin.flush()
        return Forked(int(_parent.stdout.readline()), call)


def _main() -> None:
    """Fork for each line of standard input; write the process's id."""
    for module in MODULES:
        import_module(module)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for them
    for line in sys.stdin.buffer:
        if (pid := os.fork()) == 0:
            _become_server(*json.loads(line))
        print(pid, flush=True)


def _become_server(call: list[str], log: str, env: dict[str, str]) -> None:
    from lencana.cli import main

    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing, output = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for new, old in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(new, old)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["lencana", *call]
    main()
    sys.exit()


if __name__ == "__main__":
    _main()

"""Programs of ours that a test starts many times: forked from a process that has imported them already.

Importing is most of what a start costs. From there on all is the same as in a process of its own: words, variables,
output, exit code, and a process group that it leads. What a test asks about a start itself, it asks of a real one.
"""

import gc
import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

# By the module whose `main` is called, what else it has loaded in the end: for a server, once it has published a list
# and stored a report, in PostgreSQL, too.
MODULES = {
    "lencana.cli": (
        "granian._loops",
        "granian.server",
        "lencana.cli.server.serve",
        "lencana.registry.store.database",
        "lencana.reports.store",
        "lencana.web.wsgi",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite",
        "tldextract",
    ),
    "mailbox.killed_at": ("lencana.mailbox.transport.imap", "tldextract"),
}
_parent: "subprocess.Popen[bytes] | None" = None
_lock = Lock()


class Forked:
    """A running program, with what tests ask of a `subprocess.Popen`."""

    def __init__(self, call: Sequence[str], out: Path, err: Path, env: Mapping[str, str], program: str) -> None:
        """Both files are appended to. Call `wait` in the end."""
        self.args = call
        self.pid = _ask("fork", program, call, str(out), str(err), dict(env))
        self.returncode: int | None = None
        self._process = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        return self._exit_code(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, once it has ended. Raises subprocess.TimeoutExpired."""
        code = self._exit_code(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(list(self.args), timeout or 0)
        return code

    def _exit_code(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._process], [], [], timeout)[0]:
            os.close(self._process)
            self.returncode = _ask("wait", self.pid)
        return self.returncode


def run(
    call: Sequence[str], env: Mapping[str, str], program: str = "lencana.cli"
) -> "subprocess.CompletedProcess[str]":
    """As `subprocess.run` does. Raises subprocess.TimeoutExpired after two minutes."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        code = Forked(call, out, err, env, program).wait(120)
        return subprocess.CompletedProcess(call, code, out.read_text(), err.read_text())


def stop() -> None:
    """End the process that forks, if there is one."""
    global _parent
    if _parent:
        _parent.communicate()
        _parent = None


def _ask(*request: object) -> int:
    global _parent
    with _lock:
        if _parent is None:
            env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
            command = [sys.executable, __file__]
            _parent = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, start_new_session=True
            )
        assert _parent.stdin and _parent.stdout
        _parent.stdin.write(json.dumps(request).encode() + b"\n")
        _parent.stdin.flush()
        return int(_parent.stdout.readline())


def _serve() -> None:
    """In the process that forks: a request a line on standard input, answered by a number."""
    for line in sys.stdin.buffer:
        match json.loads(line):
            case ["wait", pid]:
                print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
            case ["fork", program, *rest]:
                main = _loaded(program).main
                if (pid := os.fork()) == 0:
                    _become(main, *rest)
                print(pid, flush=True)


@cache
def _loaded(program: str) -> Any:
    for module in MODULES[program]:
        import_module(module)
    module = import_module(program)
    gc.collect()
    gc.freeze()
    return module


def _become(main: Any, call: list[str], out: str, err: str, env: dict[str, str]) -> None:
    os.setsid()
    appending = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    for old, (file, flags) in enumerate([(os.devnull, os.O_RDONLY), (out, appending), (err, appending)]):
        new = os.open(file, flags, 0o644)
        os.dup2(new, old)
        os.close(new)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["lencana", *call]
    main()
    sys.exit()


if __name__ == "__main__":
    _serve()

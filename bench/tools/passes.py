"""Tools that judge the same saved messages: each in a process of its own that goes over all of them when told to.

The process is warm before it is measured (code compiled, DNS asked), so that a server's day is compared, and not its
start. CPU is all of the process's threads.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import process

Pass = Callable[[], float]  # one pass over all messages; CPU seconds a message
_ROOM = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Order:
    """What a tool is given: the folder with the messages (0.eml, 1.eml …), how many, and where DNS answers."""

    folder: Path
    count: int
    dns: str


@contextmanager
def python(tool: str, order: Order, environ: Mapping[str, str] | None = None) -> Iterator[Pass]:
    """A tool of bench/tools/pass_over.py."""
    command = [sys.executable, "-m", "bench.tools.pass_over", tool, str(order.folder), str(order.count), order.dns]
    with _running(tool, command, order, environ) as go:
        yield go


@contextmanager
def mailauth(tool: str, order: Order, node: str) -> Iterator[Pass]:
    """A way of calling mailauth (bench/tools/mailauth.mjs)."""
    command = [node, str(_ROOM / "mailauth.mjs"), tool, str(order.folder), str(order.count), order.dns]
    with _running(f"mailauth {tool}", command, order, None) as go:
        yield go


@contextmanager
def _running(name: str, command: Sequence[str], order: Order, environ: Mapping[str, str] | None) -> Iterator[Pass]:
    running = subprocess.Popen(
        command, env=process.environ_of(environ), cwd=_ROOM.parents[1], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdin and running.stdout and running.stderr
    out, err = running.stdout, running.stderr
    tell = running.stdin

    def go() -> float:
        """Raises RuntimeError when the tool judged a message wrongly: what is wrong is not measured."""
        tell.write("go\n")
        tell.flush()
        line = out.readline()
        if not line:
            raise RuntimeError(f"{name} ended: {err.read()[-2000:]}")
        answer = json.loads(line)
        if answer["right"] != order.count:
            raise RuntimeError(f"{name}: {answer['right']} of {order.count} messages were judged rightly")
        return float(answer["cpu"]) / order.count

    try:
        yield go
    finally:
        tell.close()  # which ends it
        running.wait(10)
        out.close()
        err.close()

"""Lencana's own server, as an operator starts it, on a port that stays the same while servers come and go."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

from forked import Forked
from running import must, run_here

from ..browsers.browser import wait_for
from ..mail.mailbox import MAIL_SERVER
from ..process import free_port, until_ended

_ENVIRONMENT = {
    "LENCANA_AUTHSERV_IDS": MAIL_SERVER,
    "LENCANA_DNS": "127.0.0.1:9",  # nobody answers there: no question leaves the machine
}


def command(data: Path, *arguments: str | Path) -> str:
    """What `lencana` prints when it is called on a data folder; within this process, for a start costs more."""
    return must(run_here(["--data", str(data), *map(str, arguments)], {**os.environ, **_ENVIRONMENT})).stdout


@contextmanager
def serving(data: Path, port: int, *words: str | Path, **settings: str) -> Iterator[Forked]:
    """`lencana serve` on a data folder, perhaps with more settings, from when it answers until it has ended."""
    call, log = ["--data", str(data), "serve", "--port", str(port), *map(str, words)], data.with_suffix(".log")
    process = Forked(call, log, log, {**os.environ, **_ENVIRONMENT, **settings}, "lencana.cli")
    with until_ended(process, log=log, port=port):
        yield process


class Server:
    """The organisation's server; tests take it down, freeze it, or put another in its place."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self._settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: Forked | None = None
        self._running = ExitStack()

    @property
    def fingerprint(self) -> str:
        """What the operator reads out: the fingerprint of this server's root, without spaces."""
        return str(json.loads(command(self.data, "root", "show", "--json"))["fingerprint"])

    def let_sign(self, key: Path) -> None:
        """That key may sign lists; the server, which hears of a new root within two seconds, says so, too."""
        before = self._root()
        command(self.data, "root", "rotate", "--add", key, "--yes")
        wait_for(lambda: self._root() != before, "the server's new root")

    def _root(self) -> bytes:
        with urlopen(f"{self.url}/v1/root") as reply:  # noqa: S310 (always http to loopback)
            return bytes(reply.read())

    def start(self) -> None:
        """Serve until stopped."""
        self._process = self._running.enter_context(serving(self.data, self.port, **self._settings))

    def stop(self) -> None:
        """End it and wait until it has gone."""
        self._running.close()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nobody listens, until the block ends."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Connections are taken but never answered, until the block ends."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._process.pid, signal.SIGCONT)

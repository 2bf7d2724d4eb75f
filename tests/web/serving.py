"""A real `lencana serve` in a process of its own, with the lines that it prints."""

import contextlib
import http.client
import os
import pty
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from running import environ_of

FOREVER = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serving:
    """A running `lencana serve` and every line that it has printed."""

    def __init__(self, data: Path, port: int, *words: str, terminal: bool = False, **settings: str) -> None:
        env = environ_of(settings) | {"PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "lencana", "--data", str(data), "serve", "--port", str(port), *words]
        self.port = port
        self.began = time.monotonic()
        reader, writer = pty.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.STDOUT, env=env
        )
        os.close(writer)
        self._output = os.fdopen(reader)
        self.lines: list[str] = []
        self._arrived: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # with which a terminal ends
            for line in self._output:
                self.lines.append(line)
                self._arrived.put(line)

    def wait_for(self, words: str) -> float:
        """Seconds until a line with these words."""
        while words not in (line := self._arrived.get(timeout=FOREVER)):
            pass
        assert line
        return time.monotonic() - self.began

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            assert not response.headers.get("Server")
            return response.status, response.read()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def close(self) -> None:
        """End the process, if nobody has, and hear it out."""
        self.process.terminate()
        self.process.wait(timeout=30)
        self._reading.join(timeout=30)
        self._output.close()

    @property
    def text(self) -> str:
        return "".join(self.lines)


@contextlib.contextmanager
def serving(data: Path, *words: str, terminal: bool = False, **settings: str) -> Iterator[Serving]:
    server = Serving(data, free_port(), *words, terminal=terminal, **settings)
    try:
        server.wait_for("Lencana is running")
        yield server
    finally:
        server.close()

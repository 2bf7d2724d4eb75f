"""Ends connections whose body stalls. WSGI sets no limit to reading, and granian 2.8 waits for as long as it takes.

A read that is overdue cannot be called back, but its connection can be: the kernel says how long a peer has been silent
(TCP_INFO), and shutting down the receiving side ends the read. Idle connections of the same peer may end with it, which
HTTP allows at any time (RFC 9112 section 9.5). Other systems than Linux have no TCP_INFO; a reverse proxy helps there.
"""

import os
import socket
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep

INTERVAL = 0.5  # seconds between two looks
_LAST_DATA_RECEIVED = struct.Struct("=52xI")  # struct tcp_info in linux/tcp.h: milliseconds


class Watch:
    """Knows which reads are under way, and looks after them from a thread of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reads: dict[object, tuple[str, float, float]] = {}
        self._thread: Thread | None = None

    @contextmanager
    def over(self, peer: str, seconds: float) -> Iterator[None]:
        """Around a read from `peer` (an address) that may take so long."""
        key = object()
        self._reads[key] = (peer, monotonic() + seconds, seconds)
        if not (self._thread and self._thread.is_alive()):
            self._start()
        try:
            yield
        finally:
            del self._reads[key]

    def _start(self) -> None:
        with self._lock:
            if not (self._thread and self._thread.is_alive()):
                self._thread = Thread(target=self._look, name="lencana-stalled", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while True:
            sleep(INTERVAL)
            now = monotonic()
            for peer, deadline, seconds in list(self._reads.values()):
                if now > deadline:
                    _end(peer, seconds)


def _end(peer: str, seconds: float) -> None:
    """End this process's connections from `peer` that have been silent for so long."""
    if sys.platform != "linux":
        return
    for entry in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError), _socket(int(entry.name)) as connection:
            if _peer(connection) == peer and _silence(connection) >= seconds:
                connection.shutdown(socket.SHUT_RD)


def _socket(number: int) -> socket.socket:
    """A second handle on an open socket. Raises OSError when it is none, or gone."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        raise OSError("not a socket")
    copy = os.dup(number)
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise


def _peer(connection: socket.socket) -> str:
    over_tcp = connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM
    return str(connection.getpeername()[0]) if over_tcp else ""


def _silence(connection: socket.socket) -> float:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_RECEIVED.size)
    return float(_LAST_DATA_RECEIVED.unpack(info)[0]) / 1000

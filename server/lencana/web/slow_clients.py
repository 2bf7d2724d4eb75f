"""Ends connections whose body does not come. WSGI sets no limit to reading, and granian 2.8 waits as long as it takes.

Each such body holds a thread. It may for the time that it is given; but while half of the threads wait, no body is
given more than a second, and whoever holds most gives up first. A read cannot be called back, but its connection can be
ended: the kernel says how long ago something was last sent to a peer (TCP_INFO), which for a request that is still
coming is before it began, and shutting down the receiving side ends the read. An idle connection of the same peer may
end in its place, which HTTP allows at any time (RFC 9112 section 9.5). Only Linux has this TCP_INFO; elsewhere a
reverse proxy helps.
"""

import os
import socket
import stat
import struct
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread, get_ident
from time import monotonic, sleep
from typing import NamedTuple

CHECK_INTERVAL = 0.25  # seconds between two looks
MAX_SLOW_READS = 64  # slow bodies: half of the threads of `lencana serve`
SLOW_READ_SECONDS = 1.0  # seconds
CONTINUE_SECONDS = 0.2  # seconds in which "100 Continue" may have been sent to a request that has begun
_LAST_DATA_SENT = struct.Struct("=44xI")  # struct tcp_info in linux/tcp.h: milliseconds


class BodyRead(NamedTuple):
    """A body that is waited for: from which address, since when, until when (monotonic seconds)."""

    peer: str
    began: float
    deadline: float


class BodyReads:
    """Knows which reads are under way, and looks after them from a thread of its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reads: dict[int, BodyRead] = {}  # by thread, which reads one at a time
        self._thread: Thread | None = None

    def watch(self, peer: str, seconds: float) -> "_Watched":
        """Around a read from `peer` (an address) that may take so long."""
        now = monotonic()
        if not (self._thread and self._thread.is_alive()):
            self._start()
        return _Watched(self._reads, BodyRead(peer, now, now + seconds))

    def _start(self) -> None:
        with self._lock:
            if not (self._thread and self._thread.is_alive()):
                self._thread = Thread(target=self._look, name="lencana-stalled", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while True:
            sleep(CHECK_INTERVAL)
            now = monotonic()
            for peer, (count, seconds) in overdue_peers(list(self._reads.values()), now).items():
                _shut_down(peer, count, seconds - CONTINUE_SECONDS)


BODY_READS = BodyReads()  # of this process


class _Watched:
    """A context manager by hand: one made from a generator costs a microsecond more."""

    __slots__ = ("_key", "_read", "_reads")

    def __init__(self, reads: dict[int, BodyRead], read: BodyRead) -> None:
        self._reads, self._read, self._key = reads, read, get_ident()

    def __enter__(self) -> None:
        self._reads[self._key] = self._read

    def __exit__(self, *_exc: object) -> None:
        del self._reads[self._key]


def overdue_peers(reads: Sequence[BodyRead], now: float) -> dict[str, tuple[int, float]]:
    """Whose connections must end, how many, and for how many seconds each must have waited at least."""
    slow = [read for read in reads if now - read.began > SLOW_READ_SECONDS]
    hurried = set(_crowding_peers(slow))
    late = [read for read in slow if now > read.deadline or read.peer in hurried]
    counts = Counter(read.peer for read in late)
    return {
        peer: (count, min(now - read.began for read in late if read.peer == peer)) for peer, count in counts.items()
    }


def _crowding_peers(slow: Sequence[BodyRead]) -> Iterator[str]:
    """Those who hold most, until the others are no crowd."""
    rest = len(slow)
    for peer, held in Counter(read.peer for read in slow).most_common():
        if rest <= MAX_SLOW_READS:
            return
        yield peer
        rest -= held


def _shut_down(peer: str, count: int, seconds: float) -> None:
    """End the `count` connections of this process from `peer` to which nothing has been sent for longest.

    They have threads: others that wait as long came later, and wait for one.
    """
    if sys.platform != "linux":
        return
    waiting = []
    for entry in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError), _socket(int(entry.name)) as connection:
            if _peer(connection) == peer and (waited := _unanswered(connection)) >= seconds:
                waiting.append((waited, entry.name))
    for _, number in sorted(waiting, reverse=True)[:count]:
        with suppress(OSError), _socket(int(number)) as connection:
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


def _unanswered(connection: socket.socket) -> float:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_SENT.size)
    return float(_LAST_DATA_SENT.unpack(info)[0]) / 1000

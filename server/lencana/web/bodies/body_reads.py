"""The bodies that this process is waiting for, and the thread that ends those that take too long."""

from threading import Lock, Thread, get_ident
from time import monotonic, sleep

from lencana.web.bodies.linux_connections import shut_down
from lencana.web.bodies.slow_clients import BodyRead, overdue_peers

CHECK_SECONDS = 0.25  # between two looks
CONTINUE_SECONDS = 0.2  # in which "100 Continue" may have been sent after the request had begun


class BodyReads:
    """Knows which reads are under way, and looks after them from a thread of its own."""

    def __init__(self) -> None:
        self._starting = Lock()
        self._reads: dict[int, BodyRead] = {}  # by thread, which reads one at a time
        self._thread: Thread | None = None

    def watch(self, peer: str, seconds: float) -> "_Watched":
        """Around a read from `peer` (an address) that may take so long."""
        now = monotonic()
        if not (self._thread and self._thread.is_alive()):
            self._start()
        return _Watched(self._reads, BodyRead(peer, now, now + seconds))

    def _start(self) -> None:
        with self._starting:
            if not (self._thread and self._thread.is_alive()):
                self._thread = Thread(target=self._run, name="lencana-stalled", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            sleep(CHECK_SECONDS)
            for peer, overdue in overdue_peers(list(self._reads.values()), monotonic()).items():
                shut_down(peer, overdue.connections, overdue.seconds - CONTINUE_SECONDS)


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

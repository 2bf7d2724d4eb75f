"""A little web server of a test's own, on loopback, in a thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Quiet(ThreadingHTTPServer):
    """Browsers hang up as they like."""

    daemon_threads = True
    request_queue_size = 128  # a browser opens many connections at once

    def handle_error(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(port: int, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    """Listen on `port`, until the end of the block."""
    with Quiet(("127.0.0.1", port), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()

"""Ends a blocked read by shutting down its connection, found through the kernel. Linux only; elsewhere it does nothing.

WSGI sets no limit to reading a body, granian 2.8 waits as long as it takes, and neither hands out the socket. A blocked
read cannot be cancelled, but its connection can be shut down:

1. Go through the open descriptors of this process (/proc/self/fd) and duplicate each that is a socket, so that looking
   at it does not close the server's own. A descriptor may be closed or reused meanwhile: that is an OSError or another
   peer's address, and it is skipped.
2. Keep those that are TCP connections from the peer, and ask the kernel how long ago something was last sent on them
   (TCP_INFO). On a connection whose request is still coming in, that was before the request began.
3. Shut down the receiving side of those that have waited longest. The read returns with fewer bytes than announced.

What may go wrong: an idle connection of the same peer may have waited longer and end in place of the slow one, which
HTTP allows at any time (RFC 9112 section 9.5); the slow one then ends at a later look. Behind a reverse proxy all
clients are one peer: there the proxy must limit how long a body may take.
"""

import os
import socket
import stat
import struct
import sys
from contextlib import suppress
from pathlib import Path

_LAST_DATA_SENT = struct.Struct("=44xI")  # tcpi_last_data_sent of struct tcp_info in linux/tcp.h: milliseconds


def shut_down(peer: str, connections: int, seconds: float) -> None:
    """End so many connections of `peer` (an address): those to which nothing was sent for longest, at least `seconds`.

    Those have threads: others that have waited as long came later, and wait for one.
    """
    if sys.platform != "linux":
        return
    waiting = []
    for entry in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError), _duplicate(int(entry.name)) as connection:
            if _peer(connection) == peer and (waited := _seconds_since_sent(connection)) >= seconds:
                waiting.append((waited, entry.name))
    for _, descriptor in sorted(waiting, reverse=True)[:connections]:
        with suppress(OSError), _duplicate(int(descriptor)) as connection:
            connection.shutdown(socket.SHUT_RD)


def _duplicate(descriptor: int) -> socket.socket:
    """A second handle on an open socket. Raises OSError when it is none, or gone."""
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        raise OSError("not a socket")
    duplicate = os.dup(descriptor)
    try:
        return socket.socket(fileno=duplicate)
    except OSError:
        os.close(duplicate)
        raise


def _peer(connection: socket.socket) -> str:
    over_tcp = connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM
    return str(connection.getpeername()[0]) if over_tcp else ""


def _seconds_since_sent(connection: socket.socket) -> float:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA_SENT.size)
    return float(_LAST_DATA_SENT.unpack(info)[0]) / 1000

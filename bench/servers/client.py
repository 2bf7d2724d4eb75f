"""A load client in a process of its own: keep-alive, one request in flight on each connection, bounded in all.

Reads an order from standard input (JSON: host, port, connections, requests, deadline, head, bodies), sends the bodies
in turn, and writes {"seconds": …} when every answer was a 200. Sockets and not http.client: a client that costs more
than the server would measure itself.
"""

import json
import socket
import sys
import time
from collections.abc import Sequence

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_BLOCK = 256 * 1024


def drive(host: str, port: int, connections: int, requests: Sequence[bytes], count: int, deadline: float) -> float:
    """Send `count` requests; the seconds that took.

    Raises RuntimeError for any answer but 200, OSError, TimeoutError.
    """
    sockets = [socket.create_connection((host, port), timeout=deadline) for _ in range(connections)]
    try:
        begin = time.perf_counter()
        for number in range(count + connections):
            connection = sockets[number % connections]
            if number >= connections:
                _receive(connection)
            if number < count:
                connection.sendall(requests[number % len(requests)])
            if time.perf_counter() - begin > deadline:
                raise TimeoutError(f"{number - connections} of {count} requests answered in {deadline:g} s")
        return time.perf_counter() - begin
    finally:
        for connection in sockets:
            connection.close()


def _receive(connection: socket.socket) -> None:
    data = b""
    while (size := whole(data)) is None or len(data) < size:
        data += more(connection)


def whole(data: bytes) -> int | None:
    """The size of an answer whose beginning is `data`; None as long as its head is not there.

    Raises RuntimeError for any answer but 200.
    """
    end = data.find(_END)
    if end < 0:
        return None
    head = data[:end].lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(f"the server answered {data[:400]!r}")
    at = head.index(_LENGTH) + len(_LENGTH)
    return end + len(_END) + int(head[at:].partition(b"\r\n")[0])


def more(connection: socket.socket) -> bytes:
    """What has come. Raises RuntimeError when the server closed the connection."""
    block = connection.recv(_BLOCK)
    if not block:
        raise RuntimeError("the server closed the connection")
    return block


def written(head: str, bodies: Sequence[str]) -> list[bytes]:
    """The requests as they go over the wire."""
    raw = [body.encode() for body in bodies]
    return [f"{head}Content-Length: {len(body)}{_END.decode()}".encode() + body for body in raw]


def main() -> None:
    """Carry out the order."""
    order = json.load(sys.stdin)
    requests = written(order["head"], order["bodies"])
    # Never more connections than requests: each of them would wait for an answer to nothing.
    connections = min(order["connections"], order["requests"])
    seconds = drive(order["host"], order["port"], connections, requests, order["requests"], order["deadline"])
    json.dump({"seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()

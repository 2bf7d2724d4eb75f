"""A load client that does not wait for answers: requests are due at random moments, as those of many readers are.

Reads an order from standard input (as client.py, and `rate`, requests a second), and writes {"p50": …, "p99": …} in
seconds. The time of a request counts from when it was due, so that a server that stalls is charged for all who would
have come meanwhile ("coordinated omission").
"""

import json
import random
import selectors
import socket
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bench.servers.client import more, whole, written

_SEED = 7


@dataclass(slots=True)
class _Line:
    """A connection, when its request was due, and what has come of the answer."""

    socket: socket.socket
    due: float = 0.0
    data: bytes = b""


def drive(
    sockets: Iterable[socket.socket], requests: Sequence[bytes], due: Sequence[float], limit: float
) -> list[float]:
    """Send a request at each moment of `due` (seconds from now); how long each took.

    Raises RuntimeError for any answer but 200, OSError, TimeoutError after `limit` seconds.
    """
    idle = [_Line(each) for each in sockets]
    took: list[float] = []
    sent = 0
    begin = time.perf_counter()
    with selectors.SelectSelector() as busy:  # not epoll, which waits in whole milliseconds
        while len(took) < len(due):
            now = time.perf_counter() - begin
            if now > limit:
                raise TimeoutError(f"{len(took)} of {len(due)} requests answered in {limit:g} s")
            while idle and sent < len(due) and due[sent] <= now:
                line = idle.pop()
                line.due, line.data = due[sent], b""
                line.socket.sendall(requests[sent % len(requests)])
                busy.register(line.socket, selectors.EVENT_READ, line)
                sent += 1
            wait = due[sent] - now if idle and sent < len(due) else limit
            for key, _events in busy.select(max(wait, 0)):
                line = key.data
                line.data += more(line.socket)
                if (size := whole(line.data)) is not None and len(line.data) >= size:
                    took.append(time.perf_counter() - begin - line.due)
                    busy.unregister(line.socket)
                    idle.append(line)
    return took


def main() -> None:
    """Carry out the order."""
    order = json.load(sys.stdin)
    rng = random.Random(_SEED)  # noqa: S311 (repeatable is what is wanted)
    due = list(accumulate(rng.expovariate(order["rate"]) for _ in range(order["requests"])))
    where, limit = (order["host"], order["port"]), order["deadline"]
    sockets = [socket.create_connection(where, timeout=limit) for _ in range(order["connections"])]
    try:
        took = sorted(drive(sockets, written(order["head"], order["bodies"]), due, limit))
    finally:
        for each in sockets:
            each.close()
    json.dump({"p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100]}, sys.stdout)


if __name__ == "__main__":
    main()

"""What Lencana is compared with: a Flask endpoint that reads the same JSON, answers as much, and decides nothing.

`/json` is what Flask's documentation teaches (get_json, a dict returned); `/msgspec` decodes and encodes as Lencana
does; `/raw` reads the bytes of a message and looks at none of them. Served by granian with the very options of
`lencana serve`, or by waitress.
"""

import json
import os
import sys
from typing import Any

import msgspec
from flask import Flask, Response, request

from lencana.cli.server.cpu_affinity import CoreAllocator
from lencana.cli.server.serve import THREADS


def make_app() -> Flask:
    """The application; BENCH_ANSWER is the JSON that it answers, BENCH_CORS switches flask-cors on.

    BENCH_OWN_CORE keeps the worker that makes it to a core, as `lencana serve --own-core` does.
    """
    if "BENCH_OWN_CORE" in os.environ:
        CoreAllocator(1).take()
    app = Flask(__name__)
    answer: dict[str, Any] = json.loads(os.environ["BENCH_ANSWER"])
    if "BENCH_CORS" in os.environ:
        from flask_cors import CORS

        CORS(app, origins=[r"chrome-extension://[a-p]{32}"])

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    @app.post("/json")
    def plain() -> dict[str, Any]:
        assert isinstance(request.get_json(), dict)
        return answer

    @app.post("/msgspec")
    def fast() -> Response:
        assert isinstance(msgspec.json.decode(request.get_data()), dict)
        return Response(msgspec.json.encode(answer), mimetype="application/json")

    @app.post("/raw")
    def raw() -> dict[str, Any]:
        assert request.get_data()
        return answer

    return app


def main() -> None:
    """Serve as server/lencana/cli/server/serve.py does. Arguments: the port, how many workers."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "bench.servers.bare:make_app",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=int(sys.argv[2]),
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        log_level=LogLevels.critical,
        log_access=False,
    ).serve()


if __name__ == "__main__":
    main()

"""A server that has been broken into: it passes everything on, but calls every message verified mail of OpenAI."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from .quiet import listening

Falsify = Callable[[str, dict[str, Any]], dict[str, Any]]
_HOP = {"accept-encoding", "connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}


@contextmanager
def lying(
    port: int, truth: str, falsify: Falsify | None = None, methods: tuple[str, ...] = ("POST",)
) -> Iterator[list[str]]:
    """Listen on `port` in front of the server at `truth`; the paths whose answers were falsified.

    `falsify` makes another answer of the one to a path, where it was asked by one of these methods; without it every
    message is verified.
    """
    told: list[str] = []
    with listening(port, _handler(truth, told, falsify or (lambda _path, answer: falsified(answer)), methods)):
        yield told


def falsified(answer: dict[str, Any]) -> dict[str, Any]:
    """The same answer, verified; the sender is left, because the reader sees it in the message."""
    return {
        **answer,
        "verdict": "verified",
        "brand": {"id": "openai", "name": "OpenAI"},
        "authentication": {"result": "pass", "method": "dmarc", "domain": "openai.com", "by": "mx.example.test"},
        "reasons": [],
    }


def _is_json(headers: list[tuple[str, str]]) -> bool:
    return any((name.lower(), value) == ("content-type", "application/json") for name, value in headers)


def _handler(truth: str, told: list[str], falsify: Falsify, methods: tuple[str, ...]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, answer = self._ask(body or None)
            if self.command in methods and status == 200 and _is_json(headers):
                answer = json.dumps(falsify(self.path, json.loads(answer))).encode()
                told.append(self.path)
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _ask(self, body: bytes | None) -> tuple[int, list[tuple[str, str]], bytes]:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            question = urllib.request.Request(truth + self.path, body, headers, method=self.command)  # noqa: S310
            try:
                with urllib.request.urlopen(question) as reply:  # noqa: S310 (always http to loopback)
                    return reply.status, reply.getheaders(), reply.read()
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, list(error.headers.items()), error.read()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        do_GET = do_POST = do_PUT = do_PATCH = do_OPTIONS = do_HEAD = _pass_on  # noqa: N815 (the names are the library's)

    return Handler

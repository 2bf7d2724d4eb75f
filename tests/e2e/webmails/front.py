"""The web server in front of SOGo: its own files, and everything else passed on as Apache's module does it."""

import http.client
import mimetypes
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from ..servers.quiet import listening

_FILES = Path("/usr/share/GNUstep/SOGo/WebServerResources")
_PREFIX = "/SOGo.woa/WebServerResources/"
_HOP = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}


@contextmanager
def front(port: int, sogod: int) -> Iterator[None]:
    """Listen on `port` in front of the SOGo at `sogod`, both on loopback."""
    with listening(port, _handler(port, sogod)):
        yield


def _handler(port: int, sogod: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.split("?")[0]
            status, headers, content = self._file(path) if path.startswith(_PREFIX) else self._ask(body)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _file(self, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
            file = (_FILES / path.removeprefix(_PREFIX)).resolve()
            if not file.is_file():
                return 404, [], b""
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            return 200, [("Content-Type", kind), ("Cache-Control", "max-age=3600")], file.read_bytes()

        def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            headers |= {
                "x-webobjects-server-protocol": "HTTP/1.0",
                "x-webobjects-remote-host": "127.0.0.1",
                "x-webobjects-server-name": "127.0.0.1",
                "x-webobjects-server-port": str(port),
                "x-webobjects-server-url": f"http://127.0.0.1:{port}",
                "Content-Length": str(len(body)),
            }
            with closing(http.client.HTTPConnection("127.0.0.1", sogod, timeout=60)) as connection:
                connection.request(self.command, self.path, body, headers)
                reply = connection.getresponse()
                kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in _HOP]
                return reply.status, kept, reply.read()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        do_GET = do_POST = do_HEAD = _answer  # noqa: N815 (the names are the library's)

    return Handler

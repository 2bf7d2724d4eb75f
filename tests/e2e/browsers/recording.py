"""A proxy that a browser is told to use for everything, and that remembers every request."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from ..process import free_port
from ..servers.quiet import listening
from .browser import Browser

_HOP = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser sent. Of a tunnel (CONNECT) only the host is known."""

    method: str
    host: str  # with the port
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes


@contextmanager
def recording(port: int) -> Iterator[list[Request]]:
    """Listen on `port`; the requests so far, in order. Tunnels are refused: no question leaves the machine."""
    seen: list[Request] = []
    with listening(port, _handler(seen)):
        yield seen


@contextmanager
def recorded(name: str, folder: Path, extension: Path) -> Iterator[tuple[Browser, list[Request]]]:
    """A browser that sends everything, this machine's own addresses too, through a proxy that remembers it."""
    port = free_port()
    with recording(port) as seen:
        if name == "chromium":
            from .chromium import chromium

            proxy = (f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>")
            with chromium(folder, *proxy, extension=extension) as started:
                yield started, seen
        else:
            from .firefox import firefox

            values = {"http": "127.0.0.1", "http_port": port, "ssl": "127.0.0.1", "ssl_port": port, "type": 1}
            preferences: dict[str, object] = {f"network.proxy.{key}": value for key, value in values.items()}
            preferences["network.proxy.allow_hijacking_localhost"] = True
            with firefox(folder, preferences, extension=extension) as started:
                yield started, seen


def _handler(seen: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            url = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            path = url.path + (f"?{url.query}" if url.query else "")
            seen.append(Request(self.command, url.netloc, path, headers, body))
            if url.hostname != "127.0.0.1":
                self.send_error(502)
                return
            self._answer(url.netloc, path, {name: headers[name] for name in headers if name not in _HOP}, body)

        def _answer(self, host: str, path: str, headers: dict[str, str], body: bytes) -> None:
            onward = http.client.HTTPConnection(host, timeout=30)
            try:
                onward.request(self.command, path, body or None, headers)
                reply = onward.getresponse()
                content = reply.read()
            except OSError:
                self.send_error(502)
                return
            finally:
                onward.close()
            self.send_response(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in _HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_CONNECT(self) -> None:
            seen.append(Request("CONNECT", self.path, "", {}, b""))
            self.send_error(502)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        do_GET = do_POST = do_OPTIONS = do_HEAD = _pass_on  # noqa: N815 (the names are the library's)

    return Handler

"""The other side of what is sent on: a real SMTP server and a real web server, which can be told to fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

from e2e.process import free_port


class MailServer:
    """Takes messages; `refuse` is the answer to the recipient in place of 250."""

    def __init__(self) -> None:
        self.messages: list[Envelope] = []
        self.refuse: str | None = None
        self.port = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.messages.append(envelope)
        return "250 OK"


class _SevenBit(SMTP):
    """One without 8BITMIME (RFC 6152)."""

    async def push(self, status: Any) -> None:
        text = status if isinstance(status, bytes) else str(status).encode()
        if text.upper().endswith(b"8BITMIME"):
            return
        await super().push(status)


class _Controller(Controller):
    kind: Callable[..., SMTP] = SMTP

    def factory(self) -> SMTP:
        return self.kind(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(*, seven_bit: bool = False) -> Iterator[MailServer]:
    handler = MailServer()
    handler.port = free_port()
    controller = _Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.kind = _SevenBit if seven_bit else SMTP
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


class WebServer:
    """Takes posts; `statuses` are the answers in turn, then 204."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.drips_until: Event | None = None  # a byte of the answer at a time, until this is set
        self.address = ""


@contextmanager
def web_server() -> Iterator[WebServer]:
    state = WebServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.posts.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            while state.drips_until and not state.drips_until.wait(0.05):
                self.wfile.write(b"H")
            self.send_response(state.statuses.pop(0) if state.statuses else 204)
            self.send_header("Location", f"{state.address}/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

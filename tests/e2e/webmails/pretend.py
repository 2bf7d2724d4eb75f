"""Pages of our own making under the names of real webmails, with a certificate that nobody signed, on loopback."""

import datetime
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import MSG_PEEK, socket
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# host, path with query, body of the request → content type and content; None is "not found"
Answer = Callable[[str, str, bytes], tuple[str, bytes] | None]


@dataclass
class Pretence:
    """What makes a browser take this machine for every webmail; `answer` is what they say now."""

    port: int
    answer: Answer

    @property
    def chromium_flags(self) -> tuple[str, ...]:
        """Every name but this machine's own leads here, and no certificate is doubted."""
        rules = f"MAP * 127.0.0.1:{self.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost"
        return f"--host-resolver-rules={rules}", "--ignore-certificate-errors"

    @property
    def firefox_preferences(self) -> dict[str, object]:
        """A proxy that leads every connection here; names with pinned keys are taken like any other."""
        return {
            "network.proxy.type": 1,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": self.port,
            "security.cert_pinning.enforcement_level": 0,
            "network.stricttransportsecurity.preloadlist": False,
        }


@contextmanager
def pretending(folder: Path) -> Iterator[Pretence]:
    """Serve what is set as `answer`, nothing at first, on one port.

    TLS at once, or after a CONNECT as browsers ask of a proxy.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    pretence = Pretence(0, lambda _host, _path, _body: None)
    with _Server(("127.0.0.1", 0), _handler(pretence)) as server:
        server.context = context
        pretence.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield pretence
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # a browser opens many connections at once
    context: ssl.SSLContext

    def finish_request(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """In a thread of its own: the TLS is made here, not while connections are taken."""
        assert isinstance(request, socket)
        request.settimeout(30)
        if request.recv(1, MSG_PEEK) == b"C":  # "CONNECT", where TLS begins with another byte
            while b"\r\n\r\n" not in request.recv(65536):
                pass
            request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            with self.context.wrap_socket(request.dup(), server_side=True) as secure:
                super().finish_request(secure, client_address)
        except (OSError, ssl.SSLError):
            return  # a browser that changed its mind

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def _handler(pretence: Pretence) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found = pretence.answer(self.headers["Host"].split(":")[0], self.path, body)
            kind, content = found or ("text/html", b"<!doctype html><title>not here</title>")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

        do_GET = do_POST = _answer  # noqa: N815 (the names are the library's)

    return Handler


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pretence")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(name) for name in ("mail.google.com", "*.example.test")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "pretence.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *form) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path

"""A server whose certificate is not to be trusted: one line that says why and what to do, and nothing is published."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from admin import Lencana, initialised
from certificates import DAY, Authority

NOW = datetime.now(UTC)


class _Nothing(BaseHTTPRequestHandler):
    """A server that has nothing; the handshake is what is tried."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_args: object) -> None:
        """Silence."""


@contextmanager
def https(certificate: Path, key: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), _Nothing) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # a refused handshake is expected
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def lencana(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Lencana:
    # Since Python 3.12 urlopen keeps, with its opener, the authorities that the process began with.
    monkeypatch.setattr("urllib.request._opener", None)
    (tmp_path / "ca.pem").write_bytes(authority.pem)
    return initialised(tmp_path, SSL_CERT_FILE=str(tmp_path / "ca.pem"))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("none", "has no root"),
        ("expired", "certificate has expired; its certificate has to be renewed"),
        ("early", "set this machine's clock"),
        ("other name", "use the name that its certificate has"),
        ("other authority", "set SSL_CERT_FILE to the file with its certificate"),
    ],
)
def test_each_fault_has_its_line(lencana: Lencana, authority: Authority, tmp_path: Path, fault: str, said: str) -> None:
    times = {"expired": {"ends": NOW - DAY / 2}, "early": {"begins": NOW + DAY}}.get(fault, {})
    issuer = Authority() if fault == "other authority" else authority
    name = "other.example.org" if fault == "other name" else "localhost"
    with https(*issuer.issue(tmp_path / "tls", name, **times)) as port:
        told = lencana.fails("allowlist", "renew", "--yes", "--server", f"https://localhost:{port}")
    assert said in told
    assert told.count("\n") == 1, told
    assert "version 1," in lencana("allowlist", "show"), "nothing is signed for a server that cannot be asked"


def test_a_server_that_does_not_speak_https(lencana: Lencana) -> None:
    with HTTPServer(("127.0.0.1", 0), _Nothing) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # a handshake is no request
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        told = lencana.fails("allowlist", "renew", "--yes", "--server", f"https://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
        thread.join()
    assert "it does not speak https at that port; is it http://, or another port?" in told

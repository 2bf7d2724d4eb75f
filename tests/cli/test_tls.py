"""`lencana serve --tls-certificate --tls-key`: real handshakes, a renewed certificate, and each mistake by its name."""

import http.client
import signal
import socket
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from certificates import DAY, Authority, pem_of
from lencana.cli.server.certificate import check_certificate
from lencana.cli.server.tls import TlsFiles, tls_files
from lencana.errors import SettingsError
from web.serving import FOREVER, serving

NOW = datetime.now(UTC)


def served_certificate(port: int, trusted: ssl.SSLContext) -> bytes:
    """What a client that trusts the authority is shown."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=30)
    with plain, trusted.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
        shown = secure.getpeercert(binary_form=True)
        assert shown
        return shown


def test_https_without_a_proxy_and_a_renewed_certificate(tmp_path: Path) -> None:
    authority = Authority()
    certificate, key = authority.issue(tmp_path / "tls", "127.0.0.1")
    trusted = ssl.create_default_context(cadata=authority.pem.decode())
    words = ("--tls-certificate", str(certificate), "--tls-key", str(key))
    with serving(tmp_path / "data", *words) as server:
        assert f"https://127.0.0.1:{server.port}/" in server.text
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=30, context=trusted)
        connection.request("GET", "/readyz")
        assert connection.getresponse().status == 200
        connection.close()
        first = served_certificate(server.port, trusted)
        authority.issue(tmp_path / "tls", "127.0.0.1")
        server.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + FOREVER
        while served_certificate_or_none(server.port, trusted) in (None, first):
            assert time.monotonic() < until, server.text
            time.sleep(0.1)


def served_certificate_or_none(port: int, trusted: ssl.SSLContext) -> bytes | None:
    try:
        return served_certificate(port, trusted)
    except OSError:  # while workers change
        return None


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("expired", "expired on"),
        ("early", "not valid before"),
        ("other key", "is not the key of"),
        ("no pem", "no certificate in PEM"),
        ("missing", "No such file"),
        ("passphrase", "has a passphrase"),
        ("no key", "no private key in PEM"),
    ],
)
def test_a_certificate_that_no_browser_takes(tmp_path: Path, fault: str, said: str) -> None:
    times = {"expired": {"ends": NOW - DAY / 2}, "early": {"begins": NOW + DAY}}.get(fault, {})
    certificate, key = Authority().issue(tmp_path, "lencana.example.org", **times)
    other = ec.generate_private_key(ec.SECP256R1())
    if fault == "other key":
        key.write_bytes(pem_of(other))
    elif fault == "no pem":
        certificate.write_text("certificate")
    elif fault == "missing":
        certificate.unlink()
    elif fault == "passphrase":
        key.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")))
    elif fault == "no key":
        key.write_text("key")
    with pytest.raises(SettingsError, match=said) as caught:
        check_certificate(TlsFiles(certificate, key), ("lencana.example.org",), NOW)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("names", "host", "warned"),
    [
        (("lencana.example.org",), "LENCANA.example.org", False),
        (("*.example.org",), "lencana.example.org", False),
        (("*.example.org",), "a.b.example.org", True),
        (("other.example.org",), "lencana.example.org", True),
        (("192.0.2.1",), "192.0.2.1", False),
    ],
)
def test_a_name_that_is_not_the_servers_is_told(
    tmp_path: Path, names: tuple[str, ...], host: str, warned: bool
) -> None:
    files = TlsFiles(*Authority().issue(tmp_path, *names))
    assert (check_certificate(files, (host,), NOW) is not None) is warned


def test_one_without_the_other() -> None:
    with pytest.raises(SettingsError, match="together"):
        tls_files(Path("certificate.pem"), None)

"""The server's own TLS certificate, looked at before it is served: readable, of this key, in its time, of this name."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lencana.cli.server.tls import TlsFiles
from lencana.errors import SettingsError

MAX_PEM_BYTES = 1024 * 1024


def check_certificate(files: TlsFiles, hosts: tuple[str, ...], now: datetime) -> str | None:
    """A warning about the certificate, or None. `hosts` are the names under which readers reach the server.

    Raises SettingsError for what no browser would accept, naming the file.
    """
    try:
        certificate = x509.load_pem_x509_certificates(_read(files.certificate))[0]
    except ValueError as error:
        raise SettingsError(f"{files.certificate}: no certificate in PEM") from error
    try:
        key = load_pem_private_key(_read(files.key), None)
    except TypeError as error:
        raise SettingsError(
            f"{files.key}: has a passphrase, which nobody could type at a start; store it without"
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SettingsError(f"{files.key}: no private key in PEM") from error
    if key.public_key() != certificate.public_key():
        raise SettingsError(f"{files.key} is not the key of {files.certificate}")
    if certificate.not_valid_after_utc < now:
        raise SettingsError(f"{files.certificate}: expired on {certificate.not_valid_after_utc:%Y-%m-%d}; renew it")
    if certificate.not_valid_before_utc > now:
        raise SettingsError(
            f"{files.certificate}: not valid before {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        )
    unnamed = [host for host in hosts if not _names(certificate, host)]
    return f"{files.certificate} does not name {', '.join(unnamed)}: browsers will refuse it there" if unnamed else None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_PEM_BYTES)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error


def _names(certificate: x509.Certificate, host: str) -> bool:
    """Does the certificate stand for this host? A wildcard stands for one label (RFC 6125 section 6.4.3)."""
    try:
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return False
    names = [name.lower() for name in alternatives.get_values_for_type(x509.DNSName)]
    addresses = [str(address) for address in alternatives.get_values_for_type(x509.IPAddress)]
    host = host.lower()
    return host in names or host in addresses or f"*.{host.partition('.')[2]}" in names

"""The files of the server's own TLS certificate."""

from pathlib import Path
from typing import NamedTuple

from lencana.errors import SettingsError


class TlsFiles(NamedTuple):
    """A certificate chain, the server's own first, and its private key without a passphrase; both PEM."""

    certificate: Path
    key: Path


def tls_files(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    """Both or none.

    Raises SettingsError.
    """
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise SettingsError("give --tls-certificate and --tls-key together")
    return TlsFiles(certificate.absolute(), key.absolute())

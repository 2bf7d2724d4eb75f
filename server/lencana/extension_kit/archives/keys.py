"""The key that signs the extension for Chromium: P-256 by default, RSA of an older archive too.

Whoever holds it can update every reader's extension, so it belongs where the list's keys are: not on the server.
"""

from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from lencana.errors import KeyFileError
from lencana.extension_kit.archives.crx3 import PackingKey

MAX_KEY_BYTES: Final = 64 * 1024
MIN_RSA_BITS: Final = 2048


def generate() -> ec.EllipticCurvePrivateKey:
    """A new P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def read_key(path: Path, passphrase: bytes | None) -> PackingKey:
    """A packing key from its PEM file.

    Raises KeyFileError.
    """
    try:
        with path.open("rb") as file:
            pem = file.read(MAX_KEY_BYTES)
        key = load_pem_private_key(pem, passphrase)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror or error}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path}: not a private key in PEM, or its passphrase is missing or wrong") from error
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= MIN_RSA_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise KeyFileError(f"{path}: an extension is signed with P-256 or RSA; make a key with `lencana extension key new`")

"""Public halves of keys, as they lie in `.pub` files beside the private ones."""

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from lencana.errors import KeyFileError
from lencana.trust.documents.root_document import keyid_of

MAX_KEY_FILE_BYTES = 64 * 1024


def load_public(path: Path) -> bytes:
    """The raw public key from a `.pub` file. Raises KeyFileError."""
    try:
        public = load_pem_public_key(read_key_file(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path}: not a public key in PEM") from error
    if not isinstance(public, Ed25519PublicKey):
        raise KeyFileError(f"{path}: not an Ed25519 key")
    return public.public_bytes_raw()


def names_by_keyid(folder: Path) -> dict[str, str]:
    """keyid → name, of the public keys in a folder. Raises KeyFileError."""
    return {keyid_of(load_public(path)): path.stem for path in sorted(folder.glob("*.pub"))}


def read_key_file(path: Path) -> bytes:
    """What a key file holds, up to a size that none has. Raises KeyFileError."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_KEY_FILE_BYTES)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror or error}") from error

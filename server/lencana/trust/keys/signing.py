"""Private keys and what they sign. Imported by the command line alone: a server holds no private key."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from lencana.errors import KeyFileError
from lencana.trust import session
from lencana.trust.documents import envelope as dsse
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import keyid_of
from lencana.trust.keys.public_keys import read_key_file

if TYPE_CHECKING:
    from lencana.trust.keys.pkcs8 import PrivateKey

ENCRYPTED = b"BEGIN ENCRYPTED PRIVATE KEY"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key. Its representation shows the keyid alone."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The raw public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def keyid(self) -> str:
        """Hex SHA-256 of the raw public key."""
        return keyid_of(self.public)

    def __repr__(self) -> str:
        return f"SigningKey({self.keyid})"


def sign(payload: bytes, role: Role, keys: Sequence[SigningKey]) -> bytes:
    """An envelope of a document with the signature of each key."""
    return _envelope(role.payload_type, payload, keys)


def sign_session(value: session.Session, key: SigningKey) -> bytes:
    """An envelope of an admin's session."""
    return _envelope(session.PAYLOAD_TYPE, session.encode_session(value), [key])


def _envelope(payload_type: str, payload: bytes, keys: Sequence[SigningKey]) -> bytes:
    message = dsse.pae(payload_type, payload)
    signatures = tuple(dsse.Signature(key.keyid, key.private.sign(message)) for key in keys)
    return dsse.encode(dsse.Envelope(payload_type, payload, signatures))


def add_signatures(envelope: dsse.Envelope, keys: Sequence[SigningKey]) -> bytes:
    """The envelope with further signatures; what a key has signed already is replaced."""
    message = dsse.pae(envelope.payload_type, envelope.payload)
    ids = {key.keyid for key in keys}
    others = tuple(signature for signature in envelope.signatures if signature.keyid not in ids)
    more = tuple(dsse.Signature(key.keyid, key.private.sign(message)) for key in keys)
    return dsse.encode(dsse.Envelope(envelope.payload_type, envelope.payload, others + more))


def public_file(path: Path) -> Path:
    """Where the public half lies, so that keys can be listed without a passphrase."""
    return path.with_suffix(".pub")


def create_key(path: Path, passphrase: bytes | None) -> SigningKey:
    """Make a key: PKCS#8 PEM, mode 0600, never over an existing file; its public half beside it.

    Raises KeyFileError.
    """
    key = SigningKey(Ed25519PrivateKey.generate())
    public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_new_private_key(path, key.private, passphrase, public)
    return key


def write_new_private_key(
    path: Path, private: "PrivateKey", passphrase: bytes | None, public: bytes | None = None
) -> None:
    """Write a private key as PKCS#8 PEM, mode 0600, never over an existing file; `public` in a `.pub` file beside it.

    Raises KeyFileError.
    """
    pem = _pem(private, passphrase)
    if path.exists():
        raise KeyFileError(f"{path} exists already; a key is never overwritten")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    public_draft = public_file(path).with_name(f".{public_file(path).name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write_private(draft, pem)
            if public is not None:
                with public_draft.open("xb") as file:  # as the private half: never a file that another user has made
                    file.write(public)
            os.link(draft, path)  # unlike a rename, refuses to replace
            if public is not None:
                public_draft.replace(public_file(path))
        finally:
            draft.unlink(missing_ok=True)
            public_draft.unlink(missing_ok=True)
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror or error}; the key was not made") from error


def is_encrypted(path: Path) -> bool:
    """Does reading this key take a passphrase? Raises KeyFileError."""
    return ENCRYPTED in read_key_file(path)


def load_key(path: Path, passphrase: bytes | None) -> SigningKey:
    """Read a private key. Raises KeyFileError."""
    pem = read_key_file(path)
    try:
        private = load_pem_private_key(pem, passphrase if ENCRYPTED in pem else None)
    except (ValueError, TypeError, UnsupportedAlgorithm, InternalError) as error:  # the last of a senseless scrypt cost
        if ENCRYPTED in pem:
            raise KeyFileError(
                f"{path}: the passphrase is missing or wrong; if nobody knows it any more, the admin's handbook"
                ' (docs/admin.md) says in "A key is lost" what to do'
            ) from error
        raise KeyFileError(f"{path}: not a private key in PEM") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileError(f"{path}: not an Ed25519 key; make one with `lencana key new`")
    return SigningKey(private)


def _pem(private: "PrivateKey", passphrase: bytes | None) -> bytes:
    if passphrase:
        from lencana.trust.keys import pkcs8  # with it X.509, which all that does not encrypt a key does without

        return pkcs8.encrypted_pem(private, passphrase)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write_private(path: Path, pem: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())

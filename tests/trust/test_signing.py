"""Private keys: how they are kept, and every way in which reading one fails."""

import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lencana.errors import KeyFileError
from lencana.trust.documents.root_document import keyid_of
from lencana.trust.keys import signing
from lencana.trust.keys.public_keys import load_public

pytestmark = pytest.mark.slow

SCRYPT_AT_FULL_COST = bytes.fromhex("02024000 020108 02010a")  # as DER: 2**14, blocks of 8, ten passes


@pytest.mark.usefixtures("cheap_passphrases")
@pytest.mark.parametrize("passphrase", [None, b"correct horse", "kata sandi ü".encode()])
def test_made_and_read_again(tmp_path: Path, passphrase: bytes | None) -> None:
    path = tmp_path / "keys" / "list.pem"
    made = signing.create_key(path, passphrase)
    assert signing.load_key(path, passphrase).keyid == made.keyid
    assert keyid_of(load_public(signing.public_file(path))) == made.keyid
    assert signing.is_encrypted(path) is (passphrase is not None)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == ["list.pem", "list.pub"]
    assert made.private.private_bytes_raw().hex() not in repr(made)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "list.pem"
    made = signing.create_key(path, b"correct horse")
    command = ["openssl", "pkey", "-in", path, "-passin", "pass:correct horse", "-pubout", "-outform", "DER"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.endswith(made.public)
    assert SCRYPT_AT_FULL_COST in b64decode("".join(path.read_text().splitlines()[1:-1]))


def test_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "list.pem"
    kept = signing.create_key(path, None).keyid
    with pytest.raises(KeyFileError, match="never overwritten"):
        signing.create_key(path, None)
    assert signing.load_key(path, None).keyid == kept


@pytest.mark.usefixtures("cheap_passphrases")
def test_refusals(tmp_path: Path) -> None:
    path = tmp_path / "list.pem"
    signing.create_key(path, b"right")
    for passphrase in (b"wrong", b"", None):
        with pytest.raises(KeyFileError, match="passphrase is missing or wrong"):
            signing.load_key(path, passphrase)
    with pytest.raises(KeyFileError, match="No such file"):
        signing.load_key(tmp_path / "none.pem", None)
    (tmp_path / "text.pem").write_text("hello")
    with pytest.raises(KeyFileError, match="not a private key"):
        signing.load_key(tmp_path / "text.pem", None)
    with pytest.raises(KeyFileError, match="not a public key"):
        load_public(tmp_path / "text.pem")
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "ec.pem").write_bytes(other)
    with pytest.raises(KeyFileError, match="not an Ed25519 key"):
        signing.load_key(tmp_path / "ec.pem", None)
    with pytest.raises(KeyFileError, match="not made"):
        signing.create_key(tmp_path / "text.pem" / "list.pem", None)

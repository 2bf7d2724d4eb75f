"""A certificate authority of the tests' own, and what it signs."""

import ipaddress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
_NO_USAGE = dict.fromkeys(
    (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    ),
    False,
)  # fmt: skip
_CA_USAGE = x509.KeyUsage(**_NO_USAGE | {"key_cert_sign": True, "crl_sign": True})
_SERVER_USAGE = x509.KeyUsage(**_NO_USAGE | {"digital_signature": True})


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    """A private key without a passphrase."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True, slots=True)
class Authority:
    """A CA: `certificate` is what a browser is to trust."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def pem(self) -> bytes:
        """Its own certificate."""
        return self._build("Test CA", self.key, [], datetime.now(UTC) - DAY, datetime.now(UTC) + 30 * DAY, ca=True)

    def issue(
        self, folder: Path, *names: str, begins: datetime | None = None, ends: datetime | None = None
    ) -> tuple[Path, Path]:
        """The files of a certificate for these names, and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        begins, ends = begins or datetime.now(UTC) - DAY, ends or datetime.now(UTC) + 20 * DAY
        folder.mkdir(parents=True, exist_ok=True)
        certificate, private = folder / "certificate.pem", folder / "key.pem"
        certificate.write_bytes(self._build(names[0], key, list(names), begins, ends, ca=False))
        private.write_bytes(pem_of(key))
        return certificate, private

    def _build(
        self,
        subject: str,
        key: ec.EllipticCurvePrivateKey,
        names: list[str],
        begins: datetime,
        ends: datetime,
        *,
        ca: bool,
    ) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("Test CA"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(_CA_USAGE if ca else _SERVER_USAGE, critical=True)  # demanded since Python 3.13
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)

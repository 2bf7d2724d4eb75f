"""A publisher with fixed keys: makes envelopes, sound ones and every kind of unsound one."""

import json
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.trust.documents import base64
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.envelope import Envelope, Signature, encode, pae, parse
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import RoleKeys, Roles, Root, ed25519, encode_root
from lencana.trust.keys.signing import SigningKey, sign

NOW = datetime.fromisoformat("2026-11-22T00:00:00Z")
RFC8032_TEST_1 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
BRAND = Brand(id="openai", name="OpenAI", domains=("openai.com",))


@cache
def key(name: str) -> SigningKey:
    """The key of that name: `rfc8032` is the RFC's, every other one is made of its name."""
    secret = (
        bytes.fromhex(RFC8032_TEST_1) if name == "rfc8032" else sha256(f"lencana test key {name}".encode()).digest()
    )
    return SigningKey(Ed25519PrivateKey.from_private_bytes(secret))


def root(
    version: int = 1,
    *,
    root_keys: str = "root",
    list_keys: str = "list",
    thresholds: tuple[int, int] = (1, 1),
    expires: datetime = NOW + timedelta(days=365),
) -> Root:
    """A root; key names are separated by blanks."""
    names = dict.fromkeys([*root_keys.split(), *list_keys.split()])
    role_keys = [
        RoleKeys(keyids=tuple(key(name).keyid for name in keys.split()), threshold=threshold)
        for keys, threshold in zip((root_keys, list_keys), thresholds, strict=True)
    ]
    return Root(
        version=version,
        issued=NOW - timedelta(days=30),
        expires=expires,
        keys={key(name).keyid: ed25519(key(name).public) for name in names},
        roles=Roles(root=role_keys[0], allowlist=role_keys[1]),
    )


def allowlist(
    version: int = 1,
    prev: bytes | str | None = None,
    *,
    brands: tuple[Brand, ...] = (BRAND,),
    expires: datetime = NOW + timedelta(days=14),
) -> Allowlist:
    """A list; `prev` is the envelope before, or a digest."""
    return Allowlist(
        version=version,
        issued=min(NOW, expires) - timedelta(days=1),
        expires=expires,
        prev=digest(prev) if isinstance(prev, bytes) else prev,
        brands=brands,
        platforms=(),
    )


def signed(document: Root | Allowlist, by: str, role: Role | None = None) -> bytes:
    """The envelope of a document, signed by the keys named."""
    if isinstance(document, Root):
        return sign(encode_root(document), role or Role.ROOT, [key(name) for name in by.split()])
    return sign(encode_allowlist(document), role or Role.ALLOWLIST, [key(name) for name in by.split()])


def signed_text(payload: str | bytes, by: str = "list", role: Role = Role.ALLOWLIST) -> bytes:
    """The envelope of any bytes."""
    return sign(payload if isinstance(payload, bytes) else payload.encode(), role, [key(name) for name in by.split()])


def digest(envelope: bytes) -> str:
    """SHA-256 of an envelope's payload."""
    return sha256(parse(envelope, 1 << 30).payload).hexdigest()


def edited(envelope: bytes, **fields: object) -> bytes:
    """The envelope with some of its fields replaced."""
    return json.dumps(json.loads(envelope) | fields).encode()


def with_payload(envelope: bytes, change: tuple[str, str]) -> bytes:
    """The envelope with its payload edited under the old signature."""
    payload = parse(envelope, 1 << 30).payload.replace(change[0].encode(), change[1].encode())
    return edited(envelope, payload=base64.encode(payload))


def sign_anything(payload: bytes, payload_type: str, signer: str) -> bytes:
    """An envelope around any bytes of any type."""
    signature = Signature(key(signer).keyid, key(signer).private.sign(pae(payload_type, payload)))
    return encode(Envelope(payload_type, payload, (signature,)))

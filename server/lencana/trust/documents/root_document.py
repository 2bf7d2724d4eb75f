"""The root: the document that names the keys of each role (docs/format.md section 3; TUF 4.3)."""

from datetime import datetime
from hashlib import sha256
from typing import Literal

import msgspec

from lencana.errors import DocumentError
from lencana.trust.documents import strict_json
from lencana.trust.documents.metadata import SPEC_VERSION, CommonFields, Hex32Bytes, Role, format_time

MAX_KEYS = 16


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A public key: `public` is the raw key in hex."""

    keytype: Literal["ed25519"]
    public: Hex32Bytes


def ed25519(public: bytes) -> Key:
    """The entry of a raw public key."""
    return Key(keytype="ed25519", public=public.hex())


def keyid_of(public: bytes) -> str:
    """Hex SHA-256 of the raw public key."""
    return sha256(public).hexdigest()


class RoleKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keyids of a role, and how many of them must sign (TUF: threshold)."""

    keyids: tuple[str, ...]
    threshold: int


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of each role."""

    root: RoleKeys
    allowlist: RoleKeys


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """The document that names the keys of each role."""

    version: int
    issued: datetime
    expires: datetime
    keys: dict[str, Key]
    roles: Roles

    def role_keys(self, role: Role) -> RoleKeys:
        """The keyids and threshold of a role."""
        return self.roles.root if role is Role.ROOT else self.roles.allowlist

    def keys_of(self, role: Role) -> dict[str, bytes]:
        """keyid → raw public key, for one role."""
        return {keyid: bytes.fromhex(self.keys[keyid].public) for keyid in self.role_keys(role).keyids}


class _RootJson(CommonFields, frozen=True, kw_only=True):
    type_: Literal["root"] = msgspec.field(name="_type")
    keys: dict[str, Key]
    roles: Roles


def parse_root(payload: bytes) -> Root:
    """Read a root. Raises DocumentError."""
    try:
        read = strict_json.decode(payload, _RootJson)
        issued, expires = read.lifetime()
        _check_keys(read.keys)
        for role_keys in (read.roles.root, read.roles.allowlist):
            _check_role_keys(role_keys, read.keys)
    except ValueError as error:
        raise DocumentError(f"not a root document: {error}") from error
    return Root(version=read.version, issued=issued, expires=expires, keys=read.keys, roles=read.roles)


def encode_root(root: Root) -> bytes:
    """The bytes to sign."""
    return msgspec.json.encode(
        _RootJson(
            type_="root",
            spec_version=SPEC_VERSION,
            version=root.version,
            issued=format_time(root.issued),
            expires=format_time(root.expires),
            keys=root.keys,
            roles=root.roles,
        )
    )


def _check_keys(keys: dict[str, Key]) -> None:
    if len(keys) > MAX_KEYS:
        raise ValueError(f"{len(keys)} keys, more than {MAX_KEYS}")
    for keyid, key in keys.items():
        if keyid != keyid_of(bytes.fromhex(key.public)):
            raise ValueError(f"keyid {keyid[:80]!r} is not the SHA-256 of its public key")


def _check_role_keys(role_keys: RoleKeys, keys: dict[str, Key]) -> None:
    if len(set(role_keys.keyids)) != len(role_keys.keyids):
        raise ValueError("a role names a key twice")
    missing = next((keyid for keyid in role_keys.keyids if keyid not in keys), None)
    if missing is not None:
        raise ValueError(f"a role names keyid {missing[:80]!r}, which is not among `keys`")
    if not 1 <= role_keys.threshold <= len(role_keys.keyids):
        raise ValueError(f"threshold {role_keys.threshold} is not between 1 and the number of keys of the role")

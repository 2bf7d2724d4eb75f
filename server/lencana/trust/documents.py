"""What the signed bytes say: the root and the allowlist (docs/format.md sections 2 to 4).

Parsing trusts the signature for who wrote it, never for how: every type, format and relation is checked.
"""

from datetime import UTC, datetime
from enum import StrEnum, unique
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from lencana.core.brands.allowlist import Allowlist, Brand, Platform
from lencana.errors import DocumentError
from lencana.trust import strict_json

SPEC_VERSION = "1.0"
MAX_VERSION = 2**53 - 1  # what JavaScript can count to
MAX_KEYS = 16
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@unique
class Role(StrEnum):
    """Who signs what."""

    ROOT = "root"
    ALLOWLIST = "allowlist"

    @property
    def payload_type(self) -> str:
        """One a role, so that a root's signature is never one of a list."""
        return f"application/vnd.lencana.{self.value}.v1+json"


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A public key: `public` is 64 hex digits."""

    keytype: Literal["ed25519"]
    public: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


def ed25519(public: bytes) -> Key:
    """The entry of a raw public key."""
    return Key(keytype="ed25519", public=public.hex())


class RoleKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of a role, and how many of them it takes."""

    keyids: tuple[str, ...]
    threshold: int


class Roles(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds which role."""

    root: RoleKeys
    allowlist: RoleKeys


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """The document that says whose signatures count."""

    version: int
    issued: datetime
    expires: datetime
    keys: dict[str, Key]
    roles: Roles

    def role_keys(self, role: Role) -> RoleKeys:
        """The holders of a role."""
        return self.roles.root if role is Role.ROOT else self.roles.allowlist

    def keys_of(self, role: Role) -> dict[str, bytes]:
        """keyid → raw public key, for one role."""
        return {keyid: bytes.fromhex(self.keys[keyid].public) for keyid in self.role_keys(role).keyids}


_TimeText = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
_Version = Annotated[int, msgspec.Meta(ge=1, le=MAX_VERSION)]


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    spec_version: Annotated[str, msgspec.Meta(pattern=r"\A1\.[0-9]{1,9}\Z")] = msgspec.field()
    version: _Version
    issued: _TimeText
    expires: _TimeText


class _RootJson(_Head, frozen=True, kw_only=True):
    type_: Literal["root"] = msgspec.field(name="_type")
    keys: dict[str, Key]
    roles: Roles


class _AllowlistJson(_Head, frozen=True, kw_only=True):
    type_: Literal["allowlist"] = msgspec.field(name="_type")
    prev: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")] | None
    brands: tuple[Brand, ...] = ()
    platforms: tuple[Platform, ...] = ()


def keyid_of(public: bytes) -> str:
    """Hex SHA-256 of the raw public key."""
    return sha256(public).hexdigest()


def parse_root(payload: bytes) -> Root:
    """Read a root. Raises DocumentError."""
    try:
        read = strict_json.decode(payload, _RootJson)
        issued, expires = _parse_lifetime(read)
        _check_keys(read.keys)
        for role_keys in (read.roles.root, read.roles.allowlist):
            _check_role_keys(role_keys, read.keys)
    except ValueError as error:
        raise DocumentError(f"not a root document: {error}") from error
    return Root(version=read.version, issued=issued, expires=expires, keys=read.keys, roles=read.roles)


def parse_allowlist(payload: bytes) -> Allowlist:
    """Read an allowlist; names inside are as signed (`content.check` looks at them). Raises DocumentError."""
    try:
        read = strict_json.decode(payload, _AllowlistJson)
        issued, expires = _parse_lifetime(read)
        if (read.prev is None) != (read.version == 1):
            raise ValueError("`prev` must be null in version 1 and only there")
    except ValueError as error:
        raise DocumentError(f"not an allowlist document: {error}") from error
    return Allowlist(
        version=read.version,
        issued=issued,
        expires=expires,
        prev=read.prev,
        brands=read.brands,
        platforms=read.platforms,
    )


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


def encode_allowlist(allowlist: Allowlist) -> bytes:
    """The bytes to sign."""
    return msgspec.json.encode(
        _AllowlistJson(
            type_="allowlist",
            spec_version=SPEC_VERSION,
            version=allowlist.version,
            issued=format_time(allowlist.issued),
            expires=format_time(allowlist.expires),
            prev=allowlist.prev,
            brands=allowlist.brands,
            platforms=allowlist.platforms,
        )
    )


def format_time(instant: datetime) -> str:
    """UTC, to the second, as the documents write it."""
    return instant.astimezone(UTC).strftime(TIME_FORMAT)


def _parse_lifetime(head: _Head) -> tuple[datetime, datetime]:
    issued, expires = (datetime.strptime(t, TIME_FORMAT).replace(tzinfo=UTC) for t in (head.issued, head.expires))
    if not issued < expires:
        raise ValueError("`issued` must be before `expires`")
    return issued, expires


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

"""What the signed bytes say: the root and the allowlist (docs/format.md sections 2 to 4).

Parsing trusts the signature for who wrote it, never for how: every type, format and relation is checked.
"""

from datetime import UTC, datetime
from enum import StrEnum, unique
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Person, Platform, Secret
from lencana.errors import DocumentError
from lencana.trust import strict_json

SPEC_VERSION = "1.1"  # 1.0 had neither `owned` … `links_complete`, nor `authserv_ids` … `default_platforms`
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


TimeText = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")]
_SECRETS = frozenset(Secret)
_Version = Annotated[int, msgspec.Meta(ge=1, le=MAX_VERSION)]


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    spec_version: Annotated[str, msgspec.Meta(pattern=r"\A1\.[0-9]{1,9}\Z")] = msgspec.field()
    version: _Version
    issued: TimeText
    expires: TimeText


class _RootJson(_Head, frozen=True, kw_only=True):
    type_: Literal["root"] = msgspec.field(name="_type")
    keys: dict[str, Key]
    roles: Roles


class _BlockedJson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    sender: str | msgspec.UnsetType = msgspec.UNSET
    domain: str | msgspec.UnsetType = msgspec.UNSET
    until: TimeText


class _AllowlistJson(_Head, frozen=True, kw_only=True):
    type_: Literal["allowlist"] = msgspec.field(name="_type")
    prev: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")] | None
    brands: tuple[Brand, ...] = ()
    platforms: tuple[Platform, ...] = ()
    # Left out where there are none, so that the bytes of a list of version 1.0 are what our encoder would have written.
    authserv_ids: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    blocked: tuple[_BlockedJson, ...] | msgspec.UnsetType = msgspec.UNSET
    persons: tuple[Person, ...] | msgspec.UnsetType = msgspec.UNSET
    default_platforms: bool | msgspec.UnsetType = msgspec.UNSET


class _OpenBrand(Brand, frozen=True, kw_only=True, omit_defaults=True):
    """A brand as later versions may write it: with words in `never_asks` that this one does not know."""

    never_asks: tuple[str, ...] = ()  # type: ignore[assignment]

    def with_known_words(self) -> Brand:
        fields = {name: getattr(self, name) for name in Brand.__struct_fields__}
        return Brand(**fields | {"never_asks": tuple(Secret(word) for word in self.never_asks if word in _SECRETS)})


class _OpenAllowlistJson(_AllowlistJson, frozen=True, kw_only=True):
    brands: tuple[_OpenBrand, ...] = ()


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
    """Read an allowlist; its names are not checked here but by `check_well_formed`. Raises DocumentError."""
    try:
        read = _decode_allowlist(payload)
        issued, expires = _parse_lifetime(read)
        blocked = tuple(map(_parse_blocked, read.blocked or ()))
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
        authserv_ids=read.authserv_ids or (),
        blocked=blocked,
        persons=read.persons or (),
        default_platforms=read.default_platforms is not False,
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
            authserv_ids=allowlist.authserv_ids or msgspec.UNSET,
            blocked=tuple(map(_blocked_json, allowlist.blocked)) or msgspec.UNSET,
            persons=allowlist.persons or msgspec.UNSET,
            default_platforms=msgspec.UNSET if allowlist.default_platforms else False,
        )
    )


def format_time(instant: datetime) -> str:
    """UTC, to the second, as the documents write it."""
    return instant.astimezone(UTC).strftime(TIME_FORMAT)


def _decode_allowlist(payload: bytes) -> _AllowlistJson:
    try:
        return strict_json.decode(payload, _AllowlistJson)
    except ValueError as error:
        if ".never_asks[" not in str(error):
            raise
        read = strict_json.decode(payload, _OpenAllowlistJson)
        fields = {name: getattr(read, name) for name in _AllowlistJson.__struct_fields__}
        return _AllowlistJson(**fields | {"brands": tuple(brand.with_known_words() for brand in read.brands)})


def _parse_blocked(read: _BlockedJson) -> Blocked:
    sender = None if read.sender is msgspec.UNSET else read.sender
    domain = None if read.domain is msgspec.UNSET else read.domain
    if (sender is None) == (domain is None):
        raise ValueError("an entry of `blocked` needs `sender` or `domain`, and not both")
    return Blocked(sender=sender, domain=domain, until=parse_time(read.until))


def _blocked_json(blocked: Blocked) -> _BlockedJson:
    return _BlockedJson(
        sender=msgspec.UNSET if blocked.sender is None else blocked.sender,
        domain=msgspec.UNSET if blocked.domain is None else blocked.domain,
        until=format_time(blocked.until),
    )


def parse_time(text: str) -> datetime:
    """The time that a `TimeText` says. Raises ValueError for a day or hour that there is not."""
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=UTC)


def _parse_lifetime(head: _Head) -> tuple[datetime, datetime]:
    issued, expires = parse_time(head.issued), parse_time(head.expires)
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

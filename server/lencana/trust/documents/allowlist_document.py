"""The signed list as it is signed (docs/format.md section 4): its JSON to an Allowlist, and back."""

from typing import Literal

import msgspec

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Person, Platform, Secret
from lencana.errors import DocumentError
from lencana.trust.documents import strict_json
from lencana.trust.documents.metadata import SPEC_VERSION, CommonFields, Hex32Bytes, TimeText, format_time, parse_time

_SECRETS = frozenset(Secret)


class _BlockedJson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    sender: str | msgspec.UnsetType = msgspec.UNSET
    domain: str | msgspec.UnsetType = msgspec.UNSET
    until: TimeText


class _AllowlistJson(CommonFields, frozen=True, kw_only=True):
    type_: Literal["allowlist"] = msgspec.field(name="_type")
    prev: Hex32Bytes | None
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


def parse_allowlist(payload: bytes) -> Allowlist:
    """Read an allowlist; its names are not checked here but by `check_well_formed`. Raises DocumentError."""
    try:
        read = _decode_allowlist(payload)
        issued, expires = read.lifetime()
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

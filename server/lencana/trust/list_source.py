"""The TOML that admins write, read into what a list holds. Every error names file, brand, field and remedy."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec

from lencana.core.brands.allowlist import Alias, Allowlist, Blocked, Brand, Guard, Person, Platform, Secret
from lencana.errors import ListSourceError
from lencana.trust import well_formed
from lencana.trust.entries import (
    fail,
    parse_lifetime,
    read_address,
    read_authserv_id,
    read_host,
    read_name,
    read_phone,
    read_until,
)
from lencana.trust.merging import Origin, parse_origin

DEFAULT_LIFETIME = "14d"
_PATH = re.compile(r"(?P<reason>.*?) - at `\$(?P<path>.*)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>.*)`")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListSource:
    """What an admin asks for; version, times and `prev` come when it is signed."""

    lifetime: timedelta
    brands: tuple[Brand, ...]
    platforms: tuple[Platform, ...]
    authserv_ids: tuple[str, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    persons: tuple[Person, ...] = ()
    default_platforms: bool = True
    origins: tuple[tuple[str, Origin], ...] = ()  # of brands that came from a pack or another list, by id


class _AliasToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    common: bool = False


class _BrandToml(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    aliases: tuple[str | _AliasToml, ...] = ()
    domains: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    tenants: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links_complete: bool = False
    guard: Guard = Guard.FULL
    never_asks: tuple[Secret, ...] = ()
    policy_url: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")  # where it was taken from; never in the signed list


class _PlatformToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    domain: str


class _BlockedToml(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sender: str | None = None
    domain: str | None = None
    until: Any  # a date and time, a day, or either as a text: `read_until` says which


class _PersonToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class _SourceToml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    expires_in: str = DEFAULT_LIFETIME
    default_platforms: bool = True
    authserv_ids: tuple[str, ...] = ()
    brand: tuple[_BrandToml, ...] = ()
    platform: tuple[_PlatformToml, ...] = ()
    blocked: tuple[_BlockedToml, ...] = ()
    person: tuple[_PersonToml, ...] = ()


# The fields of each table, by the last name in the path to it.
_FIELDS = {
    "": _SourceToml.__struct_fields__,
    "brand": _BrandToml.__struct_encode_fields__,
    "aliases": _AliasToml.__struct_fields__,
    "platform": _PlatformToml.__struct_fields__,
    "blocked": _BlockedToml.__struct_fields__,
    "person": _PersonToml.__struct_fields__,
}


def parse(text: str, name: str) -> ListSource:
    """Read an allowlist's TOML; `name` is the file's, for messages. Raises ListSourceError."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too, and a list in lists in lists
        raise ListSourceError(f"{name}: not TOML: {error}") from error
    try:
        read = msgspec.convert(raw, _SourceToml)
    except msgspec.ValidationError as error:
        raise ListSourceError(f"{name}: {_explain(str(error), raw)}") from error
    try:
        ids = Counter(brand.id for brand in read.brand)
        if twice := next((i for i, n in ids.items() if n > 1), None):
            raise ListSourceError(f"two brands have the id {twice!r}; merge them or rename one")
        return ListSource(
            lifetime=parse_lifetime(read.expires_in),
            brands=tuple(map(_brand, read.brand)),
            platforms=tuple(Platform(domain=read_host(p.domain, "platform: domain")) for p in read.platform),
            authserv_ids=_once(read_authserv_id(text, "authserv_ids") for text in read.authserv_ids),
            blocked=_once(map(_blocked, read.blocked)),
            persons=tuple(map(_person, read.person)),
            default_platforms=read.default_platforms,
            origins=tuple((toml.id, _origin(toml.id, toml.from_)) for toml in read.brand if toml.from_ is not None),
        )
    except ListSourceError as error:
        raise ListSourceError(f"{name}: {error}") from error


def build_allowlist(source: ListSource, version: int, prev: str | None, now: datetime) -> Allowlist:
    """The list to sign: what the admin asks for, issued now."""
    return Allowlist(
        version=version,
        issued=now,
        expires=now + source.lifetime,
        prev=prev,
        brands=source.brands,
        platforms=source.platforms,
        authserv_ids=source.authserv_ids,
        blocked=source.blocked,
        persons=source.persons,
        default_platforms=source.default_platforms,
    )


def _brand(toml: _BrandToml) -> Brand:
    where = f"brand {toml.id!r}"

    def each(field: str, read: Callable[[str, str], str]) -> tuple[str, ...]:
        values: tuple[str, ...] = getattr(toml, field)
        return _once(read(value, f"{where}: {field}") for value in values) if values else ()

    if not well_formed.is_id(toml.id):
        fail(f"{where}: id", toml.id, "use lower-case letters, digits, - and _, at most 64")
    if toml.policy_url is not None and not well_formed.is_https(toml.policy_url):
        fail(f"{where}: policy_url", toml.policy_url, "write an address that begins with https://")
    return Brand(
        id=toml.id,
        name=read_name(toml.name, f"{where}: name"),
        aliases=_once(_alias(alias, f"{where}: aliases") for alias in toml.aliases),
        domains=each("domains", read_host),
        senders=each("senders", read_address),
        links=each("links", read_host),
        known=each("known", read_host),
        owned=each("owned", read_host),
        tenants=each("tenants", read_host),
        carriers=each("carriers", read_address),
        phones=each("phones", read_phone),
        links_complete=toml.links_complete,
        guard=toml.guard,
        never_asks=_once(toml.never_asks),
        policy_url=toml.policy_url,
    )


def _origin(brand: str, text: str) -> Origin:
    origin = parse_origin(text)
    if origin is None:
        fail(f"brand {brand!r}: from", text, "write pack:NAME or the address of a server, or remove the line")
    return origin


def _alias(alias: str | _AliasToml, where: str) -> Alias:
    if isinstance(alias, str):
        return Alias(text=read_name(alias, where))
    return Alias(text=read_name(alias.text, where), common=alias.common)


def _blocked(toml: _BlockedToml) -> Blocked:
    if toml.sender is not None and toml.domain is None:
        address = read_address(toml.sender, "blocked: sender")
        return Blocked(sender=address, until=read_until(toml.until, f"blocked {address!r}: until"))
    if toml.domain is not None and toml.sender is None:
        host = read_host(toml.domain, "blocked: domain")
        return Blocked(domain=host, until=read_until(toml.until, f"blocked {host!r}: until"))
    raise ListSourceError("blocked: write either `sender`, a whole address, or `domain`")


def _person(toml: _PersonToml) -> Person:
    name = read_name(toml.name, "person: name")
    where = f"person {name!r}"
    if not toml.addresses:
        raise ListSourceError(f"{where}: addresses: list every address that this person writes from")
    return Person(
        name=name,
        aliases=_once(read_name(alias, f"{where}: aliases") for alias in toml.aliases),
        addresses=_once(read_address(address, f"{where}: addresses") for address in toml.addresses),
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _explain(message: str, raw: dict[str, Any]) -> str:
    """msgspec's "... - at `$.brand[2].aliases[0]`" in the words of the file."""
    match = _PATH.fullmatch(message)
    reason, path = (match["reason"], match["path"]) if match else (message, "")
    if unknown := _UNKNOWN.fullmatch(reason):
        field = unknown["field"]
        table = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
        close = get_close_matches(field, _FIELDS.get(table, ()), 1)
        if table and field in _FIELDS.get("", ()):
            remedy = "it belongs at the top of the file, before the first [[...]]"
        else:
            remedy = f"did you mean {close[0]!r}?" if close else "remove it"
        reason = f"unknown field {field!r}; {remedy}"
    if entry := re.match(r"\.brand\[(\d+)\]\.?", path):
        brand = raw["brand"][int(entry[1])]
        label = brand.get("id") if isinstance(brand, dict) else None
        place = f"brand {label!r}" if isinstance(label, str) else f"brand number {int(entry[1]) + 1}"
        field_path = path[entry.end() :]
        return f"{place}: {field_path}: {reason}" if field_path else f"{place}: {reason}"
    path = path.lstrip(".")
    return f"{path}: {reason}" if path else reason

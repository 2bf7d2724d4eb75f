"""The TOML that admins write, read into what a list holds. Every error names file, brand, field and remedy."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from lencana.core.brands.allowlist import Alias, Allowlist, Blocked, Brand, Person, Platform
from lencana.errors import ListSourceError
from lencana.trust.documents import well_formed
from lencana.trust.list_source.entries import (
    fail,
    parse_lifetime,
    read_address,
    read_authserv_id,
    read_host,
    read_name,
    read_phone,
    read_until,
)
from lencana.trust.list_source.merging import Origin, parse_origin
from lencana.trust.list_source.tables import (
    AliasTable,
    BlockedTable,
    BrandTable,
    PersonTable,
    PlatformTable,
    SourceTables,
    read_toml,
)

T = TypeVar("T")
R = TypeVar("R", bound=Hashable)
Faults = list[ListSourceError]


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


def parse(text: str, name: str) -> ListSource:
    """Read an allowlist's TOML; `name` is the file's, for messages. Raises ListSourceError."""
    try:
        return from_tables(read_toml(text))
    except ListSourceError as error:
        raise ListSourceError(f"{name}: {error}") from error


def from_tables(tables: SourceTables, faults: Faults | None = None) -> ListSource:
    """What the tables ask for. Raises ListSourceError at the first fault.

    With `faults`, each is added to them, and what has a fault is left out of the result.
    """
    lifetime = _each("expires_in", [tables.expires_in], parse_lifetime, faults, numbered=False)
    _each("brand", [tables.brand], _demand_different_ids, faults, numbered=False)
    return ListSource(
        lifetime=lifetime[0] if lifetime else timedelta(days=1),
        brands=_each("brand", tables.brand, _brand, faults, numbered=False),
        platforms=_each("platform", tables.platform, _platform, faults),
        authserv_ids=_each(
            "authserv_ids", tables.authserv_ids, lambda text: read_authserv_id(text, "authserv_ids"), faults
        ),
        blocked=_each("blocked", tables.blocked, _blocked, faults),
        persons=_each("person", tables.person, _person, faults),
        default_platforms=tables.default_platforms,
        origins=_each("brand", [t for t in tables.brand if t.from_ is not None], _origin, faults, numbered=False),
    )


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


def _each(
    place: str,
    values: Iterable[T],
    read: Callable[[T], R],
    faults: Faults | None = None,
    *,
    numbered: bool = True,
) -> tuple[R, ...]:
    """Each value as `read` gives it, once. A fault says where it stands, and stops, unless `faults` collects it."""
    done: dict[R, None] = {}
    for position, value in enumerate(values):
        try:
            done[read(value)] = None
        except ListSourceError as error:
            own = f"{place}[{position}]" if numbered else place
            error.place = f"{own}.{error.place}" if error.place else own
            if faults is None:
                raise
            faults.append(error)
    return tuple(done)


def _demand_different_ids(brands: tuple[BrandTable, ...]) -> None:
    ids = Counter(brand.id for brand in brands)
    if twice := next((i for i, n in ids.items() if n > 1), None):
        fault = f"two brands have the id {twice!r}; merge them or rename one"
        raise ListSourceError(fault, code="same_id", entry=twice)


def _brand(table: BrandTable) -> Brand:
    where = f"brand {table.id!r}"
    try:
        return _read_brand(table, where)
    except ListSourceError as error:
        if well_formed.is_id(table.id):
            error.place = f"{table.id}.{error.place}" if error.place else table.id
        raise


def _read_brand(table: BrandTable, where: str) -> Brand:
    def each(field: str, read: Callable[[str, str], str]) -> tuple[str, ...]:
        values: tuple[str, ...] = getattr(table, field)
        return _each(field, values, lambda value: read(value, f"{where}: {field}")) if values else ()

    if not well_formed.is_id(table.id):
        fail(f"{where}: id", table.id, "use lower-case letters, digits, - and _, at most 64")
    (name,) = _each("name", [table.name], lambda text: read_name(text, f"{where}: name"), numbered=False)
    if table.policy_url is not None:
        _each("policy_url", [table.policy_url], partial(_demand_https, where), numbered=False)
    return Brand(
        id=table.id,
        name=name,
        aliases=_each("aliases", table.aliases, lambda alias: _alias(alias, f"{where}: aliases")),
        domains=each("domains", read_host),
        senders=each("senders", read_address),
        links=each("links", read_host),
        known=each("known", read_host),
        owned=each("owned", read_host),
        tenants=each("tenants", read_host),
        carriers=each("carriers", read_address),
        phones=each("phones", read_phone),
        links_complete=table.links_complete,
        guard=table.guard,
        never_asks=tuple(dict.fromkeys(table.never_asks)),
        policy_url=table.policy_url,
    )


def _demand_https(where: str, url: str) -> None:
    if not well_formed.is_https(url):
        fail(f"{where}: policy_url", url, "write an address that begins with https://", "bad_url")


def _origin(table: BrandTable) -> tuple[str, Origin]:
    origin = parse_origin(table.from_ or "")
    if origin is None:
        fail(
            f"brand {table.id!r}: from",
            table.from_ or "",
            "write pack:NAME or the address of a server, or remove the line",
        )
    return table.id, origin


def _alias(alias: str | AliasTable, where: str) -> Alias:
    if isinstance(alias, str):
        return Alias(text=read_name(alias, where))
    return Alias(text=read_name(alias.text, where), common=alias.common)


def _platform(table: PlatformTable) -> Platform:
    return Platform(domain=read_host(table.domain, "platform: domain"))


def _blocked(table: BlockedTable) -> Blocked:
    if table.sender is not None and table.domain is None:
        address = read_address(table.sender, "blocked: sender")
        return Blocked(sender=address, until=read_until(table.until, f"blocked {address!r}: until"))
    if table.domain is not None and table.sender is None:
        host = read_host(table.domain, "blocked: domain")
        return Blocked(domain=host, until=read_until(table.until, f"blocked {host!r}: until"))
    raise ListSourceError("blocked: write either `sender`, a whole address, or `domain`")


def _person(table: PersonTable) -> Person:
    name = read_name(table.name, "person: name")
    where = f"person {name!r}"
    if not table.addresses:
        fault = f"{where}: addresses: list every address that this person writes from"
        raise ListSourceError(fault, code="no_addresses", entry=name)
    return Person(
        name=name,
        aliases=_each("aliases", table.aliases, lambda text: read_name(text, f"{where}: aliases")),
        addresses=_each("addresses", table.addresses, lambda text: read_address(text, f"{where}: addresses")),
    )

"""Faults in what a list says beside From domains and senders: owned names, tenants, carriers, people, blocks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from lencana.core.brands.allowlist import Blocked, Brand, Person
from lencana.core.brands.phones import digits_of
from lencana.core.brands.platforms import default_platforms
from lencana.core.domains.freemail import freemail
from lencana.core.domains.public_suffixes import is_icann_suffix, registrable
from lencana.trust.lint.remarks import Level, Remark, error, note, parents, warning
from lencana.trust.list_source.list_source import ListSource

MAX_UNPREFIXED_DIGITS = 8  # of a number without + or 0 in front: a short code, or a call centre's 1500888


def lint_fields(source: ListSource, now: datetime | None) -> Iterator[Remark]:
    """All remarks of this kind; without `now`, what has ended is not told."""
    platforms = {platform.domain for platform in source.platforms}
    if source.default_platforms:
        platforms |= default_platforms()
    zones = {zone: brand for brand in source.brands for zone in brand.tenants}
    for brand in source.brands:
        yield from _names(brand)
        yield from _addresses(brand)
        yield from _phones(brand)
        yield from _platforms(brand, platforms)
        if zones:
            yield from _below_zones(brand, zones)
    yield from _blocked(source, now)
    yield from _persons(source.persons, source.brands)


def _names(brand: Brand) -> Iterator[Remark]:
    for field in ("owned", "tenants"):
        for host in getattr(brand, field):
            if not registrable(host) and is_icann_suffix(host):
                yield error(brand, field, host, "public_suffix")
            elif host in freemail():
                yield error(brand, field, host, "freemail_domain", brand=brand.name)
    fields = {field: set(getattr(brand, field)) for field in ("domains", "links", "known", "owned", "tenants")}
    for field, other in (
        ("owned", "domains"),
        ("owned", "links"),
        ("owned", "known"),
        ("owned", "tenants"),
        ("tenants", "known"),
    ):
        for host in sorted(fields[field] & fields[other]):
            yield error(brand, field, host, "other_field", field=other)


def _addresses(brand: Brand) -> Iterator[Remark]:
    own = {*brand.domains, *brand.owned, *brand.tenants}
    for address in brand.carriers:
        host = address.rpartition("@")[2]
        if address in brand.senders:
            yield error(brand, "carriers", address, "carrier_sender")
        elif host in freemail():
            yield warning(brand, "carriers", address, "freemail_address")
        elif own.isdisjoint((host, *parents(host))):
            yield note(brand, "carriers", address, "carrier_elsewhere", host=host)


def _phones(brand: Brand) -> Iterator[Remark]:
    for phone in brand.phones:
        is_prefixed = phone.lstrip("( ").startswith(("+", "0"))
        if not is_prefixed and len(digits_of(phone)) > MAX_UNPREFIXED_DIGITS:
            yield warning(brand, "phones", phone, "phone_prefix")


def _platforms(brand: Brand, platforms: set[str]) -> Iterator[Remark]:
    for host in brand.domains:
        platform = next((name for name in (host, *parents(host)) if name in platforms), None)
        if platform is None:
            continue
        exact = [address for address in brand.senders if address.rpartition("@")[2] == host]
        if exact:
            yield note(brand, "domains", host, "platform_senders", platform=platform)
        else:
            yield warning(brand, "domains", host, "platform_domain", platform=platform)


def _below_zones(brand: Brand, zones: dict[str, Brand]) -> Iterator[Remark]:
    entries = [("domains", host, host) for host in brand.domains]
    entries += [("senders", address, address.rpartition("@")[2]) for address in brand.senders]
    for field, entry, host in entries:
        zone = next((name for name in parents(host) if name in zones), None)
        if zone is not None:
            yield warning(brand, field, entry, "below_zone", zone=zone, brand=zones[zone].name)


def _blocked(source: ListSource, now: datetime | None) -> Iterator[Remark]:
    brand_of = {host: brand for brand in source.brands for host in (*brand.domains, *brand.owned)}
    person_of = {address: person for person in source.persons for address in person.addresses}
    for position, entry in enumerate(source.blocked):
        where = f"blocked[{position}]"
        if now is not None and entry.until <= now:
            ended = {"entry": entry.entry, "date": f"{entry.until:%Y-%m-%d}"}
            yield Remark(Level.NOTE, "block_ended", ended, where)
            continue
        yield from _too_much_blocked(entry, brand_of, where)
        if entry.entry in person_of:
            of_person = {"entry": entry.entry, "person": person_of[entry.entry].name}
            yield Remark(Level.WARNING, "block_of_person", of_person, where)


def _too_much_blocked(entry: Blocked, brand_of: dict[str, Brand], where: str) -> Iterator[Remark]:
    host = entry.entry.rpartition("@")[2]
    if entry.domain is not None and (host in freemail() or not registrable(host)):
        yield Remark(Level.ERROR, "block_of_everybody", {"entry": host}, where)
        return
    brand = next((brand_of[name] for name in (host, *parents(host)) if name in brand_of), None)
    if brand is not None:
        yield Remark(Level.WARNING, "block_of_brand", {"entry": entry.entry, "brand": brand.name}, where)


def _persons(persons: Sequence[Person], brands: Sequence[Brand]) -> Iterator[Remark]:
    brand_names = (
        {name.casefold() for brand in brands for name in (brand.name, *(a.text for a in brand.aliases))}
        if persons
        else set()
    )
    seen: dict[str, Person] = {}
    for position, person in enumerate(persons):
        where = f"person[{position}]"
        for name in dict.fromkeys((person.name, *person.aliases)):
            other = seen.setdefault(name.casefold(), person)
            if other is not person:
                yield Remark(Level.ERROR, "shared_name", {"entry": name, "person": other.name}, where)
            elif len(name.split()) < 2:
                yield Remark(Level.WARNING, "single_word", {"entry": name}, where)
            elif name.casefold() in brand_names:
                yield Remark(Level.WARNING, "brand_name", {"entry": name}, where)
        for at, address in enumerate(person.addresses):
            if address.rpartition("@")[2] in freemail():
                yield Remark(Level.WARNING, "freemail_address", {"entry": address}, f"{where}.addresses[{at}]")

"""Faults of a list that is well formed: an error would make strangers green or cry wolf; a warning deserves a look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from importlib.resources import files

from lencana.core.allowlist import Brand
from lencana.core.domain import is_registry_suffix, registrable

SHORT = 3  # letters of a name below which it stands in too many other texts


@unique
class Level(StrEnum):
    """How bad."""

    ERROR = "error"  # the list is not signed
    WARNING = "warning"  # it is, and the admin has been told


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault, with where it is and what to do."""

    level: Level
    text: str


def lint(brands: Sequence[Brand]) -> list[Remark]:
    """All remarks on a list, errors first."""
    remarks = [remark for brand in brands for remark in _of_brand(brand)]
    remarks += _shared_domains(brands)
    return sorted(remarks, key=lambda remark: remark.level is not Level.ERROR)


def _of_brand(brand: Brand) -> Iterator[Remark]:
    for host in brand.domains:
        if not registrable(host) and is_registry_suffix(host):
            yield _error(brand, "domains", host, "is a public suffix: anybody can get a name under it")
        elif not registrable(host):
            yield _warning(brand, "domains", host, "gives customers names under it: their mail counts as the brand's")
        elif host in freemail():
            yield _error(brand, "domains", host, "gives addresses to anybody; list exact addresses in `senders`")
    for host in brand.links:
        if not registrable(host):
            yield _warning(brand, "links", host, "is a public suffix: strangers' pages under it count as the brand's")
    for address in brand.senders:
        if address.rpartition("@")[2] in freemail():
            yield _warning(brand, "senders", address, "is at a provider that anybody can join; is this the brand's?")
    for name in (brand.name, *(alias.text for alias in brand.aliases)):
        if sum(map(str.isalnum, name)) < SHORT:
            yield _warning(brand, "aliases", name, "is short; mark it {text = ..., common = true} or leave it out")
    for host in set(brand.known) & {*brand.domains, *brand.links}:
        yield _error(brand, "known", host, "is the brand's own by another field; remove it from one of them")
    if not brand.domains and not brand.senders:
        yield Remark(Level.WARNING, f"brand {brand.id!r}: no domains and no senders: nothing it sends can be verified")


def _shared_domains(brands: Sequence[Brand]) -> Iterator[Remark]:
    for field in ("domains", "senders"):
        owner: dict[str, Brand] = {}
        for brand in brands:
            for entry in getattr(brand, field):
                first = owner.setdefault(entry, brand)
                if first is not brand:
                    yield _error(brand, field, entry, f"belongs to brand {first.id!r} too; only one can have it")


def _error(brand: Brand, field: str, value: str, why: str) -> Remark:
    return Remark(Level.ERROR, f"brand {brand.id!r}: {field}: {value} {why}")


def _warning(brand: Brand, field: str, value: str, why: str) -> Remark:
    return Remark(Level.WARNING, f"brand {brand.id!r}: {field}: {value} {why}")


@cache
def freemail() -> frozenset[str]:
    """Domains at which anybody can have an address."""
    lines = (files("lencana.data") / "freemail.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))

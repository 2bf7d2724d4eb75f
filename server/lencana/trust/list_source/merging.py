"""Brands from elsewhere beside one's own: what they add, where they conflict, and whether they were changed since."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from msgspec import structs

from lencana.core.brands.allowlist import Brand

PACK_PREFIX = "pack:"
DIGEST_DIGITS = 16  # hex digits of the digest in `from`: enough to notice a change, no protection from an attacker
_ORIGIN = re.compile(r"(?P<source>pack:[a-z0-9-]{1,64}|https?://[!-\"$-~]{1,500})(?:#(?P<digest>[0-9a-f]{16}))?")
_HOSTS = ("domains", "links", "known", "owned", "tenants")
_ADDRESSES = ("senders", "carriers")
_ONE_BRANDS = ("domains", "owned", "tenants", "senders", "carriers")  # fields whose entries one brand alone can have


class Origin(NamedTuple):
    """Where a brand of one's list came from (`from`), and the digest of what it was then."""

    source: str  # "pack:NAME", or the address of another organisation's server
    digest: str | None = None

    def __str__(self) -> str:
        return self.source if self.digest is None else f"{self.source}#{self.digest}"


class Conflict(NamedTuple):
    """An entry of a brand from elsewhere that another brand of one's own has already."""

    brand: Brand
    entry: str
    owner: Brand


def parse_origin(text: str) -> Origin | None:
    """What stands in `from`; None if it is neither a pack nor a server."""
    match = _ORIGIN.fullmatch(text)
    return Origin(match["source"], match["digest"]) if match else None


def origin_of(source: str, brand: Brand) -> Origin:
    """The origin of a brand that is taken over now."""
    return Origin(source, brand_digest(brand))


def brand_digest(brand: Brand) -> str:
    """The first digits of the SHA-256 of what the brand says. Fields that are absent do not count."""
    return sha256(msgspec.json.encode(brand)).hexdigest()[:DIGEST_DIGITS]


def additions(own: Brand, other: Brand) -> dict[str, tuple[Any, ...]]:
    """The entries of `other` that `own` lacks, by field. What `own` has in one field is not added to another.

    Name, guard, `links_complete` and `policy_url` stay one's own.
    """
    names = {own.name.casefold(), *(alias.text.casefold() for alias in own.aliases)}
    new: dict[str, tuple[Any, ...]] = {
        "aliases": tuple(alias for alias in other.aliases if alias.text.casefold() not in names)
    }
    for group in (_HOSTS, _ADDRESSES, ("phones",), ("never_asks",)):
        there = {entry for field in group for entry in getattr(own, field)}
        for field in group:
            new[field] = tuple(entry for entry in getattr(other, field) if entry not in there)
    return {field: entries for field, entries in new.items() if entries}


def union(own: Brand, other: Brand) -> Brand:
    """One's own brand with what the other adds."""
    more = {field: (*getattr(own, field), *entries) for field, entries in additions(own, other).items()}
    return structs.replace(own, **more) if more else own


def merge_lists(lists: Iterable[Iterable[Brand]]) -> tuple[Brand, ...]:
    """The brands of several lists; of one id, the first with what the later ones add."""
    merged: dict[str, Brand] = {}
    for brand in (brand for brands in lists for brand in brands):
        merged[brand.id] = union(merged[brand.id], brand) if brand.id in merged else brand
    return tuple(merged.values())


def conflicts(own: Iterable[Brand], new: Iterable[Brand]) -> Iterator[Conflict]:
    """Entries that would belong to two brands of different ids."""
    owner = {entry: brand for brand in own for field in _ONE_BRANDS for entry in getattr(brand, field)}
    for brand in new:
        for entry in (entry for field in _ONE_BRANDS for entry in getattr(brand, field)):
            if entry in owner and owner[entry].id != brand.id:
                yield Conflict(brand, entry, owner[entry])
                break

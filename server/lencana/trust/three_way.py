"""Two admins' changes of one list put together: what it said before, what one wrote, what the other published. Pure."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple, TypeVar

from msgspec import structs

from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.trust.list_source.write import LIST_FIELDS

T = TypeVar("T", bound=Hashable)
_BRAND_VALUES = ("name", "links_complete", "guard", "policy_url")


class Merged(NamedTuple):
    """The list with both changes, and where both changed the same: there mine stays."""

    document: Allowlist
    remarks: tuple[str, ...]


def merge_changes(base: Allowlist, mine: Allowlist, theirs: Allowlist) -> Merged:
    """`mine` with what `theirs` changed since `base`; version, times and `prev` are mine."""
    remarks: list[str] = []
    brands = _merge_named(base.brands, mine.brands, theirs.brands, _id, remarks, _merge_brand)
    persons = _merge_named(base.persons, mine.persons, theirs.persons, lambda person: person.name, remarks)
    blocked = _merge_named(base.blocked, mine.blocked, theirs.blocked, lambda entry: entry.entry, remarks)
    was, own, other = (each.expires - each.issued for each in (base, mine, theirs))
    lifetime = _merge_value(was, own, other, "expires_in", remarks)
    document = structs.replace(
        mine,
        expires=mine.issued + lifetime,
        brands=brands,
        persons=persons,
        blocked=blocked,
        platforms=_merge_entries(base.platforms, mine.platforms, theirs.platforms),
        authserv_ids=_merge_entries(base.authserv_ids, mine.authserv_ids, theirs.authserv_ids),
        default_platforms=_merge_value(
            base.default_platforms, mine.default_platforms, theirs.default_platforms, "default_platforms", remarks
        ),
    )
    return Merged(document, tuple(remarks))


def _id(brand: Brand) -> str:
    return brand.id


def _merge_entries(base: Iterable[T], mine: Iterable[T], theirs: Iterable[T]) -> tuple[T, ...]:
    """A list of entries: mine, without what they removed, with what they added."""
    before, now = set(base), dict.fromkeys(theirs)
    gone = before - now.keys()
    return tuple(dict.fromkeys([*(e for e in mine if e not in gone), *(e for e in now if e not in before)]))


def _merge_value(base: Any, mine: Any, theirs: Any, what: str, remarks: list[str]) -> Any:
    """One value: the one that was changed; mine if both were, differently."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    remarks.append(f"{what}: yours ({mine}) stays; the other admin wrote {theirs}")
    return mine


def _merge_named(
    base: Iterable[T],
    mine: Iterable[T],
    theirs: Iterable[T],
    key: Callable[[T], str],
    remarks: list[str],
    merge: Callable[[T | None, T, T, list[str]], T] | None = None,
) -> tuple[T, ...]:
    """Values that have a name: of each that both have, `merge` makes one; without it mine stays."""
    before, own, now = ({key(each): each for each in version} for version in (base, mine, theirs))
    merged: list[T] = []
    for name, value in own.items():
        there, was = now.get(name), before.get(name)
        if there is None and was is not None:  # they removed it
            if value == was:
                continue
            remarks.append(f"{name}: yours stays; the other admin removed it")
            merged.append(value)
        elif there is None or there in (was, value):
            merged.append(value)
        elif value == was:
            merged.append(there)
        elif merge is not None:
            merged.append(merge(was, value, there, remarks))
        else:
            remarks.append(f"{name}: yours stays; the other admin wrote another")
            merged.append(value)
    for name, there in now.items():
        if name not in own and name not in before:
            merged.append(there)
        elif name not in own and there != before[name]:
            remarks.append(f"{name}: it stays removed, as you wanted; the other admin changed it")
    return tuple(merged)


def _merge_brand(base: Brand | None, mine: Brand, theirs: Brand, remarks: list[str]) -> Brand:
    lists = {
        field: _merge_entries(getattr(base, field, ()), getattr(mine, field), getattr(theirs, field))
        for field in LIST_FIELDS
    }
    values = {
        field: _merge_value(
            getattr(base, field, None), getattr(mine, field), getattr(theirs, field), f"{mine.name}: {field}", remarks
        )
        for field in _BRAND_VALUES
    }
    return structs.replace(mine, **lists, **values)

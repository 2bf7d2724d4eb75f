"""Whole brands put into an admin's TOML, renewed or taken out. What stands around them stays, comments included."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import tomlkit

from lencana.core.brands.allowlist import Brand
from lencana.trust.list_source import list_source
from lencana.trust.list_source.edit import as_table, parse_document, toml_entry
from lencana.trust.list_source.merging import Origin, additions, brand_digest, conflicts, origin_of


class NewBrand(NamedTuple):
    """A brand from elsewhere. `written` is its table as it stands there; None if that has no text of its own."""

    brand: Brand
    source: str
    written: str | None = None

    @property
    def origin(self) -> Origin:
        """What its `from` will say."""
        return origin_of(self.source, self.brand)


class Edited(NamedTuple):
    """The text after the edits, and what was left alone, each with the reason and the remedy."""

    text: str
    remarks: tuple[str, ...] = ()


def add_brands(text: str, name: str, new: Sequence[NewBrand], *, extend: bool) -> Edited:
    """Add the brands. `name` is the file's, for messages.

    One whose id is there gets the entries that it lacks if `extend`, and is left as it is otherwise. A brand that has
    an entry of another brand is left out. Raises ListSourceError.
    """
    own = {brand.id: brand for brand in list_source.parse(text, name).brands}
    clashes = {clash.brand.id: clash for clash in conflicts(own.values(), (each.brand for each in new))}
    document = parse_document(text)
    tables = {table["id"]: table for table in document.get("brand", [])}
    remarks = [
        f"{clash.brand.name} was left out: {clash.entry} is your brand {clash.owner.id!r}'s; remove it there, or rename"
        f" {clash.owner.id!r} to {clash.brand.id!r}, and run this again"
        for clash in clashes.values()
    ]
    for each in new:
        if each.brand.id in clashes:
            continue
        if (there := own.get(each.brand.id)) is None:
            _append(document, _table(each))
        elif extend:
            _extend(tables[each.brand.id], additions(there, each.brand))
        elif there != each.brand:
            remarks.append(f"{there.name} stays as it is: remove {there.id!r} first to take theirs")
    return Edited(tomlkit.dumps(document), tuple(remarks))


def update_brands(
    text: str, name: str, sources: Mapping[str, Sequence[NewBrand]], only: Collection[str] = ()
) -> Edited:
    """Renew the brands that came from these sources; one that is no longer there goes. Raises ListSourceError.

    `only` are ids to which it is limited, if there are any. A brand that was changed by hand since it came stays.
    """
    read = list_source.parse(text, name)
    own = {brand.id: brand for brand in read.brands}
    document, remarks = parse_document(text), list[str]()
    brands = document.get("brand", [])
    for brand_id, origin in read.origins:
        if origin.source not in sources or (only and brand_id not in only):
            continue
        current = next((each for each in sources[origin.source] if each.brand.id == brand_id), None)
        position = next(number for number, table in enumerate(brands) if table["id"] == brand_id)
        if current is not None and current.brand == own[brand_id]:
            brands[position]["from"] = str(current.origin)
            continue
        if origin.digest != brand_digest(own[brand_id]):
            if current is None or origin.digest != brand_digest(current.brand):
                remarks.append(_changed_by_hand(own[brand_id], origin, gone=current is None))
            continue
        if current is None:
            drop_brand(document, brand_id)
        else:
            _replace(brands, position, _table(current))
    return Edited(tomlkit.dumps(document), tuple(remarks))


def append_brand(document: Any, brand: Brand) -> None:
    """Put a brand of one's own at the end of a parsed document."""
    table = tomlkit.table()
    table.update(as_table(brand))
    _append(document, table)


def drop_brand(document: Any, brand_id: str) -> None:
    """Take a brand out of a parsed document; the comments that stand above the next one stay."""
    brands = document.get("brand", [])
    position = next(number for number, table in enumerate(brands) if table["id"] == brand_id)
    _keep_tail(brands, position)
    del brands[position]


def _changed_by_hand(own: Brand, origin: Origin, *, gone: bool) -> str:
    if gone:
        return f"{own.name} stays, because you changed it: {origin.source} no longer has it"
    return (
        f"{own.name} stays as you changed it, though {origin.source} says something else now; to take that, remove the"
        " brand and add it again"
    )


def _table(new: NewBrand) -> Any:
    """The brand's table with `from` below its name."""
    table = tomlkit.parse(new.written)["brand"][0] if new.written else tomlkit.table()
    if new.written is None:
        table.update(as_table(new.brand, new.origin))
    else:
        table.value._insert_after("name", "from", str(new.origin))
    return table


def _append(document: Any, table: Any) -> None:
    if "brand" not in document:
        document.add(tomlkit.nl())
        document["brand"] = tomlkit.aot()
        document["brand"].append(table)
        return
    brands = document["brand"]
    tail = _take_tail(brands[-1])
    brands[-1].add(tomlkit.nl())
    brands.append(table)
    _add_tail(table, tail)


def _replace(brands: Any, position: int, table: Any) -> None:
    _add_tail(table, _take_tail(brands[position]))
    brands[position] = table


def _keep_tail(brands: Any, position: int) -> None:
    """The comments that stand below a table that goes are the next one's."""
    if position:
        _take_tail(brands[position - 1])
        _add_tail(brands[position - 1], _take_tail(brands[position]))


def _take_tail(table: Any) -> list[Any]:
    """Blank lines and comments below the last field: tomlkit counts what stands above the next table to this one."""
    body, tail = table.value.body, list[Any]()
    while body and body[-1][0] is None:
        tail.insert(0, body.pop()[1])
    return tail


def _add_tail(table: Any, tail: Iterable[Any]) -> None:
    for item in tail:
        table.add(item)


def _extend(table: Any, new: Mapping[str, Sequence[Any]]) -> None:
    for field, entries in new.items():
        if field not in table:
            table.value._insert_after("name", field, tomlkit.array())
        for entry in map(toml_entry, entries):
            if "\n" in table[field].as_string():
                table[field].add_line(entry, indent="    ")
            else:
                table[field].append(entry)

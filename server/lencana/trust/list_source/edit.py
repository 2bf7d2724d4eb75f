"""An admin's TOML, changed and written: comments and layout of what is there stay as they are."""

from collections.abc import Callable, Iterable
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lencana.core.brands.allowlist import Alias, Brand, Guard
from lencana.errors import ListSourceError
from lencana.trust.list_source.merging import Origin
from lencana.trust.list_source.write import LIST_FIELDS, MAX_LINE_CHARS


def add_entry(text: str, brand: str, field: str, entry: str) -> str:
    """The text with an entry more in a brand's list. Raises ListSourceError."""

    def change(table: Any) -> None:
        if field not in table:  # below the name: at the end it would stand behind the comment of the next table
            table.value._insert_after("name", field, tomlkit.array())
        entries = table[field]
        if entry in entries:
            raise ListSourceError(f"brand {brand!r}: {field}: {entry} is there already")
        if "\n" in entries.as_string():
            entries.add_line(entry, indent="    ")
        else:
            entries.append(entry)

    return _with_changed_brand(text, brand, change)


def entries_of(text: str, brand: str, field: str) -> list[str]:
    """The entries of a brand's list as they are written. Raises ListSourceError."""
    brands = parse_document(text).get("brand", [])
    return list(map(str, brands[_position(brands, brand)].get(field, [])))


def remove_entry(text: str, brand: str, field: str, entry: str) -> str:
    """The text with an entry fewer. Raises ListSourceError."""

    def change(table: Any) -> None:
        entries = table.get(field, [])
        matches = [written for written in entries if written.lower() == entry]
        if not matches:
            there = ", ".join(map(str, entries)) or "nothing"
            raise ListSourceError(f"brand {brand!r}: {field}: {entry} is not there; there is {there[:300]}")
        for written in matches:
            entries.remove(written)

    return _with_changed_brand(text, brand, change)


def add_top_entry(text: str, field: str, entry: str) -> str:
    """The text with an entry more in a list beside the brands, such as `authserv_ids`. Raises ListSourceError."""
    document = parse_document(text)
    entries = document.get(field, [])
    if entry in entries:
        raise ListSourceError(f"{field}: {entry} is there already")
    if field in document:
        entries.append(entry)
    else:
        document[field] = _array([entry])
    return tomlkit.dumps(document)


def remove_top_entry(text: str, field: str, entry: str) -> str:
    """The text with an entry fewer in such a list. Raises ListSourceError."""
    document = parse_document(text)
    entries = document.get(field, [])
    matches = [written for written in entries if written.lower() == entry]
    if not matches:
        raise ListSourceError(f"{field}: {entry} is not there; there is {', '.join(entries)[:300] or 'nothing'}")
    for written in matches:
        entries.remove(written)
    return tomlkit.dumps(document)


def put_table(text: str, kind: str, key: str, values: dict[str, Any]) -> str:
    """The text with a `[[kind]]` of these values, in place of the one that has the same value of `key`."""
    document = parse_document(text)
    tables = document.get(kind, [])
    for table in tables:
        if _is_same(table.get(key), values[key]):
            table.update(values)
            return tomlkit.dumps(document)
    table = tomlkit.table()
    table.update(values)
    if tables:
        tables[-1].add(tomlkit.nl())
        tables.append(table)
    else:
        document.pop(kind, None)  # an empty list
        document.add(tomlkit.nl())
        document[kind] = tomlkit.aot()
        document[kind].append(table)
    return tomlkit.dumps(document)


def table_of(text: str, kind: str, key: str, value: str) -> dict[str, Any] | None:
    """The values of the `[[kind]]` that has this value of `key`, if there is one."""
    tables = (table for table in parse_document(text).get(kind, []) if _is_same(table.get(key), value))
    return next((table.unwrap() for table in tables), None)


def remove_table(text: str, kind: str, key: str, value: str) -> str:
    """The text without the `[[kind]]` that has this value of `key`. Raises ListSourceError."""
    document = parse_document(text)
    tables = document.get(kind, [])
    positions = [position for position, table in enumerate(tables) if _is_same(table.get(key), value)]
    if not positions:
        there = ", ".join(str(table.get(key)) for table in tables if table.get(key)) or "nothing"
        raise ListSourceError(f"{kind}: {value} is not there; there is {there[:300]}")
    for position in reversed(positions):
        del tables[position]
    if not tables:
        del document[kind]  # or `kind = []` would be left
    return tomlkit.dumps(document)


def _is_same(written: Any, value: Any) -> bool:
    return isinstance(written, str) and isinstance(value, str) and written.lower() == value.lower()


def remove_brand(text: str, brand: str) -> str:
    """The text without a brand. Raises ListSourceError."""
    document = parse_document(text)
    brands = document.get("brand", [])
    del brands[_position(brands, brand)]
    return tomlkit.dumps(document)


def _with_changed_brand(text: str, brand: str, change: Callable[[Any], None]) -> str:
    document = parse_document(text)
    brands = document.get("brand", [])
    change(brands[_position(brands, brand)])
    return tomlkit.dumps(document)


def _position(brands: Any, brand: str) -> int:
    ids = [table.get("id") for table in brands]
    if brand not in ids:
        known = ", ".join(map(str, ids[:20])) or "none"
        raise ListSourceError(f"there is no brand with the id {brand!r}; there are: {known}")
    return ids.index(brand)


def parse_document(text: str) -> Any:
    """The text as tomlkit reads it, comments and layout included. Raises ListSourceError."""
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ListSourceError(f"not TOML: {error}") from error


def as_table(brand: Brand, origin: Origin | None = None) -> dict[str, Any]:
    """A brand's fields as they are written; what is empty is left out."""
    values: dict[str, Any] = {"id": brand.id, "name": brand.name}
    if origin:
        values["from"] = str(origin)
    for field in LIST_FIELDS:
        if entries := list(map(toml_entry, getattr(brand, field))):
            values[field] = _array(entries)
    if brand.links_complete:
        values["links_complete"] = True
    if brand.guard is not Guard.FULL:
        values["guard"] = brand.guard.value
    if brand.policy_url:
        values["policy_url"] = brand.policy_url
    return values


def _array(entries: Iterable[Any]) -> Any:
    array = tomlkit.array()
    array.extend(entries)
    return array.multiline(len(array.as_string()) > MAX_LINE_CHARS)


def toml_entry(alias: Alias | str) -> Any:
    """An entry of a list as it is written."""
    if not isinstance(alias, Alias):
        return str(alias)
    if not alias.common:
        return alias.text
    table = tomlkit.inline_table()
    table.update({"text": alias.text, "common": True})
    return table

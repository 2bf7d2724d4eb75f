"""An admin's TOML, changed and written: comments and layout of what is there stay as they are."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from lencana.core.brands.allowlist import Alias, Allowlist, Blocked, Brand, Guard, Person
from lencana.errors import ListSourceError

MAX_LINE_CHARS = 100  # characters of a list on one line
# In the order in which they are written.
_LISTS = (
    "aliases", "domains", "senders", "links", "known", "owned", "tenants", "carriers", "phones", "never_asks",
)  # fmt: skip


def add_entry(text: str, brand: str, field: str, entry: str) -> str:
    """The text with an entry more in a brand's list. Raises ListSourceError."""

    def change(table: Any) -> None:
        entries = table.setdefault(field, tomlkit.array())
        if entry in entries:
            raise ListSourceError(f"brand {brand!r}: {field}: {entry} is there already")
        if "\n" in entries.as_string():
            entries.add_line(entry, indent="    ")
        else:
            entries.append(entry)

    return _with_changed_brand(text, brand, change)


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


def remove_brand(text: str, brand: str) -> str:
    """The text without a brand. Raises ListSourceError."""
    document = _read(text)
    brands = document.get("brand", [])
    del brands[_position(brands, brand)]
    return tomlkit.dumps(document)


def write(allowlist: Allowlist) -> str:
    """A list as TOML."""
    document = tomlkit.document()
    document["expires_in"] = format_lifetime(allowlist.expires - allowlist.issued)
    if allowlist.authserv_ids:
        document["authserv_ids"] = _array(allowlist.authserv_ids)
    for name, tables in (
        ("brand", [_table(brand) for brand in allowlist.brands]),
        ("platform", [{"domain": platform.domain} for platform in allowlist.platforms]),
        ("blocked", list(map(_blocked, allowlist.blocked))),
        ("person", list(map(_person, allowlist.persons))),
    ):
        entries = tomlkit.aot()
        for values in tables:
            table = tomlkit.table()
            table.update(values)
            entries.append(table)
        if tables:
            document[name] = entries
    return tomlkit.dumps(document)


def format_lifetime(lifetime: timedelta) -> str:
    """A duration as the file writes it, at least an hour."""
    hours = max(1, round(lifetime / timedelta(hours=1)))
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def _with_changed_brand(text: str, brand: str, change: Callable[[Any], None]) -> str:
    document = _read(text)
    brands = document.get("brand", [])
    change(brands[_position(brands, brand)])
    return tomlkit.dumps(document)


def _position(brands: Any, brand: str) -> int:
    ids = [table.get("id") for table in brands]
    if brand not in ids:
        known = ", ".join(map(str, ids[:20])) or "none"
        raise ListSourceError(f"there is no brand with the id {brand!r}; there are: {known}")
    return ids.index(brand)


def _read(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ListSourceError(f"not TOML: {error}") from error


def _table(brand: Brand) -> dict[str, Any]:
    values: dict[str, Any] = {"id": brand.id, "name": brand.name}
    for field in _LISTS:
        if entries := [_alias(e) if isinstance(e, Alias) else str(e) for e in getattr(brand, field)]:
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


def _blocked(entry: Blocked) -> dict[str, Any]:
    key = "domain" if entry.sender is None else "sender"
    return {key: entry.entry, "until": entry.until}


def _person(person: Person) -> dict[str, Any]:
    aliases = {"aliases": _array(person.aliases)} if person.aliases else {}
    return {"name": person.name, **aliases, "addresses": _array(person.addresses)}


def _alias(alias: Alias) -> Any:
    if not alias.common:
        return alias.text
    table = tomlkit.inline_table()
    table.update({"text": alias.text, "common": True})
    return table

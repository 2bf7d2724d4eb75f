"""A list written as the TOML that admins keep. Plain text, because tomlkit takes seconds for a thousand entries."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from lencana.core.brands.allowlist import Alias, Allowlist, Blocked, Brand, Guard, Person
from lencana.trust.documents.metadata import format_time
from lencana.trust.list_source.merging import Origin

MAX_LINE_CHARS = 100  # characters of a list on one line
# In the order in which they are written.
LIST_FIELDS = (
    "aliases", "domains", "senders", "links", "known", "owned", "tenants", "carriers", "phones", "never_asks",
)  # fmt: skip
_NOWHERE: Mapping[str, Origin] = {}


def write(allowlist: Allowlist, origins: Mapping[str, Origin] = _NOWHERE) -> str:
    """A list as TOML; `origins` are those of brands that came from elsewhere, by id."""
    top = [f"expires_in = {_text(format_lifetime(allowlist.expires - allowlist.issued))}"]
    if not allowlist.default_platforms:
        top.append("default_platforms = false")
    if allowlist.authserv_ids:
        top.append(f"authserv_ids = {_array(allowlist.authserv_ids)}")
    tables = [
        *(["[[brand]]", *_brand(brand, origins.get(brand.id))] for brand in allowlist.brands),
        *(["[[platform]]", f"domain = {_text(platform.domain)}"] for platform in allowlist.platforms),
        *(["[[blocked]]", *_blocked(entry)] for entry in allowlist.blocked),
        *(["[[person]]", *_person(person)] for person in allowlist.persons),
    ]
    return "\n\n".join("\n".join(lines) for lines in [top, *tables]) + "\n"


def format_lifetime(lifetime: timedelta) -> str:
    """A duration as the file writes it, at least an hour."""
    hours = max(1, round(lifetime / timedelta(hours=1)))
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


def _brand(brand: Brand, origin: Origin | None) -> Iterator[str]:
    yield f"id = {_text(brand.id)}"
    yield f"name = {_text(brand.name)}"
    if origin:
        yield f"from = {_text(str(origin))}"
    for field in LIST_FIELDS:
        if entries := getattr(brand, field):
            yield f"{field} = {_array(entries)}"
    if brand.links_complete:
        yield "links_complete = true"
    if brand.guard is not Guard.FULL:
        yield f"guard = {_text(brand.guard.value)}"
    if brand.policy_url:
        yield f"policy_url = {_text(brand.policy_url)}"


def _blocked(entry: Blocked) -> Iterator[str]:
    yield f"{'domain' if entry.sender is None else 'sender'} = {_text(entry.entry)}"
    yield f"until = {format_time(entry.until)}"


def _person(person: Person) -> Iterator[str]:
    yield f"name = {_text(person.name)}"
    if person.aliases:
        yield f"aliases = {_array(person.aliases)}"
    yield f"addresses = {_array(person.addresses)}"


def _array(entries: Iterable[Any]) -> str:
    items = [_entry(entry) for entry in entries]
    line = f"[{', '.join(items)}]"
    return line if len(line) <= MAX_LINE_CHARS else "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _entry(entry: Alias | str) -> str:
    if not isinstance(entry, Alias):
        return _text(str(entry))
    return f"{{text = {_text(entry.text)}, common = true}}" if entry.common else _text(entry.text)


def _text(value: str) -> str:
    """A basic string: JSON's escapes are TOML's, and what a list holds has no DEL, which JSON would leave as it is."""
    return msgspec.json.encode(value).decode()

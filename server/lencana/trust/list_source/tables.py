"""The tables of an admin's list as they are written, in TOML or as the same keys in JSON: types, and what is wrong."""

import re
import tomllib
from difflib import get_close_matches
from typing import Any

import msgspec

from lencana.core.brands.allowlist import Guard, Secret
from lencana.errors import ListSourceError
from lencana.plain_faults import in_plain_words
from lencana.trust.documents import strict_json
from lencana.trust.documents.well_formed import is_id

DEFAULT_LIFETIME = "14d"
_PATH = re.compile(r"(?P<reason>.*?) - at `\$(?P<path>.*)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<field>.*)`")


class AliasTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An alias that is more than a text."""

    text: str
    common: bool = False


class BrandTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[brand]]`."""

    id: str
    name: str
    aliases: tuple[str | AliasTable, ...] = ()
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


class PlatformTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[platform]]`."""

    domain: str


class BlockedTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[blocked]]`."""

    sender: str | None = None
    domain: str | None = None
    until: Any  # a date and time, a day, or either as a text: `read_until` says which


class PersonTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[person]]`."""

    name: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class SourceTables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    expires_in: str = DEFAULT_LIFETIME
    default_platforms: bool = True
    authserv_ids: tuple[str, ...] = ()
    brand: tuple[BrandTable, ...] = ()
    platform: tuple[PlatformTable, ...] = ()
    blocked: tuple[BlockedTable, ...] = ()
    person: tuple[PersonTable, ...] = ()


# The fields of each table, by the last name in the path to it.
_FIELDS = {
    "": SourceTables.__struct_fields__,
    "brand": BrandTable.__struct_encode_fields__,
    "aliases": AliasTable.__struct_fields__,
    "platform": PlatformTable.__struct_fields__,
    "blocked": BlockedTable.__struct_fields__,
    "person": PersonTable.__struct_fields__,
}

_CHOICES = {"guard": Guard, "never_asks": Secret}  # the values of a field, by the last name in the path to it


def read_toml(text: str) -> SourceTables:
    """The tables in a TOML text. Raises ListSourceError."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too, and a list in lists in lists
        raise ListSourceError(f"not TOML: {error}") from error
    try:
        return msgspec.convert(raw, SourceTables)
    except msgspec.ValidationError as error:
        raise _fault(str(error), raw) from error


def read_json(raw: bytes) -> SourceTables:
    """The same tables as one JSON object. Raises ListSourceError."""
    try:
        return strict_json.decode(raw, SourceTables)
    except ValueError as error:
        if not isinstance(error.__cause__, msgspec.ValidationError):
            raise ListSourceError(str(error)) from error
        raise _fault(str(error), msgspec.json.decode(raw)) from error


def _fault(message: str, raw: Any) -> ListSourceError:
    """msgspec's "... - at `$.brand[2].aliases[0]`" in the words of the file."""
    match = _PATH.fullmatch(message)
    reason, path = (match["reason"], match["path"]) if match else (message, "")
    field = _field(path)
    if unknown := _UNKNOWN.fullmatch(reason):
        reason = _unknown_field(unknown["field"], field)
    elif reason.startswith("Expected `array`") and path.lstrip(".") in _FIELDS:
        reason = f"write [[{field}]], once for each"
    else:
        reason = in_plain_words(reason, tuple(_CHOICES.get(field, ())))
    if entry := re.match(r"\.brand\[(\d+)\]\.?", path):
        brand = raw["brand"][int(entry[1])]
        label = brand.get("id") if isinstance(brand, dict) else None
        words = f"brand {label!r}" if isinstance(label, str) else f"brand number {int(entry[1]) + 1}"
        field_path = path[entry.end() :]
        place = f"brand.{label}" if isinstance(label, str) and is_id(label) else f"brand[{entry[1]}]"
        if field_path:
            return ListSourceError(f"{words}: {field_path}: {reason}", place=f"{place}.{field_path}")
        return ListSourceError(f"{words}: {reason}", place=place)
    path = path.lstrip(".")
    return ListSourceError(f"{path}: {reason}" if path else reason, place=path)


def _field(path: str) -> str:
    """The last name in a path: `aliases` of `.brand[2].aliases[0]`."""
    return re.sub(r"\[\d+\]", "", path).rpartition(".")[2]


def _unknown_field(field: str, table: str) -> str:
    close = get_close_matches(field, _FIELDS.get(table, ()), 1)
    if table and field in _FIELDS[""]:
        remedy = "it belongs at the top of the file, before the first [[...]]"
    else:
        remedy = f"did you mean {close[0]!r}?" if close else "remove it"
    return f"unknown field {field!r}; {remedy}"

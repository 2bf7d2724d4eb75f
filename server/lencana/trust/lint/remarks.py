"""What a remark on a list is, and what several rules of lint need."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand
from lencana.data import read_table


@unique
class Level(StrEnum):
    """How bad."""

    ERROR = "error"  # the list is not signed
    WARNING = "warning"  # it is, once the admin has agreed
    NOTE = "note"  # it is


class Entry(NamedTuple):
    """An entry of a brand's list, or one of its names."""

    brand: Brand
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault, with where it is and what to do."""

    level: Level
    text: str
    at: Entry | str = ""  # "" for the list as a whole

    @property
    def where(self) -> str:
        """Such as brand.openai.domains[2], person[0]; "" for the list as a whole."""
        if isinstance(self.at, str):
            return self.at
        brand, field, value = self.at
        words = [getattr(entry, "text", entry) for entry in getattr(brand, field)]
        if value in words:
            return f"brand.{brand.id}.{field}[{words.index(value)}]"
        return f"brand.{brand.id}.{'name' if value == brand.name else field}"  # names are looked at with the aliases


def parents(host: str) -> Iterator[str]:
    """The names above a host, longest first."""
    while host := host.partition(".")[2]:
        yield host


def error(brand: Brand, field: str, value: str, why: str) -> Remark:
    """The list must not be signed so."""
    return _of_brand(Level.ERROR, brand, field, value, why)


def warning(brand: Brand, field: str, value: str, why: str) -> Remark:
    """The admin must confirm it."""
    return _of_brand(Level.WARNING, brand, field, value, why)


def note(brand: Brand, field: str, value: str, why: str) -> Remark:
    """Worth knowing."""
    return _of_brand(Level.NOTE, brand, field, value, why)


def _of_brand(level: Level, brand: Brand, field: str, value: str, why: str) -> Remark:
    return Remark(level, f"brand {brand.id!r}: {field}: {value} {why}", Entry(brand, field, value))


@cache
def freemail() -> frozenset[str]:
    """Domains at which anybody can have an address."""
    return frozenset(read_table("freemail.txt"))

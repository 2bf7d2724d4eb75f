"""What a remark on a list is, and what several rules of lint need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand

Params = dict[str, str]  # of the sentence that data/lint has for a code
_OF_BRAND = re.compile(r"brand\.([^.\[]+)")


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
    """One fault: a code, which data/lint has a sentence for in each language, what it names, and where it is."""

    level: Level
    code: str
    params: Params = field(default_factory=dict)
    at: Entry | str = ""  # "" for the list as a whole

    @property
    def where(self) -> str:
        """Such as brand.openai.domains[2], person[0]; "" for the list as a whole."""
        if isinstance(self.at, str):
            return self.at
        brand, name, value = self.at
        words = [getattr(entry, "text", entry) for entry in getattr(brand, name)]
        if value in words:
            return f"brand.{brand.id}.{name}[{words.index(value)}]"
        return f"brand.{brand.id}.{'name' if value == brand.name else name}"  # names are looked at with the aliases

    @property
    def heading(self) -> str:
        """The same for a person who has the file, such as "brand 'openai': domains"."""
        if not isinstance(self.at, str):
            return f"brand {self.at.brand.id!r}: {self.at.field}"
        brand = _OF_BRAND.match(self.at)
        return f"brand {brand[1]!r}" if brand else re.split(r"[.\[]", self.at)[0]


def parents(host: str) -> Iterator[str]:
    """The names above a host, longest first."""
    while host := host.partition(".")[2]:
        yield host


def error(brand: Brand, name: str, value: str, code: str, /, **params: str) -> Remark:
    """The list must not be signed so."""
    return Remark(Level.ERROR, code, {"entry": value, **params}, Entry(brand, name, value))


def warning(brand: Brand, name: str, value: str, code: str, /, **params: str) -> Remark:
    """The admin must confirm it."""
    return Remark(Level.WARNING, code, {"entry": value, **params}, Entry(brand, name, value))


def note(brand: Brand, name: str, value: str, code: str, /, **params: str) -> Remark:
    """Worth knowing."""
    return Remark(Level.NOTE, code, {"entry": value, **params}, Entry(brand, name, value))

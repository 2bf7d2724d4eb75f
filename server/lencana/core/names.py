"""Whose name is in a piece of text: brand names as whole words, whatever letters they are drawn with."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lencana.core.allowlist import Brand
from lencana.core.skeleton import fold

_WORD = re.compile(r"[^\W_]+")
_MAX_TEXT = 400  # characters of a display name or subject that are read
_SPACED = 3  # single letters in a row that are read as one spaced-out word
_SHORTEST_COMPACT = 6  # letters from which a name may also be found with its words run together or split


@dataclass(frozen=True, slots=True)
class NameHit:
    """A brand's name found in a text: words [start, end) of `words` are it."""

    brand: Brand
    common: bool
    words: tuple[str, ...]
    start: int
    end: int


class NameIndex:
    """All names and aliases of the listed brands, by their first folded word."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Brand, bool]]] = {}
        self._compact: dict[str, Brand] = {}
        for brand in brands:
            self._add(brand.name, brand, common=False)
            for alias in brand.aliases:
                self._add(alias.text, brand, common=alias.common)

    def _add(self, name: str, brand: Brand, *, common: bool) -> None:
        words = words_of(name)
        if not words:
            return
        names = self._by_first.setdefault(words[0], [])
        names.append((words, brand, common))
        names.sort(key=lambda item: -len(item[0]))
        if not common and len("".join(words)) >= _SHORTEST_COMPACT:
            self._compact.setdefault("".join(words), brand)

    def find(self, text: str) -> Iterator[NameHit]:
        """Every name in the text, as whole words, leftmost first."""
        words = words_of(text)
        for start, word in enumerate(words):
            for name, brand, common in self._by_first.get(word, ()):
                if words[start : start + len(name)] == name:
                    yield NameHit(brand, common, words, start, start + len(name))
                    break
            else:
                if (brand_of_pair := self._compact.get("".join(words[start : start + 2]))) is not None:
                    yield NameHit(brand_of_pair, False, words, start, min(start + 2, len(words)))


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, with letters that stand apart ("C o i n b a s e") drawn together."""
    words = _WORD.findall(fold(text[:_MAX_TEXT]))
    if sum(len(word) == 1 for word in words) < _SPACED:
        return tuple(words)
    return tuple(_closed_up(words))


def _closed_up(words: list[str]) -> Iterator[str]:
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1:
            run.append(word)
            continue
        if len(run) >= _SPACED:
            yield "".join(run)
        else:
            yield from run
        run = []
        if word:
            yield word

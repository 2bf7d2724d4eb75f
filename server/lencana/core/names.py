"""Whose name is in a piece of text: brand names as whole words, whatever letters they are drawn with."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from lencana.core.allowlist import Brand
from lencana.core.skeleton import fold, tighten

_WORD = re.compile(r"[^\W_]+")
_MAX_TEXT = 400  # characters of a display name or subject that are read
_SPACED = 3  # single letters in a row that are read as one spaced-out word
_SHORTEST_DRAWN = 5  # letters from which a name may be drawn with other characters (0penAI)
_SHORTEST_SPLIT = 6  # letters from which a name may be split in two (Pay Pal)
# A capital L is never taken for an I, though the small one is: "OpenAl" imitates, "OpenAL" is an audio library.
_CAPITAL_L = str.maketrans("L", "九")


class NameHit(msgspec.Struct, frozen=True, gc=False):
    """A brand's name found in a text: words [start, end) of `words` are it."""

    brand: Brand
    common: bool
    words: tuple[str, ...]
    start: int
    end: int


class NameIndex:
    """All names and aliases of the listed brands, by their first folded word and by how they are drawn."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Brand, bool]]] = {}
        self._drawn: dict[str, Brand] = {}
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
        for drawn in {"".join(drawn_words_of(name)), "".join(drawn_words_of(name.lower()))}:
            if not common and len(drawn) >= _SHORTEST_DRAWN:
                self._drawn.setdefault(drawn, brand)

    def find(self, text: str) -> Iterator[NameHit]:
        """Every name in the text, as whole words, leftmost first."""
        words, drawn = words_of(text), drawn_words_of(text)
        for start, word in enumerate(words):
            for name, brand, common in self._by_first.get(word, ()):
                if words[start : start + len(name)] == name:
                    yield NameHit(brand, common, words, start, start + len(name))
                    break
            else:
                if len(drawn) == len(words):
                    yield from self._find_drawn(words, drawn, start)

    def _find_drawn(self, words: tuple[str, ...], drawn: tuple[str, ...], start: int) -> Iterator[NameHit]:
        one, two = drawn[start], "".join(drawn[start : start + 2])
        if (brand := self._drawn.get(one)) is not None:
            yield NameHit(brand, False, words, start, start + 1)
        elif len(two) >= _SHORTEST_SPLIT and two != one and (brand := self._drawn.get(two)) is not None:
            yield NameHit(brand, False, words, start, start + 2)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a text, with letters that stand apart ("C o i n b a s e") drawn together."""
    return _closed_up(_WORD.findall(fold(text[:_MAX_TEXT])))


def drawn_words_of(text: str) -> tuple[str, ...]:
    """The same words as they look: 0 as o, 1, I and l alike, rn as m."""
    return _closed_up(_WORD.findall(tighten(fold(text[:_MAX_TEXT].translate(_CAPITAL_L)))))


def _closed_up(words: list[str]) -> tuple[str, ...]:
    if sum(len(word) == 1 for word in words) < _SPACED:
        return tuple(words)
    closed: list[str] = []
    for single, run in groupby(words, lambda word: len(word) == 1):
        letters = list(run)
        closed += ["".join(letters)] if single and len(letters) >= _SPACED else letters
    return tuple(closed)

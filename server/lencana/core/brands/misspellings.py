"""Names with one slip: Microsft, DocSign, ChatGTP. A slip is a letter less, more or other, or two letters swapped."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.literals import literals_pattern
from lencana.core.letters.skeleton import fold_confusables

MIN_NAME_LETTERS = 6
MAX_NAME_LETTERS = 20


class Misspelling(NamedTuple):
    """The brand that a word is almost the name of."""

    brand: Brand
    name: str


class MisspellingIndex:
    """The names of one word, by what is left of them when one letter is taken away."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_rest: dict[str, list[tuple[str, Brand]]] = {}
        self._names: set[str] = set()
        starts: set[str] = set()
        ends: set[str] = set()
        for brand in brands:
            for name in _names(brand):
                self._names.add(name)
                starts.update(halves[0] for halves in _halves(name))
                ends.update(halves[1] for halves in _halves(name))
                for rest in {name, *_without_one(name)}:
                    self._by_rest.setdefault(rest, []).append((name, brand))

        self._prefilter = re.compile(
            rf"(?<![^\W_])(?:{literals_pattern(starts).pattern})|(?:{literals_pattern(ends).pattern})(?![^\W_])"
        )

    def may_occur_in(self, text: str) -> bool:
        """Can a name with a slip be in the text? One slip leaves one half of a name as it was, or swaps its middle."""
        return self._prefilter.search(fold_confusables(text)) is not None

    def find(self, word: str) -> Misspelling | None:
        """The brand whose name the folded word is with one slip; None for the name itself."""
        if not MIN_NAME_LETTERS - 1 <= len(word) <= MAX_NAME_LETTERS + 1 or word in self._names:
            return None
        for rest in (word, *_without_one(word)):
            for name, brand in self._by_rest.get(rest, ()):
                if word != f"{name}s" and _is_one_slip(word, name):
                    return Misspelling(brand, name)
        return None


def _names(brand: Brand) -> Iterator[str]:
    texts = (brand.name, *(alias.text for alias in brand.aliases if not alias.common))
    for name in map(fold_confusables, texts):
        if name.isalpha() and MIN_NAME_LETTERS <= len(name) <= MAX_NAME_LETTERS:
            yield name


def _halves(name: str) -> tuple[tuple[str, str], ...]:
    """The two halves of a name, and those of the name with its two middle letters swapped."""
    half = len(name) // 2
    swapped = name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]
    return (name[:half], name[half:]), (swapped[:half], swapped[half:])


def _without_one(word: str) -> tuple[str, ...]:
    return tuple(word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_one_slip(word: str, name: str) -> bool:
    if len(word) != len(name):
        return abs(len(word) - len(name)) == 1
    different = [at for at, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
    return len(different) == 1 or _is_swap(word, name, different)


def _is_swap(word: str, name: str, different: list[int]) -> bool:
    if len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return word[first] == name[second] and word[second] == name[first]

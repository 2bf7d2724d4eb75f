"""Whose name is in a piece of text: brand names as whole words, whatever letters they are drawn with."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.literals import literals_pattern
from lencana.core.brands.vocabulary import word_class
from lencana.core.letters.skeleton import (
    ascii_skeleton,
    fold_confusables,
    merge_confusable_pairs,
    merge_single_confusables,
)
from lencana.core.letters.substitution import CharacterMap

# Kana, Han, and Hangul as it is folded: written without spaces, so that a word of other letters ends where they begin.
_UNSPACED = "\u1100-\u11ff\u3041-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[^\W_{_UNSPACED}]+|[{_UNSPACED}]+")
_MAX_TEXT = 400  # characters of a display name or subject that are read
_SPACED = 3  # single letters in a row that are read as one spaced-out word
_SHORTEST_DRAWN = 5  # letters from which a name may be drawn with other characters (0penAI)
_SHORTEST_SPLIT = 6  # letters from which a name may be split in several (Pay Pal)
_MOST_PIECES = 4
_SHORTEST_GLUED = 4  # letters from which a name may be run together with a word of business (openaisupport)
_LONGEST_GLUED = 40
# A capital L is never taken for an I, though the small one is: "OpenAl" imitates, "OpenAL" is an audio library.
_CAPITAL_L = str.maketrans("L", "ᛟ")
_LEET = CharacterMap("03478@$€£!|", "oeatbaseLii")
_IS_LEET = re.compile(r"[03478@$€£!|]")
_LEVEL = CharacterMap("03478@$€£!|15i", "oeatbasellllsl")
_WITHOUT_SIGNS = CharacterMap("", "", "".join(chr(n) for n in range(128) if not chr(n).isalnum() and chr(n) != "\n"))
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class BrandMention(msgspec.Struct, frozen=True, gc=False):
    """A brand's name found in a text: words [start, end) of `words` are it."""

    brand: Brand
    common: bool
    words: tuple[str, ...]
    start: int
    end: int

    @property
    def others(self) -> tuple[str, ...]:
        """The words beside the name."""
        return self.words[: self.start] + self.words[self.end :]


class MentionIndex:
    """All names and aliases of the listed brands, by their first folded word and by how they are drawn."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Brand, bool]]] = {}
        self._names_by_skeleton: dict[str, tuple[Brand, bool]] = {}
        self._single: set[str] = set()
        outlines: set[str] = set()
        for brand in brands:
            self._add(brand.name, brand, common=False)
            outlines.update(_prefilter_keys(brand.name))
            for alias in brand.aliases:
                self._add(alias.text, brand, common=alias.common)
                outlines.update(_prefilter_keys(alias.text))
        self._any = literals_pattern(outlines - {""})

    def _add(self, name: str, brand: Brand, *, common: bool) -> None:
        words = folded_words(name)
        if not words:
            return
        names = self._by_first.setdefault(words[0], [])
        names.append((words, brand, common))
        names.sort(key=lambda item: -len(item[0]))
        if len(words) == 1 and len(words[0]) >= _SHORTEST_GLUED:
            self._single.add(words[0])
        for text in (name, name.lower(), name.upper()):
            for letters in map("".join, (skeleton_words(text), single_merged_words(text))):
                if len(letters) >= _SHORTEST_DRAWN:
                    self._names_by_skeleton.setdefault(letters, (brand, common))

    def find(self, text: str) -> Iterator[BrandMention]:
        """Every name in the text, as whole words, leftmost first; in the plainest reading that has any."""
        text, found = text[:_MAX_TEXT], False
        if not self._occurs(text):
            return
        for reading in _readings(text):
            for hit in self._find(reading):
                found = True
                yield hit
            if found:
                return

    def may_occur_in(self, texts: Iterable[str]) -> bool:
        """May there be a name in any of these lines? Where not, `find` finds none, and this is cheaper for many."""
        return self._occurs("\n".join(texts))

    def _occurs(self, text: str) -> bool:
        return any(map(self._any.search, _prefilter_keys(text)))

    def _find(self, text: str) -> Iterator[BrandMention]:
        words = self._split_compounds(folded_words(text))
        looks = [drawn for drawn in (skeleton_words(text), single_merged_words(text)) if len(drawn) == len(words)]
        for start, word in enumerate(words):
            hit = None
            for name, brand, common in self._by_first.get(word, ()):
                if words[start : start + len(name)] == name:
                    hit = BrandMention(brand, common, words, start, start + len(name))
                    break
            if hit is None or hit.common:  # "Meta Mask" is not Meta
                longer = (drawn for look in looks for drawn in self._find_drawn(words, look, start))
                hit = next((drawn for drawn in longer if hit is None or drawn.end > hit.end), hit)
            if hit is not None:
                yield hit

    def _find_drawn(self, words: tuple[str, ...], drawn: tuple[str, ...], start: int) -> Iterator[BrandMention]:
        joined = ""
        for end in range(start + 1, min(start + _MOST_PIECES, len(drawn)) + 1):
            joined += drawn[end - 1]
            if end > start + 1 and len(joined) < _SHORTEST_SPLIT:
                continue
            if (found := self._names_by_skeleton.get(joined)) is not None:
                yield BrandMention(*found, words, start, end)
                return

    def _split_compounds(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """ "openaisupport" and "paypal24" in two."""
        if all(word in self._by_first or len(word) <= _SHORTEST_GLUED for word in words):
            return words
        return tuple(part for word in words for part in self._cut_word(word))

    def _cut_word(self, word: str) -> tuple[str, ...]:
        word = word[:_LONGEST_GLUED]
        for start in range(len(word) - _SHORTEST_GLUED):
            if (before := _role_words(word[:start])) is None:
                continue
            for end in range(len(word), start + _SHORTEST_GLUED - 1, -1):
                if word[start:end] in self._single and (after := _role_words(word[end:])) is not None:
                    return (*before, word[start:end], *after)
        return (word,)


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, with letters that stand apart ("C o i n b a s e") drawn together."""
    return _closed_up(_WORD.findall(fold_confusables(text[:_MAX_TEXT])))


def skeleton_words(text: str) -> tuple[str, ...]:
    """The same words as they look: 0 as o, 1, I and l alike, rn as m."""
    return _closed_up(_WORD.findall(ascii_skeleton(fold_confusables(text[:_MAX_TEXT].translate(_CAPITAL_L)))))


def single_merged_words(text: str) -> tuple[str, ...]:
    """The same, but pairs of letters as they stand: "iCIoud", where the cl is no d."""
    return _closed_up(_WORD.findall(merge_single_confusables(fold_confusables(text[:_MAX_TEXT].translate(_CAPITAL_L)))))


def _prefilter_keys(text: str) -> Iterator[str]:
    """The letters of each line, drawn as alike as they may be: what has no name in it here has none in any reading."""
    levelled = _LEVEL(fold_confusables(text))
    closed = merge_confusable_pairs(levelled)
    yield _letters(levelled)
    if closed != levelled:
        yield _letters(closed)


def _letters(text: str) -> str:
    return _WITHOUT_SIGNS(text) if text.isascii() else "".join(c for c in text if c.isalnum() or c == "\n")


def _readings(text: str) -> Iterator[str]:
    """As it stands; with figures read as letters (N3tfl!x); with humps read as spaces (PayPalKonto)."""
    yield text
    if _IS_LEET.search(text):
        yield _LEET(text)
    humps = _HUMP.sub(" ", text)
    if humps != text:
        yield humps


def _role_words(part: str) -> tuple[str, ...] | None:
    """The words of business, or the number, that make up a part of a word; None if something else is in it."""
    if not part:
        return ()
    if part.isdigit() or (len(part) > 2 and part in word_class("roles")):
        return (part,)
    for at in range(len(part) - 3, 2, -1):
        if part[:at] in word_class("roles") and (rest := _role_words(part[at:])) is not None:
            return (part[:at], *rest)
    return None


def _closed_up(words: list[str]) -> tuple[str, ...]:
    if sum(len(word) == 1 for word in words) < _SPACED:
        return tuple(words)
    closed: list[str] = []
    for alone, run in groupby(words, lambda word: len(word) == 1):
        letters = list(run)
        closed += ["".join(letters)] if alone and len(letters) >= _SPACED else letters
    return tuple(closed)

"""The brand within a longer label, and labels that only seem to hold it because two words meet."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from lencana.core.lookalike.guarded import Word
from lencana.core.lookalike.words import unknown_letters
from lencana.core.skeleton import level, tighten

_GRAM = 4  # letters that a search starts with; no protected word is drawn with fewer


@dataclass(frozen=True, slots=True)
class _Found:
    word: Word
    start: int
    end: int


class ComboIndex:
    """Finds protected words within labels; a look-up costs one dictionary access a letter."""

    def __init__(self, words: Mapping[str, Word], neighbours: Set[str]) -> None:
        """`words` by their levelled text; `neighbours` are names that count as words of their own (`known`)."""
        self._neighbours = neighbours
        self._levelled = _by_gram(words)
        self._tight = _by_gram({tighten(word.text): word for word in words.values()})

    def find(self, folded: str) -> Word | None:
        """The longest protected word that stands in a folded label as a word."""
        levelled, tight = level(folded), tighten(folded)
        hit = self._longest(self._levelled, levelled, folded)
        if hit is None and tight != levelled:
            hit = self._longest(self._tight, tight, tight)
        return hit

    def _longest(self, grams: Mapping[str, list[tuple[str, Word]]], drawn: str, text: str) -> Word | None:
        found = [hit for hit in _search(grams, drawn.replace("-", "")) if self._stands_alone(hit, text)]
        return max(found, key=lambda hit: hit.end - hit.start).word if found else None

    def _stands_alone(self, found: _Found, text: str) -> bool:
        """Does the label make more sense with the brand in it than when it is read as words without it?

        "openai" is in "chicagoopenair", which leaves an r over; "chicago", "open" and "air" leave nothing that it does
        not leave as well.
        """
        places = [place for place, char in enumerate(text) if char != "-"]
        before, after = text[: places[found.start]], text[places[found.end - 1] + 1 :]
        beside = unknown_letters(before, self._neighbours) + unknown_letters(after, self._neighbours)
        return beside == 0 or beside <= unknown_letters(text, self._neighbours)


def _by_gram(words: Mapping[str, Word]) -> dict[str, list[tuple[str, Word]]]:
    grams: dict[str, list[tuple[str, Word]]] = {}
    for drawn, word in words.items():
        grams.setdefault(drawn[:_GRAM], []).append((drawn, word))
    return grams


def _search(grams: Mapping[str, list[tuple[str, Word]]], text: str) -> Iterator[_Found]:
    for start in range(len(text) - _GRAM + 1):
        for drawn, word in grams.get(text[start : start + _GRAM], ()):
            if text.startswith(drawn, start):
                yield _Found(word, start, start + len(drawn))

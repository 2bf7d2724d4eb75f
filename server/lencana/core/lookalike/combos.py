"""The brand within a longer label, and labels that only seem to hold it because two words meet."""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass

from lencana.core.brands.literals import literals_pattern
from lencana.core.letters.skeleton import merge_confusable_pairs, merge_single_confusables
from lencana.core.lookalike.dictionary import is_part_of_word, is_prefixed_common_word, unmatched_letters
from lencana.core.lookalike.protected_words import ProtectedWord

_GRAM = 4  # letters that a search starts with; no protected word has fewer


@dataclass(frozen=True, slots=True)
class _WordInLabel:
    """A protected word in a label: what is before it, how it is written there, what is after it."""

    word: ProtectedWord
    before: str
    written: str
    after: str

    @property
    def is_token(self) -> bool:
        """Is it set off by hyphens?"""
        return self.before[-1:] in ("", "-") and self.after[:1] in ("", "-")

    @property
    def substitutes_letters(self) -> bool:
        """Does a letter stand for another letter, as in "openalpr"? A digit for a letter is another matter."""
        pairs = zip(self.written.replace("-", ""), self.word.letters, strict=True)
        return any(a != b and a.isalpha() for a, b in pairs)

    @property
    def is_hyphenated(self) -> bool:
        """Is the hyphen the word's own, after more than a letter: "go-jek", but not the "t-mobile" of "best-mobile"?"""
        return self.written == self.word.text and self.written[1:2] != "-"


class ComboIndex:
    """Finds protected words within labels. Most labels hold none, which one search for all of them tells."""

    def __init__(self, words: Collection[ProtectedWord], neighbours: Set[str]) -> None:
        """Of `neighbours` (the labels of `known` names), those that hold a protected word are words of their own.

        What "c-openai" says in a longer label "openai" says already; run together it is in "musicopenair" by accident.
        """
        words = [word for word in words if "-" not in word.text or not _holds_another(word, words)]
        self._neighbours = {name for name in neighbours if any(word.letters in name for word in words)}
        self._by_gram: dict[str, list[tuple[str, ProtectedWord]]] = {}
        for word in words:
            drawn = merge_single_confusables(word.letters)
            self._by_gram.setdefault(drawn[:_GRAM], []).append((drawn, word))
        self._any = literals_pattern(merge_single_confusables(word.letters) for word in words)

    def find(self, folded: str) -> ProtectedWord | None:
        """The longest protected word that stands in a folded label as a word."""
        closed_up = merge_confusable_pairs(folded)
        word = self._longest(folded)
        return word if word is not None or closed_up == folded else self._longest(closed_up)

    def _longest(self, text: str) -> ProtectedWord | None:
        letters = merge_single_confusables(text).replace("-", "")
        if self._any.search(letters) is None:
            return None
        words = (found.word for found in self._search(text, letters) if self._is_meant(found, text))
        return max(words, key=lambda word: len(word.text), default=None)

    def _search(self, text: str, letters: str) -> Iterator[_WordInLabel]:
        for start in range(len(letters) - _GRAM + 1):
            for drawn, word in self._by_gram.get(letters[start : start + _GRAM], ()):
                if letters.startswith(drawn, start):
                    yield _cut_out(text, start, start + len(drawn), word)

    def _is_meant(self, found: _WordInLabel, text: str) -> bool:
        """Does the label make no less sense with the word in it than read as other words?

        "openai" is in "chicagoopenair", but leaves "chicago" and "r" over; "open" and "air" leave "chicago" alone.
        """
        if found.substitutes_letters and not found.is_token:
            return False
        if "-" in found.written and found.before[-1:] not in ("", "-") and not found.is_hyphenated:
            return False  # "wifi-cloud" is not "icloud"
        if is_part_of_word(found.before.rpartition("-")[2], found.written, found.after.partition("-")[0]):
            return False  # "greenrevolution" is not revolut.com's
        before = unmatched_letters(found.before, self._neighbours)
        if before and is_prefixed_common_word(found.word.letters):
            return False  # the i of "huaweicloud" is not that of "icloud"
        beside = before + unmatched_letters(found.after, self._neighbours)
        return beside == 0 or beside <= unmatched_letters(text, self._neighbours)


def _holds_another(word: ProtectedWord, words: Collection[ProtectedWord]) -> bool:
    return any(other.letters in word.letters for other in words if other.letters != word.letters)


def _cut_out(text: str, start: int, end: int, word: ProtectedWord) -> _WordInLabel:
    """Cut out the letters [start, end) of `text`, hyphens not counted."""
    places = [place for place, char in enumerate(text) if char != "-"]
    first, last = places[start], places[end - 1] + 1
    return _WordInLabel(word, text[:first], text[first:last], text[last:])

"""Combosquatting: a protected word within a longer label (openaisupport), and labels that only seem to hold one."""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass

from lencana.core.brands.literals import literals_pattern
from lencana.core.letters.skeleton import merge_confusable_pairs, merge_single_confusables
from lencana.core.lookalike.dictionary import (
    is_common,
    is_part_of_word,
    is_prefixed_common_word,
    reads_as_longer_word,
    unmatched_around,
    unmatched_letters,
)
from lencana.core.lookalike.protected_words import ProtectedWord

_PREFIX_LETTERS = 4  # by which the words are found; no protected word has fewer
_MIN_LETTERS_BY_DESIGN = 6  # of a protected word that does not stand in a label by chance
_MIN_LETTERS_OF_NEIGHBOUR = 3  # beside it; two letters are a word by chance, as "me" in "letelegramme"
_MAX_PLACES = 3  # in one label; with more of them it is no accident, and they are not looked at one by one
_MIN_LETTERS_OF_HALF = 3  # of either part of a word that a hyphen cuts within a longer part: "theopen-ai"


@dataclass(frozen=True, slots=True)
class _WordInLabel:
    """A protected word in a label: what is before it, how it is written there, what is after it."""

    word: ProtectedWord
    before: str
    written: str
    after: str

    @property
    def is_token(self) -> bool:
        """Is it set off by hyphens, or by the ends of the label?"""
        return self.before[-1:] in ("", "-") and self.after[:1] in ("", "-")

    @property
    def substitutes_letters(self) -> bool:
        """Does a letter stand for another letter, as in "openalpr"? A digit for a letter does not count."""
        pairs = zip(self.written.replace("-", ""), self.word.letters, strict=True)
        return any(a != b and a.isalpha() for a, b in pairs)

    @property
    def is_other_letters(self) -> bool:
        """ "openalpr": a letter is substituted, and nothing sets the word off."""
        return self.substitutes_letters and not self.is_token

    @property
    def is_cut_by_hyphen(self) -> bool:
        """ "wifi-cloud" is not "icloud": the hyphen ends another word. "go-jek" has its own hyphen, and counts.

        A hyphen of the word's own after one letter is no better: "best-mobile" is not "t-mobile".
        """
        is_own_hyphen = self.written == self.word.text and self.written[1:2] != "-"
        return "-" in self.written and self.before[-1:] not in ("", "-") and not is_own_hyphen

    @property
    def is_part_of_common_word(self) -> bool:
        """ "greenrevolution": the word is part of a longer one that is common."""
        return is_part_of_word(*self.part)

    @property
    def part(self) -> tuple[str, str, str]:
        """The part of the label between hyphens: before the word, the word, after it."""
        return self.before.rpartition("-")[2], self.written, self.after.partition("-")[0]


class ComboIndex:
    """Finds protected words within labels. Most labels hold none, which one search for all of them tells."""

    def __init__(self, words: Collection[ProtectedWord], neighbours: Set[str]) -> None:
        """Of `neighbours` (the labels of `known` names), those that hold a protected word count as words of their own.

        A hyphenated word that holds another one is left out: of "c-openai" and "openai", the latter finds all labels
        with the former, and "musicopenair" holds "copenai" by accident.
        """
        words = [word for word in words if "-" not in word.text or not _holds_another(word, words)]
        self._neighbours = {name for name in neighbours if any(word.letters in name for word in words)}
        self._beside = self._neighbours | {"ai"}  # a word beside a brand; in the reading without, it would cut "openai"
        self._by_prefix: dict[str, list[tuple[str, ProtectedWord]]] = {}
        for word in words:
            merged = merge_single_confusables(word.letters)
            self._by_prefix.setdefault(merged[:_PREFIX_LETTERS], []).append((merged, word))
        self._any_word = literals_pattern(merge_single_confusables(word.letters) for word in words)

    def find(self, folded: str, single_merged: str) -> ProtectedWord | None:
        """The longest protected word that stands in a folded label as a word; `single_merged` is what Folding has."""
        letters = single_merged.replace("-", "")
        if self._any_word.search(letters) is not None:
            return self._longest(folded, letters)
        pairs_merged = merge_confusable_pairs(folded)
        if pairs_merged == folded:
            return None
        letters = merge_single_confusables(pairs_merged).replace("-", "")
        return None if self._any_word.search(letters) is None else self._longest(pairs_merged, letters)

    def _longest(self, label: str, letters: str) -> ProtectedWord | None:
        places = sorted(self._places(label, letters), key=lambda place: -len(place.word.text))
        if len(places) > _MAX_PLACES:
            return places[0].word
        return next((place.word for place in places if self._is_plausible(place, label)), None)

    def _places(self, label: str, letters: str) -> Iterator[_WordInLabel]:
        for start in range(len(letters) - _PREFIX_LETTERS + 1):
            for merged, word in self._by_prefix.get(letters[start : start + _PREFIX_LETTERS], ()):
                if letters.startswith(merged, start):
                    yield _cut_out(label, start, start + len(merged), word)

    def _is_plausible(self, place: _WordInLabel, label: str) -> bool:
        """Does the label read no worse with the protected word than without, by its segmentation cost?

        The cost is the number of letters that no dictionary word covers. "chicagoopenair" is no imitation of openai:

            chicago + [openai] + r      1
            chicago + open + air        0
        """
        if place.is_other_letters or place.is_part_of_common_word:
            return False
        if place.is_cut_by_hyphen and not self._is_cut_on_purpose(place):
            return False
        cost_before = unmatched_letters(place.before, self._beside)
        if cost_before and is_prefixed_common_word(place.word.letters):
            return False  # "huaweicloud" is not "icloud": the i ends what is before
        cost_with_word = cost_before + unmatched_letters(place.after, self._beside)
        if reads_as_longer_word(*place.part, cost=cost_with_word):
            return False
        if cost_with_word == 0 or cost_with_word <= unmatched_letters(label, self._neighbours):
            return True
        return len(place.word.letters) >= _MIN_LETTERS_BY_DESIGN and self._is_by_design(place)

    def _is_by_design(self, place: _WordInLabel) -> bool:
        """Is the word, too long to stand there by chance, at an end or beside words? Not so in "letelegramme"."""
        before, after = place.before.rpartition("-")[2], place.after.partition("-")[0]
        costs = tuple(unmatched_letters(side, self._beside) for side in (before, after))
        is_beside_words = any(
            not side or (len(side) >= _MIN_LETTERS_OF_NEIGHBOUR and cost == 0)
            for side, cost in zip((before, after), costs, strict=True)
        )
        return is_beside_words and not self._reads_without(place, before, after, cost_with_word=sum(costs))

    def _is_cut_on_purpose(self, place: _WordInLabel) -> bool:
        """ "theopen-ai": words are before it, and do not go on to the hyphen, as in "crossword-press"."""
        before, first_half = place.before.rpartition("-")[2], place.written.partition("-")[0]
        return (
            len(first_half) >= _MIN_LETTERS_OF_HALF
            and unmatched_letters(before, self._beside) == 0
            and not any(is_common(before[start:] + first_half) for start in range(len(before)))
        )

    def _reads_without(self, place: _WordInLabel, before: str, after: str, *, cost_with_word: int) -> bool:
        """Do other words account for all letters of the protected word, as open and air do in "chicagoopenair"?

        If letters elsewhere stay unmatched, those must be everyday words, and be better than the reading with it: in
        "openaideploy" nobody sees open + aide + (ploy).
        """
        if "-" in place.written:
            return True
        text, span = before + place.written + after, range(len(before), len(before) + len(place.written))
        if unmatched_around(text, span, self._neighbours, everyday=False) == 0:
            return True
        return unmatched_around(text, span, self._neighbours, everyday=True) < cost_with_word


def _holds_another(word: ProtectedWord, words: Collection[ProtectedWord]) -> bool:
    return any(other.letters in word.letters for other in words if other.letters != word.letters)


def _cut_out(label: str, start: int, end: int, word: ProtectedWord) -> _WordInLabel:
    """Cut out the letters [start, end) of the label, hyphens not counted."""
    positions = [position for position, char in enumerate(label) if char != "-"]
    first, last = positions[start], positions[end - 1] + 1
    return _WordInLabel(word, label[:first], label[first:last], label[last:])

"""Digits for letters within words (leetspeak): ca11 → call, c0de → code. Only words that are given are read so."""

from collections.abc import Iterable

import re2

_DIGIT_OF = {"a": "4", "e": "3", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7"}


class LeetWords:
    """Writes the given words in letters wherever they are written with digits."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(word for word in words if not _DIGIT_OF.keys().isdisjoint(word))
        self._pattern = re2.compile(r"\b(?:" + "|".join(f"({_with_digits(word)})" for word in self._words) + r")\b")

    def in_letters(self, plain: str) -> str:
        """The text with these words in letters."""
        if not self._words or not any(map(plain.__contains__, "013457")):
            return plain
        pieces: list[str] = []
        end = 0
        for match in self._pattern.finditer(plain):
            pieces += plain[end : match.start()], self._words[match.lastindex - 1]
            end = match.end()
        return "".join((*pieces, plain[end:]))


def _with_digits(word: str) -> str:
    """A pattern for the word with at least one digit: most texts have the words, and hardly one has them so."""
    either = [f"[{char}{_DIGIT_OF[char]}]" if char in _DIGIT_OF else char for char in word]
    first_digit = (
        word[:place] + _DIGIT_OF[char] + "".join(either[place + 1 :])
        for place, char in enumerate(word)
        if char in _DIGIT_OF
    )
    return "|".join(first_digit)

"""Digits for letters within words (leetspeak): ca11 → call, c0de → code. Only words that are given are read so."""

from collections.abc import Iterable

import re2

_DIGITS_OF = {"a": "4", "e": "3", "i": "1", "l": "1", "o": "0", "s": "5", "t": "7"}


class LeetWords:
    """Writes the given words in letters wherever they are written with digits."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        spellings = (
            "".join(f"[{char}{_DIGITS_OF[char]}]" if char in _DIGITS_OF else char for char in word)
            for word in self._words
        )
        self._pattern = re2.compile(r"\b(?:" + "|".join(f"({spelling})" for spelling in spellings) + r")\b")

    def in_letters(self, plain: str) -> str:
        """The text with these words in letters."""
        if not any(map(plain.__contains__, "013457")):
            return plain
        pieces: list[str] = []
        end = 0
        for match in self._pattern.finditer(plain):
            pieces += plain[end : match.start()], self._words[match.lastindex - 1]
            end = match.end()
        return "".join((*pieces, plain[end:]))

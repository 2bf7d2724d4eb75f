"""Typosquatting: names one edit away, or with an English plural in the middle of the word (docusesign)."""

from collections.abc import Iterable, Iterator, Sequence

from lencana.core.lookalike.dictionary import is_prefixed_common_word


class TypoIndex:
    """Finds the words that are one insertion, deletion, substitution or swap of neighbours away from a text.

    Two texts at that distance become equal when at most one letter of each is deleted. So the words are kept by their
    deletions (as SymSpell does), and a look-up costs one dictionary access a letter, however many words there are.
    Most texts are spared that: a typo changes at most two letters in a row, so it has half of the word at its beginning
    or at its end.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words_by_deletion: dict[str, tuple[str, ...]] = {}
        self._beginnings: set[str] = set()
        self._endings: set[str] = set()
        for word in words:
            for half in {_half(length) for length in range(len(word) - 1, len(word) + 3)}:
                self._beginnings.add(word[:half])
                self._endings.add(word[-half:])
            for variant in {word, *_deletions(word), *_plurals(word)}:
                self._words_by_deletion[variant] = (*self._words_by_deletion.get(variant, ()), word)

    def within_one_edit(self, text: str) -> Sequence[str]:
        """The words at distance one; one equal to `text` is not among them."""
        half = _half(len(text))
        if text[:half] not in self._beginnings and text[-half:] not in self._endings:
            return ()
        by_deletion = self._words_by_deletion
        candidates = set(by_deletion.get(text, ()))
        for index in range(len(text)):
            if (words := by_deletion.get(text[:index] + text[index + 1 :])) is not None:
                candidates.update(words)
        return sorted(word for word in candidates if _is_typo(text, word) or text in _plurals(word))


def _half(length: int) -> int:
    """The letters that a typo of this length has of its word, at one end at least: half of what is left as it was."""
    return (length - 1) // 2


def _is_typo(text: str, word: str) -> bool:
    """Is it one edit away, and not a word with another first letter, as "pcloud" is beside "icloud"?"""
    return is_one_edit(text, word) and not (text[1:] == word[1:] and is_prefixed_common_word(word))


def is_one_edit(a: str, b: str) -> bool:
    """Is `a` one insertion, deletion, substitution or swap of neighbours away from `b`?"""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    x, y = a[start : len(a) - end], b[start : len(b) - end]
    return max(len(x), len(y)) == 1 or (len(x) == 2 and x == y[::-1])


def _plurals(word: str) -> Iterator[str]:
    return (word[: index + 1] + "es" + word[index + 1 :] for index, char in enumerate(word) if char in "sxz")


def _deletions(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))

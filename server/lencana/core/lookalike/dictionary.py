"""Words of English: what no brand can have to itself, and what a longer name may be made of."""

from collections.abc import Set
from functools import cache

from lencana.data import read_table

# Words of the trade that a dictionary has not, or not often; everyday words where names are made.
_TRADE = (
    *("api", "app", "apps", "auth", "bot", "dev", "gpt", "login", "max", "mini", "online", "otp", "plus", "pro"),
    *("promo", "sdk", "sso", "vpn", "web"),
)
_EVERYDAY = 1_000  # as many of the most common words make a pair that nobody mistakes for a slip of the finger


def is_common(word: str) -> bool:
    """Is it one of the ten thousand most common words? Then it protects nothing but itself."""
    return word in _ranks()


def is_prefixed_common_word(word: str) -> bool:
    """Is it a common word with a letter before it, as "icloud" is? Then the letter alone makes it the brand's."""
    return is_common(word[1:])


def is_everyday_pair(text: str, shortest: int = 2) -> bool:
    """Do two everyday words, of that many letters at least, make it up, as "open" and "air" make up "openair"?"""
    ranks = _ranks()
    return any(
        ranks.get(text[:cut], _EVERYDAY) < _EVERYDAY and ranks.get(text[cut:], _EVERYDAY) < _EVERYDAY
        for cut in range(shortest, len(text) - shortest + 1)
    )


def is_part_of_word(before: str, text: str, after: str) -> bool:
    """Is `text`, with some of the letters around it, one longer common word, as "revolut" is with "ion"?"""
    room = _longest() - len(text)
    return any(
        is_common(before[len(before) - left :] + text + after[:right])
        for left in range(min(len(before), room) + 1)
        for right in range(min(len(after), room - left) + 1)
        if left or right
    )


def unmatched_letters(text: str, more: Set[str]) -> int:
    """How many letters are left over when `text` is split into common words (and words of `more`) as well as can be.

    Hyphens are where words may meet and cost nothing; quadratic in the length, so for a single label only.
    """
    return sum(_unknown_in(part, more) for part in text.split("-"))


def _unknown_in(text: str, more: Set[str]) -> int:
    ranks = _ranks()
    best = [0] * (len(text) + 1)  # best[end]: letters left over in text[:end]
    for end in range(1, len(text) + 1):
        best[end] = best[end - 1] + 1
        for start in range(max(0, end - _longest()), end - 1):
            if best[start] < best[end] and ((word := text[start:end]) in ranks or word in more):
                best[end] = best[start]
    return best[-1]


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(read_table("words.txt"))} | dict.fromkeys(_TRADE, 0)


@cache
def _longest() -> int:
    return max(map(len, _ranks()))

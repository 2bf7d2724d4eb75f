"""Common English words: no brand has them to itself, and a longer label may be made of them."""

from collections.abc import Iterator, Set
from functools import cache

from lencana.data import read_table

# Words of the internet that the dictionary lacks or ranks low; domain names are often made of them.
_INTERNET_WORDS = (
    *("api", "app", "apps", "auth", "bot", "dev", "gpt", "login", "max", "mini", "online", "otp", "plus", "pro"),
    *("promo", "sdk", "sso", "vpn", "web"),
)
_EVERYDAY_RANK = 1_000  # two of so many most common words are a pair that nobody mistakes for a typo


def is_common(word: str) -> bool:
    """Is it one of the 10,000 most common words? Such a word is no protected word."""
    return word in _ranks()


def is_prefixed_common_word(word: str) -> bool:
    """Is it a common word with one letter before it, as "icloud" is? Then only that letter makes it the brand's."""
    return is_common(word[1:])


def is_everyday_pair(text: str, min_letters: int = 2) -> bool:
    """Is it two everyday words of at least `min_letters` letters each, as "openair" is "open" and "air"?"""
    ranks = _ranks()
    return any(
        ranks.get(text[:cut], _EVERYDAY_RANK) < _EVERYDAY_RANK
        and ranks.get(text[cut:], _EVERYDAY_RANK) < _EVERYDAY_RANK
        for cut in range(min_letters, len(text) - min_letters + 1)
    )


def is_part_of_word(before: str, text: str, after: str) -> bool:
    """Is `text`, with some of the letters around it, one longer common word, as "revolut" and "ion" are?"""
    return any(is_common(longer) for _, longer, _ in _longer_words(before, text, after))


def reads_as_longer_word(before: str, text: str, after: str, cost: int) -> bool:
    """Is it a longer word of labels, as "amazon" and "as" are, beside which no more than `cost` letters are unmatched?

    So "portalamazonas" reads, but "amazonasia" does not, for "ia" would be left.
    """
    words = _words_of_labels()
    rests = ((left, right) for left, longer, right in _longer_words(before, text, after) if longer in words)
    return any(
        unmatched_letters(left, frozenset()) + unmatched_letters(right, frozenset()) <= cost for left, right in rests
    )


def _longer_words(before: str, text: str, after: str) -> Iterator[tuple[str, str, str]]:
    """`text` with letters around it, in every way, and what is left before and after."""
    max_added = _max_letters() - len(text)
    for left in range(min(len(before), max_added) + 1):
        for right in range(min(len(after), max_added - left) + 1):
            if left or right:
                start = len(before) - left
                yield before[:start], before[start:] + text + after[:right], after[right:]


def unmatched_letters(text: str, further_words: Set[str]) -> int:
    """The segmentation cost: the fewest letters that stay unmatched when a text is split into words.

    Words are the common ones, those of labels and `further_words`. A hyphen ends a word and costs nothing. The time is
    quadratic in the length, so this is for single labels.
    """
    return sum(_unmatched_in(part, further_words) for part in text.split("-"))


def _unmatched_in(text: str, further_words: Set[str]) -> int:
    words, longest = _words_of_labels(), _max_letters()
    if len(text) > 1 and (text in words or text in further_words):
        return 0
    cost = [0] * (len(text) + 1)  # cost[end]: the fewest unmatched letters of text[:end]
    for end in range(1, len(text) + 1):
        cost[end] = cost[end - 1] + 1
        for start in range(max(0, end - longest), end - 1):
            if cost[start] < cost[end] and ((word := text[start:end]) in words or word in further_words):
                cost[end] = cost[start]
    return cost[-1]


def unmatched_around(text: str, span: range, further_words: Set[str], *, everyday: bool) -> int:
    """The segmentation cost of a text without hyphens if words must cover all of its letters in `span`.

    With `everyday`, words that reach into the span must be everyday words. More than len(text) if there is no such
    segmentation.
    """
    words, longest = _words_of_labels(), _max_letters()
    max_rank = _EVERYDAY_RANK if everyday else len(words)
    cost = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        cost[end] = cost[end - 1] + (len(text) + 1 if end - 1 in span else 1)
        for start in range(max(0, end - longest), end - 1):
            if cost[start] < cost[end] and ((word := text[start:end]) in words or word in further_words):
                is_outside = end <= span.start or start >= span.stop
                if is_outside or words.get(word, 0) < max_rank:
                    cost[end] = cost[start]
    return cost[-1]


@cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, word in enumerate(read_table("words.txt"))} | dict.fromkeys(_INTERNET_WORDS, 0)


@cache
def _words_of_labels() -> dict[str, int]:
    """The common words by rank, and the words of labels, which count as everyday ones."""
    return dict.fromkeys((word for line in read_table("label_words.txt") for word in line.split()), 0) | _ranks()


@cache
def _max_letters() -> int:
    return max(map(len, _words_of_labels()))

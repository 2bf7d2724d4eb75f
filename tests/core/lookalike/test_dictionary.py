"""The words that labels are read with."""

import re

import pytest

from lencana.core.lookalike.dictionary import is_common, unmatched_around, unmatched_letters
from lencana.data import read_table

LABEL_WORDS = [word for line in read_table("label_words.txt") for word in line.split()]


def test_label_words_are_plain_once_there_and_not_among_the_common_words() -> None:
    assert not [word for word in LABEL_WORDS if not re.fullmatch("[a-z0-9]{3,}", word) or is_common(word)]
    assert len(LABEL_WORDS) == len(set(LABEL_WORDS))


@pytest.mark.parametrize("brand", ["openai", "chatgpt"])
def test_no_label_word_can_be_read_into_the_brand(brand: str) -> None:
    """Or every label with the brand in it would read as words without it."""
    overlaps = [brand[size:] for size in range(1, len(brand))] + [brand[:size] for size in range(1, len(brand))]
    assert not [word for word in LABEL_WORDS if word in overlaps and word != "chat"]


@pytest.mark.parametrize(
    ("text", "cost"),
    [("chicagoopenair", 0), ("openairxq", 2), ("open-air", 0), ("xq-air", 2), ("", 0), ("deployment", 0)],
)
def test_unmatched_letters(text: str, cost: int) -> None:
    assert unmatched_letters(text, frozenset()) == cost


@pytest.mark.parametrize(
    ("text", "everyday", "cost"),
    [
        ("openair", False, 0),
        ("openair", True, 0),
        ("openairkq", True, 2),
        ("openaideploy", False, 4),  # open + aide + (ploy)
        ("openaideploy", True, None),  # an aide is no everyday word
        ("openaiceo", False, None),  # open + (a) + ice + (o)
    ],
)
def test_words_around_a_span(text: str, cost: int | None, *, everyday: bool) -> None:
    found = unmatched_around(text, range(6), frozenset(), everyday=everyday)
    assert (found > len(text)) if cost is None else (found == cost)

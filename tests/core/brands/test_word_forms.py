"""All forms of a text's words at once are the same as one by one."""

import pytest

from lencana.core.brands.name_words import all_word_forms, folded_words, single_merged_words, skeleton_words


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI Support",
        "OpenAL",
        "rnicrosoft iCIoud",
        "P a y P a l 24",
        "Ореn АІ",
        "谷歌 サポート",
        "hỗ trợ LINE",
        "x" * 500,
    ],
)
def test_they_are_those_of_each_function(text: str) -> None:
    assert set(all_word_forms(text)) == {folded_words(text), skeleton_words(text), single_merged_words(text)}
    assert all_word_forms(text)[:2] == (folded_words(text), skeleton_words(text))

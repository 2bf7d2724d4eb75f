"""The tree of letters finds what looking for each string by itself finds."""

from hypothesis import given
from hypothesis import strategies as st

from lencana.core.brands.literals import literals_pattern

LETTERS = st.text(alphabet="abc.|", min_size=1, max_size=4)


@given(st.lists(LETTERS, max_size=8), st.text(alphabet="abc.|\n", max_size=20))
def test_finds_what_a_search_for_each_finds(strings: list[str], text: str) -> None:
    assert (literals_pattern(strings).search(text) is not None) == any(string in text for string in strings)

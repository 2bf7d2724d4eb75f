"""Plain text: letters as they look, single blanks, lines without blanks around them."""

from hypothesis import given
from hypothesis import strategies as st

from lencana.core.letters.plain_text import plain_text

BLANKS_AND_WORDS = st.sampled_from(
    ["a", "B", "é", "ب", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\xa0", "\x0b", "\x1c", "\x85"]
)


@given(st.lists(BLANKS_AND_WORDS, max_size=20).map("".join))
def test_blanks_are_single_and_lines_are_not_empty(text: str) -> None:
    plain = plain_text(text)
    lines = (" ".join(line.split()) for line in plain.splitlines())
    assert plain == "\n".join(filter(None, lines))
    assert plain.split() == plain_text("\n".join(text.split())).split()
    assert plain.count("\n") == max(0, sum(1 for line in text.splitlines() if line.strip()) - 1)

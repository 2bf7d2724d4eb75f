"""Blanks of a plain text: as few as there can be, whether it was tidy or not."""

import pytest

from lencana.core.letters.plain_text import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A tidy text.\nOf two lines.", "a tidy text.\nof two lines."),
        (" at the edges \n", "at the edges"),
        ("two  blanks", "two blanks"),
        ("before \nand\n after\n\na line", "before\nand\nafter\na line"),
        ("a\ttab\r\nand CRLF", "a tab\nand crlf"),
        ("a\x1cfile separator", "a\nfile separator"),
        ("a\u00a0no-break  space", "a no-break space"),
    ],
)
def test_each_run_is_one(text: str, plain: str) -> None:
    assert plain_text(text) == plain

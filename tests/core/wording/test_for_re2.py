"""Places that RE2 finds in a text are the same, whichever form it is given."""

import re

import pytest
import re2

from lencana.core.wording.patterns.for_re2 import bytes_if_ascii


@pytest.mark.parametrize(
    "text", ["", "call 42", "no digits", "1 and 22 and 333", "ruf 42 später an: 7 Mal", "第42号 7"]
)
def test_places_are_those_in_the_text(text: str) -> None:
    spans = [match.span() for match in re2.compile("[0-9]+").finditer(bytes_if_ascii(text))]
    assert spans == [match.span() for match in re.finditer("[0-9]+", text)]

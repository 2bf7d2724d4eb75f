"""Colours of CSS and HTML that are plain; None for what is no plain colour."""

import pytest

from lencana.core.html.css.colours import colour


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("#fff", (255, 255, 255)),
        ("#112233", (17, 34, 51)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("rgba(0,0,0,.5)", None),
        ("rgb(100%, 0%, 0%)", (255, 0, 0)),
        ("#ffffff00", None),
        ("navy", (0, 0, 128)),
        ("White", (255, 255, 255)),
        ("url(a.png) #fff", None),
        ("", None),
        ("var(--x)", None),
    ],
)
def test_colours(text: str, value: tuple[int, int, int] | None) -> None:
    assert colour(text) == value

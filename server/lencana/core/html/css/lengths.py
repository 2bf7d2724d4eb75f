"""Lengths of CSS (Values and Units 4), as far as it matters whether somebody sees what has them."""

import re

LENGTH = re.compile(r"([+-]?(?:\d++\.?+\d*+|\.\d++)(?:e[+-]?\d++)?)([a-z%]*+)")
# What a unit is in pixels where the page's own sizes are the usual ones.
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.8, "q": 0.9, "em": 16, "rem": 16} | {
    "ex": 8, "ch": 8, "vw": 10, "vh": 8, "vmin": 8, "vmax": 10, "%": 0.16
}  # fmt: skip


def pixels(value: str) -> float:
    """A length in pixels; -1 for what is none."""
    if value[:5] == "calc(" and value[-1:] == ")":
        value = value[5:-1].strip()
    match = LENGTH.fullmatch(value)
    if match is None or match[2] not in _PIXELS:
        return -1
    number = float(match[1])
    return number * _PIXELS[match[2]] if match[2] or not number else -1

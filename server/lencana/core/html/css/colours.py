"""Colours of CSS (Color 4) and of HTML's `color` and `bgcolor`, and which of them are invisible on which."""

import re
from functools import lru_cache

_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")
_RGB = re.compile(
    r"rgba?\(\s*+(\d++\.?+\d*+|\.\d++)(%?)[\s,]++(\d++\.?+\d*+)%?[\s,]++(\d++\.?+\d*+)%?(?:[\s,/]++(\d++\.?+\d*+|\.\d++)(%?))?"
)
_TRANSPARENT_HSL = re.compile(r"hsla?\(\s*[^\s,]+[\s,]+[^\s,]+[\s,]+[^\s,/]+\s*[,/]\s*0*(?:\.0\d*)?%?\s*\)")
_NAMED = {
    "white": 0xFFFFFF, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF,
    "floralwhite": 0xFFFAF0, "mintcream": 0xF5FFFA, "azure": 0xF0FFFF, "aliceblue": 0xF0F8FF, "honeydew": 0xF0FFF0,
    "seashell": 0xFFF5EE, "black": 0, "navy": 0x80, "blue": 0xFF, "red": 0xFF0000, "green": 0x8000, "gray": 0x808080,
    "grey": 0x808080, "silver": 0xC0C0C0, "maroon": 0x800000, "purple": 0x800080, "teal": 0x8080, "yellow": 0xFFFF00,
}  # fmt: skip
_INVISIBLE_DIFFERENCE = 24  # in each of red, green and blue
_INVISIBLE_ALPHA = 0.1
MAX_COLOUR_CHARS = 200
Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)


def legacy_colour(text: str) -> str:
    """The value of a `color` or `bgcolor` attribute as CSS has it: the hash may be missing, and it has no functions."""
    text = text.strip().lower()
    if re.fullmatch("[0-9a-f]{6}", text):
        return f"#{text}"
    return "" if "(" in text or text == "transparent" else text[:MAX_COLOUR_CHARS]


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """A colour of CSS or HTML; None for one that is not known, that shines through or that lies in a picture."""
    text = text[:MAX_COLOUR_CHARS].strip().lower()
    if "url(" in text or "gradient" in text:
        return None
    if (hexa := _HEX.search(text)) is not None:
        digits = hexa[1] if len(hexa[1]) >= 6 else "".join(2 * char for char in hexa[1])
        return (
            None if digits[6:] not in ("", "ff") else (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
        )
    if (rgb := _RGB.search(text)) is not None:
        red, green, blue = (min(255, round(float(rgb[n]) * (2.55 if rgb[2] else 1))) for n in (1, 3, 4))
        return (red, green, blue) if _alpha(rgb) == 1 else None
    named = _NAMED.get(text.split()[0] if text else "")
    return None if named is None else (named >> 16, named >> 8 & 255, named & 255)


@lru_cache(maxsize=1024)
def is_transparent(text: str) -> bool:
    """Is it a colour that does not cover what is behind it?"""
    text = text[:MAX_COLOUR_CHARS].strip().lower()
    if (hexa := _HEX.fullmatch(text)) is not None:
        digits = hexa[1]
        return (
            len(digits) in (4, 8)
            and int(digits[-1] * 2 if len(digits) == 4 else digits[6:], 16) <= 255 * _INVISIBLE_ALPHA
        )
    if (rgb := _RGB.match(text)) is not None:
        return _alpha(rgb) <= _INVISIBLE_ALPHA
    return text == "transparent" or _TRANSPARENT_HSL.fullmatch(text) is not None


def is_invisible_on_white(foreground: str) -> bool:
    """Is a text of this colour seen on no white page?"""
    return bool(foreground) and is_invisible_on(foreground, WHITE)


def is_invisible_on(foreground: str, background: Colour | None) -> bool:
    """Is a text of this colour not seen on that background? Nobody can say so of one that is not known."""
    if is_transparent(foreground):
        return True
    value = colour(foreground) if background is not None else None
    return value is not None and background is not None and _is_alike(value, background)


def _alpha(rgb: re.Match[str]) -> float:
    return 1 if rgb[5] is None else float(rgb[5]) * (0.01 if rgb[6] else 1)


def _is_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _INVISIBLE_DIFFERENCE for a, b in zip(one, other, strict=True))

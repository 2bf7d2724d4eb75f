"""Colours of a page (CSS Color 4, HTML's `color` and `bgcolor`): of the ink, and of the paper behind it."""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from lencana.core.html.declarations import style_of

_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b")
_RGB = re.compile(
    r"rgba?\(\s*(\d+\.?\d*|\.\d+)(%?)[\s,]+(\d+\.?\d*)%?[\s,]+(\d+\.?\d*)%?(?:[\s,/]+(\d+\.?\d*|\.\d+)(%?))?"
)
_CLEAR_HSL = re.compile(r"hsla?\(\s*[^\s,]+[\s,]+[^\s,]+[\s,]+[^\s,/]+\s*[,/]\s*0*(?:\.0\d*)?%?\s*\)")
_NAMED = {
    "white": 0xFFFFFF, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "whitesmoke": 0xF5F5F5, "ghostwhite": 0xF8F8FF,
    "floralwhite": 0xFFFAF0, "mintcream": 0xF5FFFA, "azure": 0xF0FFFF, "aliceblue": 0xF0F8FF, "honeydew": 0xF0FFF0,
    "seashell": 0xFFF5EE, "black": 0, "navy": 0x80, "blue": 0xFF, "red": 0xFF0000, "green": 0x8000, "gray": 0x808080,
    "grey": 0x808080, "silver": 0xC0C0C0, "maroon": 0x800000, "purple": 0x800080, "teal": 0x8080, "yellow": 0xFFFF00,
}  # fmt: skip
_ALIKE = 24  # a difference in each of red, green and blue that nobody sees
_FAINT = 0.1  # opacity that nobody sees
_READ = 200  # characters of a colour that are read
_OPEN = ("", "none", "initial", "inherit", "unset")  # what is behind shines through

Colour = tuple[int, int, int]
_PAGE: Colour = (255, 255, 255)


class Papers:
    """What is behind each element of a page. Every element is asked once, however deep the page and many the askers."""

    def __init__(self, *, by_class: bool) -> None:
        """`by_class`: rules of the page give backgrounds, so a class or an id may give one that we miss."""
        self._by_class = by_class
        self._known: dict[int, Colour | None] = {}

    def drown(self, node: LexborNode, ink: str) -> bool:
        """Is a text of this colour in the element that of what is behind it?"""
        if is_clear(ink):
            return True
        found = colour(ink)
        paper = self.behind(node) if found is not None else None
        return found is not None and paper is not None and _are_alike(found, paper)

    def behind(self, node: LexborNode) -> Colour | None:
        """The colour behind an element; None where it cannot be told."""
        passed: list[int] = []
        at: LexborNode | None = node
        found: Colour | None = _PAGE
        while at is not None and at.tag not in ("html", "-undef"):
            if at.mem_id in self._known:
                found = self._known[at.mem_id]
                break
            passed.append(at.mem_id)
            given = self._given(at)
            if given != "":
                found = colour(given) if given else None
                break
            at = at.parent
        self._known.update(dict.fromkeys(passed, found))
        return found

    def _given(self, node: LexborNode) -> str | None:
        """The background that the element gives itself; "" if none, None if it cannot be told."""
        given = node.attributes
        if given.get("background") or (self._by_class and (given.get("class") or given.get("id"))):
            return None
        style, legacy = given.get("style"), given.get("bgcolor")
        text = (style_of(style).paper if style else "") or (_legacy(legacy) if legacy else "")
        return "" if text in _OPEN or is_clear(text) else text[:_READ]


def ink_of_font(node: LexborNode) -> str:
    """The colour of a `<font>`, whose hash may be missing; it knows no functions."""
    return _legacy(node.attributes.get("color") or "")


def _legacy(text: str) -> str:
    text = text.strip().lower()
    return (
        f"#{text}"
        if re.fullmatch("[0-9a-f]{6}", text)
        else ""
        if "(" in text or text == "transparent"
        else text[:_READ]
    )


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """A colour of CSS or HTML; None for one that is not known, that shines through or that lies in a picture."""
    text = text[:_READ].strip().lower()
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
def is_clear(text: str) -> bool:
    """Is it a colour that does not cover what is behind it?"""
    text = text[:_READ].strip().lower()
    if (hexa := _HEX.fullmatch(text)) is not None:
        digits = hexa[1]
        return len(digits) in (4, 8) and int(digits[-1] * 2 if len(digits) == 4 else digits[6:], 16) <= 255 * _FAINT
    if (rgb := _RGB.match(text)) is not None:
        return _alpha(rgb) <= _FAINT
    return text == "transparent" or _CLEAR_HSL.fullmatch(text) is not None


def is_light(ink: str) -> bool:
    """Is it seen on no white page?"""
    return bool(ink) and (is_clear(ink) or ((found := colour(ink)) is not None and _are_alike(found, _PAGE)))


def _alpha(rgb: re.Match[str]) -> float:
    return 1 if rgb[5] is None else float(rgb[5]) * (0.01 if rgb[6] else 1)


def _are_alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True))

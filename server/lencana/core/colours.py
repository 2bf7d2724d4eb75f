"""Colours of a page (CSS Color 4, HTML's `color` and `bgcolor`): of the ink, and of the paper behind it."""

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborNode

_INK = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3,8})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?", re.IGNORECASE)
_NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
_ALIKE = 24  # a difference in each of red, green and blue that nobody sees
_READ = 200  # characters of a colour that are read
_OPEN = ("transparent", "inherit", "none")  # what is behind shines through

Colour = tuple[int, int, int]
_PAGE: Colour = (255, 255, 255)


class Papers:
    """What is behind each element of a page. Every element is asked once, however deep the page and many the askers."""

    def __init__(self, sheet: Mapping[str, str]) -> None:
        """`sheet` are the rules of the page: where there are any, a class or an id may give a colour that we miss."""
        self._by_class = bool(sheet)
        self._known: dict[int, Colour | None] = {}

    def drown(self, node: LexborNode, style: str) -> bool:
        """Is the element's text in the colour of what is behind it?"""
        match = _INK.search(style)
        ink = colour(match[1][:_READ] if match else (node.attributes.get("color") or "")[:_READ])
        if ink is None:
            return match is not None and "transparent" in match[1].lower()
        paper = self.behind(node)
        return paper is not None and all(abs(a - b) <= _ALIKE for a, b in zip(ink, paper, strict=True))

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
        match = _BACKGROUND.search(given.get("style") or "")
        text = match[1] if match else given.get("bgcolor") or ""
        return "" if any(word in text for word in _OPEN) else text[:_READ]


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """A colour of CSS or HTML; None for one that is not known, that shines through or that lies in a picture."""
    text = text.strip().lower()
    if "url(" in text or "gradient" in text:
        return None
    if (hexa := _HEX.search(text)) is not None:
        digits = hexa[1] if len(hexa[1]) >= 6 else "".join(2 * char for char in hexa[1][:3])
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if (rgb := _RGB.search(text)) is not None:
        return (int(rgb[1]), int(rgb[2]), int(rgb[3])) if rgb[4] in (None, "1") else None
    return _NAMED.get(text.split()[0] if text else "")

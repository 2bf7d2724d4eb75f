"""Lines of a sentence in any of our languages, as many cells wide as fit (UAX 11, and what is needed of UAX 14)."""

import re
from unicodedata import category, east_asian_width

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60"
_CLOSING = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff09\u300d\u300f\u201d"  # they begin no line
_OPENING = "\uff08\u300c\u300e\u201c"  # they end none
_HANGUL = "\uac00-\ud7a3"  # broken at blanks, as Korean is
_UNIT = re.compile(rf" +|[{_OPENING}]*(?:[^{_WIDE} ]+|[{_HANGUL}]+[^{_WIDE} ]*|[{_WIDE}])[{_CLOSING}]*")


def cells(text: str) -> int:
    """How wide the text is: two cells for an ideograph, none for a mark that is drawn above or below a letter."""
    return sum(_cells_of(character) for character in text)


def lines(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a word that is longer has a line of its own."""
    broken = [""]
    for unit in _UNIT.findall(text):
        if broken[-1] and cells(broken[-1]) + cells(unit.rstrip()) > width:
            broken.append("")
        broken[-1] += unit if broken[-1] else unit.lstrip()
    return [line.rstrip() for line in broken if line.strip()]


def _cells_of(character: str) -> int:
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1

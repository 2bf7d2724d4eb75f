"""An A4 poster by which people compare the root's fingerprint: three sentences, address, fingerprint, QR code (SVG)."""

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from lencana.extension_kit.line_breaks import lines
from lencana.trust.documents.fingerprint import in_groups

WIDTH_MM, HEIGHT_MM = 210, 297  # A4 (ISO 216)
_MARGIN: Final = 22
_QR_MM: Final = 70
_TITLE_CELLS: Final = 27  # of a line of the title at its size
_LINE_CELLS: Final = 58  # of a sentence at its size
_GROUPS_A_LINE: Final = 4  # of four hex digits: what a person compares at a glance
_FONT: Final = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
_MONO: Final = "'Noto Sans Mono', 'DejaVu Sans Mono', monospace"


def poster(server: str, fingerprint: str, lang: str, texts: Mapping[str, str]) -> bytes:
    """The poster for a server's address and its root's fingerprint (64 hex digits), in the words of `texts`.

    The QR code holds the address of /join with the fingerprint as a fragment, which browsers send to nobody.
    """
    import segno  # with it nothing else: a poster is made once

    code = segno.make(f"{server}/join#{fingerprint}", error="m", micro=False)
    scale = _QR_MM / code.symbol_size(border=0)[0]
    groups = in_groups(fingerprint).split()
    rows = [" ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]
    direction = texts["language.direction"]
    parts: list[str] = []
    y = 40.0
    for line in lines(texts["poster.title"], _TITLE_CELLS):
        parts.append(_text(direction, y, 11, line, weight=700))
        y += 14
    y += 2
    for number, key in enumerate(("poster.go", "poster.enter", "poster.compare"), 1):
        for line in lines(f"{number}. {texts[key]}", _LINE_CELLS):
            parts.append(_text(direction, y, 5.4, line))
            y += 7.5
        y += 3
    parts.append(_text(direction, y + 6, 7.5, server, weight=600, is_code=True))
    for number, row in enumerate(rows):
        parts.append(_text(direction, y + 24 + number * 13, 10.5, row, is_code=True, font=_MONO))
    qr_x = _MARGIN if direction == "rtl" else WIDTH_MM - _MARGIN - _QR_MM
    parts.append(
        f'<g transform="translate({qr_x} {HEIGHT_MM - 28 - _QR_MM}) scale({scale:.5f})">'
        f'<path fill="none" stroke="#000" d="{_squares(code.matrix)}"/></g>'
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{lang}" width="{WIDTH_MM}mm" height="{HEIGHT_MM}mm"'
        f' viewBox="0 0 {WIDTH_MM} {HEIGHT_MM}">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    ).encode()


def _squares(matrix: tuple[bytearray, ...]) -> str:
    """The dark modules as horizontal strokes one unit high."""
    return "".join(f"M{x} {y + 0.5}h1" for y, row in enumerate(matrix) for x, module in enumerate(row) if module)


def _text(
    direction: str, y: float, size: float, text: str, *, weight: int = 400, font: str = _FONT, is_code: bool = False
) -> str:
    """A line from the margin at which the language begins; an address or a fingerprint runs from left to right."""
    x = WIDTH_MM - _MARGIN if direction == "rtl" else _MARGIN
    turn = "" if direction == "ltr" else ' text-anchor="end"' if is_code else ' direction="rtl"'
    return (
        f'<text x="{x}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" font-family="{font}"{turn}'
        f' xml:space="preserve" fill="#111">{escape(text)}</text>'
    )

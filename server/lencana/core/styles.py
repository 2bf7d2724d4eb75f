"""What a style hides, and what it shows (CSS 2.2): the last valid declaration wins, unless another is important."""

import re
from functools import lru_cache

import msgspec

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"""(?:[^;"'(]|"[^"]*"?|'[^']*'?|\((?:[^()]|\([^()]*\))*\)?)+""")
_LENGTH = re.compile(r"(?:calc\(\s*)?([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)\s*\)?")
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.8, "q": 0.9, "em": 16, "rem": 16} | {
    "ex": 8, "ch": 8, "vw": 10, "vh": 8, "vmin": 8, "vmax": 10, "%": 0.16
}  # fmt: skip
_OF_FONT = re.compile(
    r"(?:^|\s)((?:calc\([^)]*\)|[+-]?[\d.]+[a-z%]*|(?:xx?-)?small|medium|(?:xx?-)?large))(?:\s*/\s*\S+)?\s+\S"
)
_BOXES = frozenset({"block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "list-item", "flow-root"})
_TABLES = frozenset({"table", "inline-table", "table-row", "table-cell", "table-row-group", "table-caption"})
_UNDRAWN = ("none", "table-column", "table-column-group")
_DISPLAYS = _BOXES.union(_TABLES, _UNDRAWN, ("inline", "contents", "initial"))
_SIZES = frozenset({"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "initial"})
_SIDES = ("left", "right", "top", "bottom", "margin-left", "margin-top", "translate")
_TINY = 4  # pixels of a font that nobody reads
_FAR = -100  # pixels beyond the edge
_SLIVER = 1  # pixels of a box that shows nothing
_FAINT = 0.1  # opacity that nobody sees
_KEPT = 300  # characters of a style whose judgement is kept
_SCALED = re.compile(r"scale(?:3d|x|y)?\(\s*0*(?:\.0\d*|0|)\s*[,)]|^0(?:\.0\d*)?(?:\s|$)")
_CLIPPED = re.compile(r"rect\(\s*[01]?(?:px)?[\s,]|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0")
_SHIFTED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
_REVERSES = ("bidi-override", "isolate-override")
_UNKNOWN = "?"  # an ink that no colour tells


class Style(msgspec.Struct, frozen=True, gc=False):
    """What matters of a style; None and "" where it says nothing."""

    gone: bool = False  # all within is out of sight
    flat: bool = False  # so it is if the element is a box
    moved: bool = False  # so it is unless something else moves it back
    indented: bool = False  # its first line is out of sight
    display: str = ""
    box: bool | None = None
    seen: bool | None = None
    tiny: bool | None = None
    ink: str = ""
    paper: str = ""
    turned: bool = False  # its letters run from right to left
    rightmost: bool = False  # what follows it stands to the left of it


def style_of(text: str) -> Style:
    """Read the declarations of a style; a page has some hundred and a handful of different ones, so they are kept."""
    return _kept(text) if len(text) <= _KEPT else _read(text)


def _read(text: str) -> Style:
    given = _declarations(text)
    get = given.get
    display, seen, size = get("display", ""), get("visibility", ""), get("font-size", "")
    afloat = get("float", "none") != "none" or get("position") in ("absolute", "fixed")
    return Style(
        gone=display in _UNDRAWN or _is_faint(get("opacity", "")) or get("content-visibility") == "hidden"
        or (afloat and _CLIPPED.match(get("clip", "")) is not None) or _CLIPPED.match(get("clip-path", "")) is not None,
        flat=_is_flat(given) or any(_SCALED.search(get(name, "")) for name in ("transform", "scale")),
        moved=_is_moved(given),
        indented=_pixels(get("text-indent", "")) <= _FAR,
        display=display,
        box=True if afloat or display in _BOXES else False if display else None,
        seen=None if seen in ("", "inherit") else seen in ("visible", "initial"),
        tiny=_is_tiny(size),
        ink=_ink(given),
        paper=_UNKNOWN if _is_picture(get("background-image", "")) else get("background-color", ""),
        rightmost=get("float") == "right" or get("flex-direction") == "row-reverse",
        turned=get("direction") == "rtl" and get("unicode-bidi") in _REVERSES,
    )  # fmt: skip


_kept = lru_cache(maxsize=1024)(_read)


def _declarations(style: str) -> dict[str, str]:
    style = style.lower()
    if "/*" in style:
        style = _COMMENT.sub("", style)
    if "\\" in style:
        style = _ESCAPE.sub(_unescaped, style).lower()
    quoted = '"' in style or "'" in style or "(" in style
    given: dict[str, str] = {}
    important: set[str] = set()
    for declaration in _DECLARATION.findall(style) if quoted else style.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().removeprefix("-webkit-"), value.strip()
        urges = "!" in value
        value = value.partition("!")[0].rstrip() if urges else value
        for longhand, part in _longhands(name, value):
            if _is_valid(longhand, part) and (urges or longhand not in important):
                given[longhand] = part
                if urges:
                    important.add(longhand)
    return given


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(code) if 0 < code < 0x11_0000 else "")


def _longhands(name: str, value: str) -> tuple[tuple[str, str], ...]:
    if name == "font":
        match = _OF_FONT.search(value)
        return (("font-size", match[1]),) if match else ()
    if name == "background":
        return (("background-image", value if _is_picture(value) else ""), ("background-color", value))
    if name == "margin" and "-" in value:
        parts = value.split()
        return (("margin-top", parts[0]), ("margin-left", parts[3 % len(parts)] if len(parts) != 3 else parts[1]))
    if name in ("overflow-x", "overflow-y"):
        return (("overflow", value),)
    return ((name, value),)


def _is_valid(name: str, value: str) -> bool:
    if name == "display":
        return value in _DISPLAYS
    if name == "font-size":
        return value in _SIZES or _pixels(value, strict=True) >= 0
    if name == "color":
        return value.startswith("#") or "(" in value or value.isalpha()
    return bool(name)


def _pixels(value: str, *, strict: bool = False) -> float:
    """A length in pixels, where the page's own sizes are the usual ones; -1 for none."""
    match = _LENGTH.fullmatch(value)
    if match is None or match[2] not in _PIXELS:
        return -1
    number = float(match[1])
    return -1 if strict and number and not match[2] else number * _PIXELS[match[2]]


def _is_tiny(size: str) -> bool | None:
    if not size or size in _SIZES:
        return False if size else None
    pixels = _pixels(size, strict=True)
    if pixels and size.endswith(("%", "em", "ex", "ch")) and not size.endswith("rem"):
        return None  # browsers draw no relative size smaller than they think can be read
    return pixels < _TINY


def _is_faint(opacity: str) -> bool:
    match = _LENGTH.fullmatch(opacity)
    return match is not None and float(match[1]) * (0.01 if match[2] == "%" else 1) <= _FAINT


def _is_flat(given: dict[str, str]) -> bool:
    """A box without room that shows nothing of what does not fit: padding and least sizes make room."""
    if given.get("overflow", "visible") == "visible" or any(
        name.startswith(("padding", "min-")) and any(digit in value for digit in "123456789")
        for name, value in given.items()
    ):
        return False
    return any(
        -1 < _pixels(given.get(name, "")) <= _SLIVER and not (name.endswith("height") and given[name].endswith("%"))
        for name in ("height", "max-height", "width", "max-width")
    )


def _is_moved(given: dict[str, str]) -> bool:
    placed = given.get("position") in ("absolute", "fixed", "relative")
    shift = _SHIFTED.search(given.get("transform", ""))
    values = [given.get(name, "") for name in _SIDES if placed or name.startswith(("margin", "translate"))]
    values += shift[1].split(",") if shift else []
    return any(_pixels(value.strip()) <= _FAR for value in values if "-" in value)


def _ink(given: dict[str, str]) -> str:
    if "text-shadow" in given or "text-stroke" in given or given.get("background-clip") == "text":
        return _UNKNOWN
    ink = given.get("text-fill-color") or given.get("color", "")
    return "" if ink in ("inherit", "unset", "currentcolor") else ink


def _is_picture(value: str) -> bool:
    return "url(" in value or "gradient" in value

"""The declarations of a style attribute or a rule: the last valid one of a property wins (CSS Cascade 4)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
import re2

from lencana.core.html.css.lengths import pixels

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"""(?:[^;"'(]|"[^"]*"?|'[^']*'?|\((?:[^()]|\([^()]*\))*\)?)+""")
_FONT_SHORTHAND = re.compile(
    r"(?:^|\s)(0+(?:\.0*)?|[+-]?[\d.]+(?:[a-z]+|%)|(?:xx?-)?small|medium|(?:xx?-)?large)(?:\s*/\s*\S+)?\s+\S"
)
BLOCK_CONTAINERS = frozenset(
    {"block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "list-item", "flow-root"}
)
_TABLES = frozenset({"table", "inline-table", "table-row", "table-cell", "table-row-group", "table-caption"})
NOT_RENDERED = ("none", "table-column", "table-column-group")
FONT_SIZES = frozenset({"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "initial"})
SIDES = ("left", "right", "top", "bottom")
_KEYWORDS = {
    "display": BLOCK_CONTAINERS.union(_TABLES, NOT_RENDERED, ("inline", "contents", "initial")),
    "visibility": {"visible", "hidden", "collapse", "initial", "inherit", "unset"},
    "position": {"static", "relative", "absolute", "fixed", "sticky"},
    "float": {"left", "right", "none"},
    "overflow": {"hidden", "clip", "auto", "scroll", "visible"},
    "font-size": FONT_SIZES,
}
_SUPPORTED_PROPERTIES: frozenset[str] = frozenset().union(
    ("opacity", "clip", "clip-path", "content-visibility", "transform", "scale", "translate", "text-indent", "color"),
    ("height", "max-height", "min-height", "width", "max-width", "min-width", "margin", "margin-left", "margin-top"),
    ("background", "background-color", "background-image", "background-clip", "overflow-x", "overflow-y", "padding"),
    ("direction", "unicode-bidi", "font", "flex-direction", "text-shadow", "text-stroke", "text-fill-color"),
    _KEYWORDS,
    SIDES,
    (f"padding-{side}" for side in SIDES),
)
_PREFIXED = frozenset({"text-fill-color", "text-stroke", "background-clip", "clip-path", "transform"})
MAX_VALUE_CHARS = 500  # of a declaration that are read
_CACHED_CHARS = 600  # of a style: a page has some hundred styles and a handful of different ones
# What may hide, too, and is not followed.
_UNREAD_HIDING = re2.compile(
    r"(?i)(?:var|calc|min|max|clamp|hsla?|hwb|lab|lch|color-mix|matrix|rotate[xy3d]*)\(|position\s*:\s*(?:abs|fix)"
    r"|(?:filter|mask|zoom|inset|all|clip-path|text-shadow|text-overflow|contain|(?:^|;)\s*width)\s*:|spacing\s*:\s*-"
)


class Declarations(msgspec.Struct, frozen=True, gc=False):
    """What a style declares of the supported properties, shorthands taken apart."""

    values: Mapping[str, str]
    important: frozenset[str] = frozenset()
    has_unread_hiding: bool = False  # it says something that may hide and is not followed


def read_declarations(style: str) -> Declarations:
    """Read the text of a style; a style with blocks in it, which readers of CSS take for different things, has none."""
    return _cached(style) if len(style) <= _CACHED_CHARS else _read(style)


def cascaded(styles: Iterable[Declarations]) -> Declarations:
    """What several styles of one element come to, the weakest first: the last wins, unless another is important."""
    values: dict[str, str] = {}
    important: set[str] = set()
    has_unread_hiding = False
    for style in styles:
        has_unread_hiding = has_unread_hiding or style.has_unread_hiding
        for name, value in style.values.items():
            if name in style.important:
                important.add(name)
            elif name in important:
                continue
            values[name] = value
    return Declarations(values, frozenset(important), has_unread_hiding)


def is_image(value: str) -> bool:
    """Is there a picture or a gradient in the value of a background?"""
    return "url(" in value or "gradient" in value


def _read(style: str) -> Declarations:
    has_unread_hiding = _UNREAD_HIDING.search(style) is not None
    style = style.lower()
    if "/*" in style:
        style = _COMMENT.sub(" ", style)
    if "\\" in style:
        style = _ESCAPE.sub(_unescaped, style).lower()
    if "{" in style or "[" in style:
        return Declarations({}, frozenset(), has_unread_hiding)
    is_quoted = '"' in style or "'" in style or "(" in style
    values: dict[str, str] = {}
    important: set[str] = set()
    for declaration in _DECLARATION.findall(style) if is_quoted else style.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        if name[:8] == "-webkit-" and name[8:] in _PREFIXED:
            name = name[8:]
        if name not in _SUPPORTED_PROPERTIES:
            continue
        value, mark, flag = value.strip().partition("!")
        if mark and flag.strip() != "important":
            continue
        for longhand, part in _longhands(name, value[:MAX_VALUE_CHARS].rstrip()):
            if (mark or longhand not in important) and _is_valid(longhand, part):
                values[longhand] = part
                if mark:
                    important.add(longhand)
    return Declarations(values, frozenset(important), has_unread_hiding)


_cached = lru_cache(maxsize=2048)(_read)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(code) if 0 < code < 0x11_0000 else "")


def _longhands(name: str, value: str) -> tuple[tuple[str, str], ...]:
    if name == "font":
        match = _FONT_SHORTHAND.search(value)
        return (("font-size", match[1]),) if match else ()
    if name == "background":
        return (("background-image", value if is_image(value) else ""), ("background-color", value))
    if name == "margin" and "-" in value:
        parts = value.split()
        return (("margin-top", parts[0]), ("margin-left", parts[3 % len(parts)] if len(parts) != 3 else parts[1]))
    if name in ("overflow-x", "overflow-y"):
        return (("overflow", value),)
    return ((name, value),)


def _is_valid(name: str, value: str) -> bool:
    if name == "color":
        return value[:1] == "#" or "(" in value or value.isalpha()
    keywords = _KEYWORDS.get(name)
    return keywords is None or value in keywords or (name == "font-size" and pixels(value) >= 0)

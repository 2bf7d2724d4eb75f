"""What a style hides, and what it shows (CSS 2.2): the last valid declaration wins, unless another is important."""

import re
from functools import lru_cache

import msgspec
import re2

_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"""(?:[^;"'(]|"[^"]*"?|'[^']*'?|\((?:[^()]|\([^()]*\))*\)?)+""")
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)")
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.8, "q": 0.9, "em": 16, "rem": 16} | {
    "ex": 8, "ch": 8, "vw": 10, "vh": 8, "vmin": 8, "vmax": 10, "%": 0.16
}  # fmt: skip
_OF_FONT = re.compile(
    r"(?:^|\s)(0+(?:\.0*)?|[+-]?[\d.]+(?:[a-z]+|%)|(?:xx?-)?small|medium|(?:xx?-)?large)(?:\s*/\s*\S+)?\s+\S"
)
_BOXES = frozenset({"block", "inline-block", "flex", "inline-flex", "grid", "inline-grid", "list-item", "flow-root"})
_TABLES = frozenset({"table", "inline-table", "table-row", "table-cell", "table-row-group", "table-caption"})
_UNDRAWN = ("none", "table-column", "table-column-group")
_DISPLAYS = _BOXES.union(_TABLES, _UNDRAWN, ("inline", "contents", "initial"))
_SIZES = frozenset({"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "initial"})
_SIDES = ("left", "right", "top", "bottom")
_BLINDS = frozenset({"hidden", "clip", "auto", "scroll"})
_VALID = {
    "display": _DISPLAYS,
    "visibility": {"visible", "hidden", "collapse", "initial", "inherit", "unset"},
    "position": {"static", "relative", "absolute", "fixed", "sticky"},
    "float": {"left", "right", "none"},
    "overflow": _BLINDS | {"visible"},
    "font-size": _SIZES,
}
_READ = frozenset(
    {"opacity", "clip", "clip-path", "content-visibility", "transform", "scale", "translate", "text-indent", "color"}
    | {"height", "max-height", "width", "max-width", "margin-left", "margin-top", "direction", "unicode-bidi", *_SIDES}
    | {
        "font",
        "background",
        "background-color",
        "background-image",
        "background-clip",
        "flex-direction",
        "margin",
        "padding",
    }
    | {"text-shadow", "text-stroke", "text-fill-color", "min-height", "min-width", "overflow-x", "overflow-y", *_VALID}
    | {f"padding-{side}" for side in _SIDES}
)
_PREFIXED = frozenset({"text-fill-color", "text-stroke", "background-clip", "clip-path", "transform"})
_TINY = 4  # pixels of a font that nobody reads
_FAR = -100  # pixels beyond the edge
_SLIVER = 1  # pixels of a box that shows nothing
_FAINT = 0.1  # opacity that nobody sees
_KEPT = 600  # characters of a style whose judgement is kept
_SCALED = re.compile(r"scale(?:3d|x|y)?\(\s*0*(?:\.0\d*|0|)\s*[,)]|^0(?:\.0\d*)?(?:\s|$)")
_CLIPPED = re.compile(r"rect\(\s*[01]?(?:px)?[\s,]|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0")
_SHIFTED = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
# What may hide, too, and is not followed.
_UNCLEAR = re2.compile(
    r"(?i)(?:var|calc|min|max|clamp|hsla?|hwb|lab|lch|color-mix|matrix|rotate[xy3d]*)\(|position\s*:\s*(?:abs|fix)"
    r"|(?:filter|mask|zoom|inset|all|clip-path|text-shadow|text-overflow|contain|(?:^|;)\s*width)\s*:|spacing\s*:\s*-"
)
_REVERSES = ("bidi-override", "isolate-override")
_UNKNOWN = "?"  # an ink that no colour tells


class Style(msgspec.Struct, frozen=True, gc=False):
    """What matters of a style; None and "" where it says nothing."""

    gone: bool = False  # all within is out of sight
    flat: bool = False  # so it is if the element is a box
    moved: bool = False  # so it is unless something else moves it back
    shifted: bool = False  # so it is if it is a box, besides
    indented: bool = False  # its first line is out of sight
    display: str = ""
    box: bool | None = None
    seen: bool | None = None
    tiny: bool | None = None
    ink: str = ""
    paper: str = ""
    turned: bool = False  # its letters run from right to left
    unclear: bool = False  # it has more to say than is read here
    rightmost: bool = False  # what follows it stands to the left of it


def style_of(text: str) -> Style:
    """Read the declarations of a style; a page has some hundred and a handful of different ones, so they are kept."""
    return _kept(text) if len(text) <= _KEPT else _read(text)


def _read(text: str) -> Style:
    given = _declarations(text)
    get = given.get
    display, seen = get("display", ""), get("visibility", "")
    afloat = get("float", "none") != "none" or get("position") in ("absolute", "fixed")
    return Style(
        gone=display in _UNDRAWN or ("opacity" in given and _is_faint(given["opacity"])) or _is_clipped(given),
        flat=_is_flat(given),
        moved="position" in given and given["position"] not in ("static", "sticky") and _goes_far(given, _SIDES),
        shifted=_goes_far(given, ("margin-left", "margin-top", "translate")) or _is_translated(get("transform", "")),
        indented=_goes_far(given, ("text-indent",)),
        display=display,
        box=True if afloat or display in _BOXES else False if display else None,
        seen=None if seen in ("", "inherit", "unset") else seen in ("visible", "initial"),
        tiny=_is_tiny(get("font-size", "")),
        ink=_ink(given),
        paper=_UNKNOWN if _is_picture(get("background-image", "")) else get("background-color", ""),
        unclear=_UNCLEAR.search(text) is not None,
        rightmost=get("float") == "right" or get("flex-direction") == "row-reverse",
        turned=get("direction") == "rtl" and get("unicode-bidi") in _REVERSES,
    )


_kept = lru_cache(maxsize=2048)(_read)


def _declarations(style: str) -> dict[str, str]:
    """Those that matter; none of a style with blocks in it, which readers of CSS take for different things."""
    style = style.lower()
    if "/*" in style:
        style = _COMMENT.sub(" ", style)
    if "\\" in style:
        style = _ESCAPE.sub(_unescaped, style).lower()
    if "{" in style or "[" in style:
        return {}
    quoted = '"' in style or "'" in style or "(" in style
    given: dict[str, str] = {}
    important: set[str] = set()
    for declaration in _DECLARATION.findall(style) if quoted else style.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        if name[:8] == "-webkit-" and name[8:] in _PREFIXED:
            name = name[8:]
        if name not in _READ:
            continue
        value, urges, how = value.strip().partition("!")
        if urges and how.strip() != "important":
            continue
        for longhand, part in _longhands(name, value.rstrip()):
            if (urges or longhand not in important) and _is_valid(longhand, part):
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
    if name == "color":
        return value[:1] == "#" or "(" in value or value.isalpha()
    valid = _VALID.get(name)
    return valid is None or value in valid or (name == "font-size" and _pixels(value) >= 0)


def _pixels(value: str) -> float:
    """A length in pixels, where the page's own sizes are the usual ones; -1 for none."""
    if value[:5] == "calc(" and value[-1:] == ")":
        value = value[5:-1].strip()
    match = _LENGTH.fullmatch(value)
    if match is None or match[2] not in _PIXELS:
        return -1
    number = float(match[1])
    return number * _PIXELS[match[2]] if match[2] or not number else -1


def _is_tiny(size: str) -> bool | None:
    if not size or size in _SIZES:
        return False if size else None
    pixels = _pixels(size)
    if pixels and size.endswith(("%", "em", "ex", "ch")) and not size.endswith("rem"):
        return None  # browsers draw no relative size smaller than they think can be read
    return pixels < _TINY


def _is_faint(opacity: str) -> bool:
    match = _LENGTH.fullmatch(opacity)
    return match is not None and match[2] in ("", "%") and float(match[1]) * (0.01 if match[2] == "%" else 1) <= _FAINT


def _is_clipped(given: dict[str, str]) -> bool:
    return (
        "clip" in given and given.get("position") in ("absolute", "fixed") and _CLIPPED.match(given["clip"]) is not None
    )


def _is_flat(given: dict[str, str]) -> bool:
    """A box without room that shows nothing of what does not fit: padding and least sizes make room."""
    if any(name in given and _SCALED.search(given[name]) for name in ("transform", "scale")):
        return True
    if given.get("content-visibility") == "hidden" or ("clip-path" in given and _CLIPPED.match(given["clip-path"])):
        return True
    if given.get("overflow", "visible") == "visible" or any(
        name.startswith(("padding", "min-")) and any(digit in value for digit in "123456789")
        for name, value in given.items()
    ):
        return False
    return any(
        name in given and -1 < _pixels(given[name]) <= _SLIVER and not (given[name][-1] == "%" and name[-1] == "t")
        for name in ("height", "max-height", "width", "max-width")
    )


def _goes_far(given: dict[str, str], names: tuple[str, ...]) -> bool:
    return any(name in given and "-" in given[name] and _pixels(given[name].split()[0]) <= _FAR for name in names)


def _is_translated(transform: str) -> bool:
    shift = _SHIFTED.search(transform) if "translate" in transform else None
    return shift is not None and any(_pixels(value.strip()) <= _FAR for value in shift[1].split(","))


def _ink(given: dict[str, str]) -> str:
    if "text-shadow" in given or "text-stroke" in given or given.get("background-clip") == "text":
        return _UNKNOWN
    ink = given.get("text-fill-color") or given.get("color", "")
    return "" if ink in ("inherit", "unset", "currentcolor") else ink


def _is_picture(value: str) -> bool:
    return "url(" in value or "gradient" in value

"""The cascaded style of an element: what its declarations come to, before anything is inherited (CSS Cascade 4)."""

from functools import lru_cache

import msgspec

from lencana.core.html.css.declarations import BLOCK_CONTAINERS, FONT_SIZES, Declarations, is_image, read_declarations
from lencana.core.html.css.hidings import Hiding, Values, hidings_of
from lencana.core.html.css.lengths import pixels

TINY_FONT_PX = 4  # that nobody reads
UNKNOWN_COLOUR = "?"  # that of a picture, a gradient, a shadow
_OVERRIDES = ("bidi-override", "isolate-override")
_OUT_OF_FLOW = ("absolute", "fixed")
_CACHED_CHARS = 600  # of a style


class CascadedStyle(msgspec.Struct, frozen=True, gc=False):
    """What matters of an element's own style; None and "" where it says nothing."""

    hidings: tuple[Hiding, ...] = ()
    display: str = ""
    is_block_container: bool | None = None
    visible: bool | None = None  # as `visibility` says
    tiny_font: bool | None = None
    foreground: str = ""
    background: str = ""
    rtl_override: bool = False  # its letters run from right to left
    floats_right: bool = False  # what follows it stands to the left of it
    has_unread_hiding: bool = False
    hidden_attribute: bool = False


NO_STYLE = CascadedStyle()


def style_of(declarations: Declarations) -> CascadedStyle:
    """The style that declarations make."""
    values = declarations.values
    if not values:
        return CascadedStyle(has_unread_hiding=True) if declarations.has_unread_hiding else NO_STYLE
    get = values.get
    display, visibility = get("display", ""), get("visibility", "")
    is_blockified = get("float", "none") != "none" or get("position") in _OUT_OF_FLOW
    style = CascadedStyle(
        hidings=hidings_of(values),
        display=display,
        is_block_container=True if is_blockified or display in BLOCK_CONTAINERS else False if display else None,
        visible=None if visibility in ("", "inherit", "unset") else visibility in ("visible", "initial"),
        tiny_font=_is_tiny(get("font-size", "")),
        foreground=_foreground(values),
        background=UNKNOWN_COLOUR if is_image(get("background-image", "")) else get("background-color", ""),
        rtl_override=get("direction") == "rtl" and get("unicode-bidi") in _OVERRIDES,
        floats_right=get("float") == "right" or get("flex-direction") == "row-reverse",
        has_unread_hiding=declarations.has_unread_hiding,
    )
    return NO_STYLE if style == NO_STYLE else style


def style_of_text(text: str) -> CascadedStyle:
    """The style that the text of a style attribute or a rule makes."""
    return _cached(text) if len(text) <= _CACHED_CHARS else style_of(read_declarations(text))


@lru_cache(maxsize=2048)
def _cached(text: str) -> CascadedStyle:
    return style_of(read_declarations(text))


def _is_tiny(size: str) -> bool | None:
    if not size or size in FONT_SIZES:
        return False if size else None
    length = pixels(size)
    if length and size.endswith(("%", "em", "ex", "ch")) and not size.endswith("rem"):
        return None  # browsers draw no relative size smaller than they think can be read
    return length < TINY_FONT_PX


def _foreground(values: Values) -> str:
    if "text-shadow" in values or "text-stroke" in values or values.get("background-clip") == "text":
        return UNKNOWN_COLOUR
    colour = values.get("text-fill-color") or values.get("color", "")
    return "" if colour in ("inherit", "unset", "currentcolor") else colour

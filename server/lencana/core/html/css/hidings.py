"""How a style hides an element: one table of property, test and reason, with the conditions of each.

A page hides much by honest means: text for other screens, preheaders, labels for screen readers. CONCEALS has the
reasons whose letters count as concealed when there are many: they let a machine read what a person cannot see.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum, unique

import msgspec

from lencana.core.html.css.declarations import NOT_RENDERED, SIDES
from lencana.core.html.css.lengths import LENGTH, pixels

OUT_OF_VIEW_PX = -100  # beyond the edge
CLIPPED_AWAY_PX = 1  # of a box that shows nothing
INVISIBLE_OPACITY = 0.1
_SCALED_AWAY = re.compile(r"scale(?:3d|x|y)?\(\s*0*(?:\.0\d*|0|)\s*[,)]|^0(?:\.0\d*)?(?:\s|$)")
_CLIPPED = re.compile(r"rect\(\s*[01]?(?:px)?[\s,]|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0")
_TRANSLATION = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
_NOT_ZERO = re.compile("[1-9]")
_MAKES_ROOM = ("padding", "min-")  # what properties begin with that give a box of no size some room

Values = Mapping[str, str]


@unique
class Reason(StrEnum):
    """Why a text is not shown."""

    NOT_RENDERED = "not_rendered"  # display
    TRANSPARENT = "transparent"  # opacity
    CLIPPED = "clipped"  # by clip, or by a box without room for it
    INDENTED = "indented"  # its one line begins out of view
    OFFSET = "offset"  # moved out of view
    HIDDEN_ATTRIBUTE = "hidden_attribute"
    INVISIBLE = "invisible"  # visibility
    TINY_FONT = "tiny_font"
    NO_CONTRAST = "no_contrast"  # in the colour of what is behind it


CONCEALS = frozenset({Reason.OFFSET, Reason.TINY_FONT, Reason.NO_CONTRAST})


class Hiding(msgspec.Struct, frozen=True, gc=False):
    """One way to hide an element with all that is in it, and what must hold besides."""

    reason: Reason
    needs_box: bool = False  # it does nothing to an inline element
    needs_text_only: bool = False  # of more than one line, the others are shown
    may_be_undone: bool = False  # something else may move the element back into view


def hidings_of(values: Values) -> tuple[Hiding, ...]:
    """The ways in which the declared values hide."""
    return tuple(hiding for properties, hides, hiding in _TABLE if not properties.isdisjoint(values) and hides(values))


def _is_not_rendered(values: Values) -> bool:
    return values["display"] in NOT_RENDERED


def _is_transparent(values: Values) -> bool:
    match = LENGTH.fullmatch(values["opacity"])
    if match is None or match[2] not in ("", "%"):
        return False
    return float(match[1]) * (0.01 if match[2] == "%" else 1) <= INVISIBLE_OPACITY


def _is_clipped_by_rectangle(values: Values) -> bool:
    return values.get("position") in ("absolute", "fixed") and _CLIPPED.match(values["clip"]) is not None


def _is_clipped_by_path(values: Values) -> bool:
    return _CLIPPED.match(values["clip-path"]) is not None


def _is_skipped(values: Values) -> bool:
    return values["content-visibility"] == "hidden"


def _is_scaled_away(values: Values) -> bool:
    return any(name in values and _SCALED_AWAY.search(values[name]) for name in ("transform", "scale"))


def _has_no_room(values: Values) -> bool:
    """A box without room that shows nothing of what does not fit: padding and least sizes make room."""
    if values["overflow"] == "visible" or any(
        name.startswith(_MAKES_ROOM) and _NOT_ZERO.search(value) for name, value in values.items()
    ):
        return False
    return any(
        name in values
        and -1 < pixels(values[name]) <= CLIPPED_AWAY_PX
        and not (values[name][-1] == "%" and name[-1] == "t")
        for name in ("height", "max-height", "width", "max-width")
    )


def _is_indented_away(values: Values) -> bool:
    return _is_far(values["text-indent"])


def _is_placed_away(values: Values) -> bool:
    is_placed = values.get("position", "static") not in ("static", "sticky")
    return is_placed and any(side in values and _is_far(values[side]) for side in SIDES)


def _is_shifted_away(values: Values) -> bool:
    return any(name in values and _is_far(values[name]) for name in ("margin-left", "margin-top", "translate"))


def _is_translated_away(values: Values) -> bool:
    shift = _TRANSLATION.search(values["transform"]) if "translate" in values["transform"] else None
    return shift is not None and any(pixels(value.strip()) <= OUT_OF_VIEW_PX for value in shift[1].split(","))


def _is_far(value: str) -> bool:
    return "-" in value and pixels(value.split()[0]) <= OUT_OF_VIEW_PX


_CLIPPED_BOX = Hiding(Reason.CLIPPED, needs_box=True)
_SHIFTED_BOX = Hiding(Reason.OFFSET, needs_box=True, may_be_undone=True)
# Which properties, what they must say, how the element is hidden then. The first whose conditions hold is the reason.
_TABLE: tuple[tuple[frozenset[str], Callable[[Values], bool], Hiding], ...] = (
    (frozenset({"display"}), _is_not_rendered, Hiding(Reason.NOT_RENDERED)),
    (frozenset({"opacity"}), _is_transparent, Hiding(Reason.TRANSPARENT)),
    (frozenset({"clip"}), _is_clipped_by_rectangle, Hiding(Reason.CLIPPED)),
    (frozenset({"transform", "scale"}), _is_scaled_away, _CLIPPED_BOX),
    (frozenset({"content-visibility"}), _is_skipped, _CLIPPED_BOX),
    (frozenset({"clip-path"}), _is_clipped_by_path, _CLIPPED_BOX),
    (frozenset({"overflow"}), _has_no_room, _CLIPPED_BOX),
    (frozenset({"text-indent"}), _is_indented_away, Hiding(Reason.INDENTED, needs_box=True, needs_text_only=True)),
    (frozenset({"position"}), _is_placed_away, Hiding(Reason.OFFSET, may_be_undone=True)),
    (frozenset({"margin-left", "margin-top", "translate"}), _is_shifted_away, _SHIFTED_BOX),
    (frozenset({"transform"}), _is_translated_away, _SHIFTED_BOX),
)

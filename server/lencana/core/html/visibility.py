"""Which texts and elements of a page are shown, and for what one reason the others are not: styles with inheritance."""

from collections.abc import Callable, Mapping

import msgspec
from msgspec.structs import replace

from lencana.core.html.applied_styles import AppliedStyle
from lencana.core.html.css.cascaded_style import NO_STYLE
from lencana.core.html.css.hidings import CONCEALS, Reason
from lencana.core.html.tree.document import TEXT, Document
from lencana.core.html.tree.elements import FORM_CONTROLS

_NOWHERE = 0  # the body, which has no style of its own


class ComputedStyle(msgspec.Struct, frozen=True, gc=False):
    """The computed style of an element, by the element from which each part is inherited."""

    removed: Reason | None = None
    removed_at: int = _NOWHERE
    invisible_at: int = _NOWHERE
    tiny_at: int = _NOWHERE
    no_contrast_at: int = _NOWHERE
    foreground: str = ""  # where it has no contrast
    reason: Reason | None = None  # why its text is not shown: that of the innermost element which hides it
    reason_at: int = _NOWHERE


SHOWN = ComputedStyle()
_UNSTYLED = AppliedStyle(NO_STYLE)


class Visibility(msgspec.Struct, frozen=True, gc=False):
    """The computed style of each node; a text has that of its parent."""

    computed: list[ComputedStyle]
    concealed_letters: int = 0


def compute_visibility(
    document: Document,
    applied: Mapping[int, AppliedStyle],
    hides_text: Callable[[int, str], bool],
    may_overlay: Callable[[], bool],
) -> Visibility:
    """Pass styles down, each node once.

    `may_overlay`: may something lie behind a text that it is not in? Then its colour says little, and it is read.
    """
    computed = [SHOWN] * len(document.tags)
    overlaid: set[int] = set()
    concealed = 0
    end = 0
    for first in sorted(applied):
        if first < end or _says_nothing(applied[first]):
            continue
        end = document.ends[first]
        for node in range(first, end):
            parent = document.parents[node]
            inherited = computed[parent] if node > first else SHOWN
            tag = document.tags[node]
            if tag is TEXT:
                if _is_concealed(inherited, is_overlaid=parent in overlaid):
                    concealed += sum(map(str.isalpha, document.texts[node]))
            elif (own := applied.get(node)) is not None:
                if own.no_contrast and not own.splits_word and may_overlay():
                    overlaid.add(node)
                    own = replace(own, no_contrast=False)
                inherited = _computed(document, node, inherited, own, hides_text)
            elif inherited is not SHOWN and (
                tag == "a" or tag in FORM_CONTROLS or (inherited.no_contrast_at and document.attributes[node])
            ):
                inherited = _computed(document, node, inherited, _UNSTYLED, hides_text)
            computed[node] = inherited
    return Visibility(computed, concealed)


def _says_nothing(own: AppliedStyle) -> bool:
    """Does the style hide nothing?"""
    return own.removed is None and own.style.visible is not False and not own.style.tiny_font and not own.no_contrast


def _is_concealed(style: ComputedStyle, *, is_overlaid: bool) -> bool:
    return is_overlaid if style.reason is None else style.reason in CONCEALS


def _computed(
    document: Document, node: int, inherited: ComputedStyle, own: AppliedStyle, hides_text: Callable[[int, str], bool]
) -> ComputedStyle:
    """The style of an element: its own where it says something, else that of its parent."""
    tag, style = document.tags[node], own.style
    is_control = tag in FORM_CONTROLS
    is_link = tag == "a" and "href" in document.attributes[node]
    foreground, no_contrast_at = inherited.foreground, inherited.no_contrast_at
    if style.foreground:
        foreground, no_contrast_at = (style.foreground, node) if own.no_contrast else ("", _NOWHERE)
    elif foreground and (is_control or is_link or not hides_text(node, foreground)):
        foreground, no_contrast_at = "", _NOWHERE
    tiny_at = _NOWHERE if is_control else inherited.tiny_at
    return _with_reason(
        own.removed or inherited.removed,
        node if own.removed is not None else inherited.removed_at,
        inherited.invisible_at if style.visible is None else _NOWHERE if style.visible else node,
        tiny_at if style.tiny_font is None else node if style.tiny_font else _NOWHERE,
        no_contrast_at,
        foreground,
    )


def _with_reason(
    removed: Reason | None, removed_at: int, invisible_at: int, tiny_at: int, no_contrast_at: int, foreground: str
) -> ComputedStyle:
    """The style with its reason to be hidden: of several elements the innermost counts, and of one the first reason."""
    reason, reason_at = removed, removed_at
    if not (removed_at or invisible_at or tiny_at or no_contrast_at):
        return SHOWN
    for other, other_at in (
        (Reason.INVISIBLE, invisible_at),
        (Reason.TINY_FONT, tiny_at),
        (Reason.NO_CONTRAST, no_contrast_at),
    ):
        if other_at > reason_at:
            reason, reason_at = other, other_at
    return ComputedStyle(removed, removed_at, invisible_at, tiny_at, no_contrast_at, foreground, reason, reason_at)

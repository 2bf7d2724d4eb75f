"""The style that applies to each element of a page, and how it hides it: the conditions of rules and hidings decided.

Where it is not sure that something hides (rules may be overridden, something may be moved back into view, some webmails
drop an attribute), it is taken to hide what stands within a word: nobody writes a word around a text that is shown.
"""

from collections.abc import Callable, Mapping

import msgspec

from lencana.core.html.css.cascade import ElementStyle
from lencana.core.html.css.cascaded_style import CascadedStyle
from lencana.core.html.css.hidings import Reason
from lencana.core.html.tree.document import Document
from lencana.core.html.tree.elements import INLINE, LINE_DISPLAYS, TABLES
from lencana.core.html.tree.word_splits import WordSplits


class AppliedStyle(msgspec.Struct, frozen=True, gc=False):
    """The style of an element, and what it does to it where it stands."""

    style: CascadedStyle
    removed: Reason | None = None  # why the element is hidden with all that is in it
    no_contrast: bool = False  # its foreground is that of what is behind it
    is_own_line: bool = False  # an inline element that is displayed as a block
    splits_word: bool = False  # letters stand right before it and right after it


class PageConditions(msgspec.Struct, frozen=True, gc=False):
    """What the styles of one element depend on besides."""

    rules_may_be_overridden: bool
    moves_back: Callable[[], bool]  # does anything move by so much that it may move something else back into view?
    hides_text: Callable[[int, str], bool]  # is a text of this colour in the element that of what is behind it?


def apply_styles(
    document: Document, styles: Mapping[int, ElementStyle], conditions: PageConditions
) -> dict[int, AppliedStyle]:
    """Decide for each element with a style, from the last to the first: what follows an element may be hidden."""
    words = WordSplits(document)
    applied: dict[int, AppliedStyle] = {}
    for node in reversed(list(styles)):
        splits_word = words.splits_word(node)
        of_element = styles[node]
        style = of_element.inline if conditions.rules_may_be_overridden and not splits_word else of_element.with_rules
        removed = _removal(document, node, style, splits_word=splits_word, moves_back=conditions.moves_back)
        no_contrast = style.foreground != "" and conditions.hides_text(node, style.foreground)
        is_own_line = style.display in LINE_DISPLAYS and document.tags[node] in INLINE
        if removed is not None or style.visible is False or style.tiny_font or no_contrast:
            words.hide(node)
        elif is_own_line:
            words.set_apart(node)
        applied[node] = AppliedStyle(style, removed, no_contrast, is_own_line, splits_word)
    return applied


def _removal(
    document: Document, node: int, style: CascadedStyle, *, splits_word: bool, moves_back: Callable[[], bool]
) -> Reason | None:
    """The first way of the style to hide the element whose conditions hold."""
    for hiding in style.hidings:
        if hiding.needs_box and not _is_box(document.tags[node], style):
            continue
        if hiding.needs_text_only and not document.is_text_only(node):
            continue
        if hiding.may_be_undone and not splits_word and moves_back():
            continue
        return hiding.reason
    if style.hidden_attribute and not style.display and splits_word:
        return Reason.HIDDEN_ATTRIBUTE
    return None


def _is_box(tag: str, style: CascadedStyle) -> bool:
    if style.display or style.is_block_container is not None:
        return bool(style.is_block_container)
    return tag not in INLINE and tag not in TABLES

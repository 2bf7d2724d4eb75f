"""HTML as a reader sees it: the stages from the source of a page to its visible text, links and obfuscations.

parse → cascade → applied styles → computed visibility → text. Each hands a value on and changes none.
"""

from collections.abc import Mapping
from functools import cache

import msgspec
import re2

from lencana.core.html.applied_styles import AppliedStyle, PageConditions, apply_styles
from lencana.core.html.backgrounds import Backgrounds
from lencana.core.html.css.cascade import cascade
from lencana.core.html.css.stylesheets import HidingRules, Stylesheet, hiding_rules, parse_stylesheet
from lencana.core.html.obfuscations import obfuscations_of
from lencana.core.html.tree.document import Document, parse
from lencana.core.html.visibility import SHOWN, Visibility, compute_visibility
from lencana.core.letters.obfuscation import Obfuscation

# What moves an element back into view, and what may lie behind one that is not around it.
_LARGE_OFFSET = (
    r"(?i)(?:left|right|top|bottom|inset|margin|padding|indent|translate)[^;:\"'>(]*[:(](?:[^;\"'>]*[^-\d.#;\"'>])?"
    r"(?:\d{3}|\d\d(?:r?em|v[wh]|%|in|cm))"
)
_OVERLAP = r"(?i)position\s*:\s*(?:abs|rel|fix)|margin[^;:\"'>]*:[^;\"'>]*-\d|shadow\s*:[^;\"'>]*inset|border-left"


class VisiblePage(msgspec.Struct, frozen=True, gc=False):
    """A page with what is known of each of its nodes."""

    document: Document
    applied: Mapping[int, AppliedStyle]
    visibility: Visibility
    obfuscations: frozenset[Obfuscation]


def visible_page(html: str) -> VisiblePage:
    """Read a page as a browser displays it."""
    document = parse(html)
    sheet = parse_stylesheet(document.style_blocks) if document.style_blocks else Stylesheet()
    rules = hiding_rules(sheet) if sheet.rules else HidingRules()
    styles = cascade(document, rules)
    if not styles:
        return VisiblePage(document, {}, Visibility([SHOWN] * len(document.tags)), frozenset())
    backgrounds = Backgrounds(document, styles, by_class=sheet.sets_backgrounds)

    @cache
    def has_large_offsets() -> bool:
        return _pattern(_LARGE_OFFSET).search(document.source) is not None

    @cache
    def has_overlaps() -> bool:
        return _pattern(_OVERLAP).search(document.source) is not None

    conditions = PageConditions(rules.may_be_overridden, has_large_offsets, backgrounds.hides_text)
    applied = apply_styles(document, styles, conditions)
    visibility = compute_visibility(document, applied, backgrounds.hides_text, has_overlaps)
    return VisiblePage(document, applied, visibility, obfuscations_of(document, applied, visibility))


@cache
def _pattern(text: str) -> "re2._Regexp":
    """Few pages have text in their own colour or beyond their edge."""
    return re2.compile(text)

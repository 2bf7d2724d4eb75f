"""The cascade: the cascaded style of each element, by its attributes and the page's rules together (CSS Cascade 4)."""

import msgspec
from msgspec.structs import replace

from lencana.core.html.css.cascaded_style import NO_STYLE, UNKNOWN_COLOUR, CascadedStyle, style_of, style_of_text
from lencana.core.html.css.colours import legacy_colour
from lencana.core.html.css.declarations import Declarations, cascaded, read_declarations
from lencana.core.html.css.selectors import SelectorIndex
from lencana.core.html.css.stylesheets import HidingRules
from lencana.core.html.tree.document import TEXT, Attributes, Document

MAX_RULE_CHARS = 300  # of the rules for one element; more are not followed
_ROOT = ("html", "body")  # whose styles a webmail replaces by its own, but for the background
_HINTED = ("font", "bdo")


class ElementStyle(msgspec.Struct, frozen=True, gc=False):
    """The style of an element with the page's rules, and its own without them, for rules that may be overridden."""

    with_rules: CascadedStyle
    inline: CascadedStyle


def cascade(document: Document, rules: HidingRules) -> dict[int, ElementStyle]:
    """The styles of the elements that have any, in document order; selectors are matched once an element."""
    ruled = _Ruled(rules, ignores_case=document.ignores_case) if rules.rules else None
    styles: dict[int, ElementStyle] = {}
    inline_styles = {"": NO_STYLE}
    for node, attributes in enumerate(document.attributes):
        if not attributes and (ruled is None or document.tags[node] is TEXT):
            continue
        tag, text = document.tags[node], attributes.get("style") or ""
        if (inline := inline_styles.get(text)) is None:
            inline = inline_styles[text] = style_of_text(text)
        both = inline
        if ruled is not None and ruled.may_match(tag, attributes):
            both = ruled.with_rules(tag, attributes, text, inline)
        if tag in _HINTED or "bgcolor" in attributes or "background" in attributes or "hidden" in attributes:
            is_same = both is inline
            inline = _with_hints(inline, tag, attributes)
            both = inline if is_same else _with_hints(both, tag, attributes)
        if tag in _ROOT:
            inline = both = CascadedStyle(background=inline.background) if inline.background else NO_STYLE
        if both is not NO_STYLE or inline is not NO_STYLE:
            styles[node] = ElementStyle(both, inline)
    return styles


class _Ruled:
    """The styles that a page's rules make of those of its elements; each set of rules and attribute once."""

    def __init__(self, rules: HidingRules, *, ignores_case: bool) -> None:
        self._index = SelectorIndex([rule.selector for rule in rules.rules], ignores_case=ignores_case)
        self.may_match = self._index.may_match
        self._declarations = [read_declarations(rule.declarations) for rule in rules.rules]
        self._sizes = [len(rule.declarations) for rule in rules.rules]
        self._merged: dict[tuple[int, ...], Declarations | None] = {(): None}  # None: no rules, or too many
        self._styles: dict[tuple[tuple[int, ...], str], CascadedStyle] = {}

    def with_rules(self, tag: str, attributes: Attributes, text: str, inline: CascadedStyle) -> CascadedStyle:
        """The style of an element, whose style attribute has this text and makes that style."""
        matching = self._index.matching(tag, attributes)
        if matching not in self._merged:
            fits = sum(self._sizes[rule] for rule in matching) <= MAX_RULE_CHARS
            self._merged[matching] = cascaded(self._declarations[rule] for rule in matching) if fits else None
        ruled = self._merged[matching]
        if ruled is None:
            return inline
        if (style := self._styles.get((matching, text))) is None:
            style = self._styles[matching, text] = style_of(cascaded((ruled, read_declarations(text))))
        return style


def _with_hints(style: CascadedStyle, tag: str, attributes: Attributes) -> CascadedStyle:
    """The style with what other attributes say (HTML, "presentational hints"): the weakest of all."""
    foreground, background, tiny_font = style.foreground, style.background, style.tiny_font
    if attributes.get("background"):
        background = UNKNOWN_COLOUR
    elif not background and (legacy := attributes.get("bgcolor")):
        background = legacy_colour(legacy)
    if tag == "font":
        foreground = foreground or legacy_colour(attributes.get("color") or "")
        tiny_font = False if tiny_font is None and attributes.get("size") else tiny_font
    return replace(
        style,
        foreground=foreground,
        background=background,
        tiny_font=tiny_font,
        hidden_attribute="hidden" in attributes,
        rtl_override=style.rtl_override or (tag == "bdo" and (attributes.get("dir") or "").lower() == "rtl"),
    )

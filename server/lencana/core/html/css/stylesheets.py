"""The rules of a page's style blocks that hide what they select (CSS Syntax 3, Cascade 4)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
import re2

from lencana.core.html.css.cascaded_style import CascadedStyle, style_of_text
from lencana.core.html.css.colours import is_invisible_on_white
from lencana.core.html.css.selectors import is_simple, specificity

MAX_RULES = 200  # of a page that are read
MAX_CONDITIONAL_RULES = 1_000  # of a page that are read, those of other media
MAX_HIDING_RULES = 100  # that are followed
_GMAIL_CHARS = 8_192  # of a block: Gmail leaves out a longer one
# What makes Roundcube (rcmail_action_mail_index::washtml_callback) leave a block out.
_DROPPED = ("@import", "url(", "expression", "behavior", "javascript:", "\\")
_IGNORED = re2.compile(r"(?s)/\*.*?\*/|<!--|-->|@(?:charset|import|namespace)[^;{]*;")
_BRACE = re.compile("[{}]")
_FOR_SCREENS = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_INHERITED = ("visible", "tiny_font", "foreground")  # of a style: what those within an element have from it


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A selector and the text of its declarations."""

    selector: str
    declarations: str


class Stylesheet(msgspec.Struct, frozen=True, gc=False):
    """The rules of a page whose selectors are simple ones, in order."""

    rules: tuple[Rule, ...] = ()
    may_be_overridden: bool = False  # rules that are not read may show what these hide
    sets_backgrounds: bool = False


class HidingRules(msgspec.Struct, frozen=True, gc=False):
    """The rules that may hide, and those that may show again what they hide, the weakest first; one a selector."""

    rules: tuple[Rule, ...] = ()
    may_be_overridden: bool = False


class _Block(msgspec.Struct, frozen=True, gc=False):
    """A block of declarations."""

    prelude: str
    declarations: str
    is_conditional: bool  # within an at-rule that does not hold on every screen


def parse_stylesheet(style_blocks: Iterable[str]) -> Stylesheet:
    """Read the style blocks of a page, each once."""
    rules: list[Rule] = []
    may_be_overridden = sets_backgrounds = False
    simple = conditional = 0
    for text in style_blocks:
        may_be_overridden = may_be_overridden or len(text) > _GMAIL_CHARS or _may_be_dropped(text)
        text = _IGNORED.sub(" ", text)
        sets_backgrounds = sets_backgrounds or "background" in text
        for block in _blocks(text):
            if block.is_conditional:
                conditional += 1
                if not may_be_overridden:
                    may_be_overridden = conditional > MAX_CONDITIONAL_RULES or _may_show(
                        style_of_text(block.declarations)
                    )
                continue
            if simple >= MAX_RULES:
                may_be_overridden = True
                break
            for selector in block.prelude.split(",", MAX_RULES):
                simple += 1
                selector = selector.strip()
                if is_simple(selector):
                    rules.append(Rule(selector.lower() if selector.isalnum() else selector, block.declarations))
                else:
                    may_be_overridden = may_be_overridden or _may_show(style_of_text(block.declarations))
    may_be_overridden = may_be_overridden or len(rules) > MAX_RULES
    return Stylesheet(tuple(rules[:MAX_RULES]), may_be_overridden, sets_backgrounds)


def hiding_rules(sheet: Stylesheet) -> HidingRules:
    """Select the rules that decide what a page's rules hide, and say whether others may override them."""
    styles = {rule: style_of_text(rule.declarations) for rule in sheet.rules}
    hiding = {rule for rule, style in styles.items() if _may_hide(style)}
    if not hiding:
        return HidingRules()
    properties = ["display", *(name for name in _INHERITED if any(_declares(styles[rule], name) for rule in hiding))]
    selected: dict[str, str] = {}
    may_be_overridden = sheet.may_be_overridden
    for rule in sorted(sheet.rules, key=lambda rule: specificity(rule.selector)):
        if rule in hiding or any(_declares(styles[rule], name) for name in properties):
            # Of one tag alone the rules never part; those of names may have others between them.
            may_be_overridden = may_be_overridden or (rule.selector in selected and not rule.selector.isalnum())
            selected[rule.selector] = f"{selected.get(rule.selector, '')}{rule.declarations};"
    return HidingRules(
        tuple(Rule(selector, text) for selector, text in islice(selected.items(), MAX_HIDING_RULES)),
        may_be_overridden or len(selected) > MAX_HIDING_RULES,
    )


def _blocks(text: str) -> Iterator[_Block]:
    """The innermost blocks; a block that is not closed is none."""
    open_blocks: list[tuple[str, bool]] = []
    position = 0
    is_innermost = False
    for brace in _BRACE.finditer(text):
        chunk = text[position : brace.start()]
        position = brace.end()
        if brace[0] == "{":
            prelude = chunk.strip()
            is_conditional = bool(open_blocks and open_blocks[-1][1])
            if prelude[:1] == "@" and not _FOR_SCREENS.fullmatch(prelude):
                is_conditional = True
            open_blocks.append((prelude, is_conditional))
            is_innermost = True
        elif open_blocks:
            prelude, is_conditional = open_blocks.pop()
            if is_innermost and prelude[:1] != "@":
                yield _Block(prelude, chunk, is_conditional)
            is_innermost = False


def _may_be_dropped(text: str) -> bool:
    lowered = text.lower()
    return any(mark in lowered for mark in _DROPPED)


def _may_hide(style: CascadedStyle) -> bool:
    return (
        any(not hiding.needs_text_only for hiding in style.hidings)
        or style.visible is False
        or style.tiny_font is True
        or is_invisible_on_white(style.foreground)
    )


def _may_show(style: CascadedStyle) -> bool:
    hides = any(not hiding.needs_box and not hiding.may_be_undone for hiding in style.hidings)
    return style.visible is True or style.tiny_font is False or not (hides or style.display in ("", "none"))


def _declares(style: CascadedStyle, name: str) -> bool:
    return getattr(style, name) not in (None, "")

"""HTML as a reader sees it: what styles hide is taken out, and what was hidden to fool a machine is told."""

import re
from collections.abc import Callable
from functools import cache, cached_property
from itertools import islice

import re2
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lencana.core.html.colours import Papers, ink_of_font
from lencana.core.html.declarations import Style, style_of
from lencana.core.html.nodes import are_letters, inner_first, join_lines, own_line, splits_a_word, turn, with_breaks
from lencana.core.html.stylesheets import Sheet, sheet_of
from lencana.core.letters.obfuscation import Obfuscation

_NEVER_SHOWN = "script, style, head, title"
_STYLED = "[style], font, bdo, [hidden]"
_MAY_HIDE = ("style", "color", "hidden", "<bdo")
_TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)
_FIELDS = "input, textarea[placeholder]"
_SILENT = ("hidden", "password", "checkbox", "radio", "file", "image", "range", "color")
_OWN_LOOK = ("input", "textarea", "button", "select")  # drawn in the browser's own letters
_MUCH = 300  # letters; preheaders that are hidden by honest means are shorter
_TAGS = 16_384  # of a page that are read: the parser's work grows with the square of their depth
_FEW = 3  # letters of which each stands to the left of the one before
_LONG = 300  # characters of the rules for one element, beyond which they are not followed
_TURNED = 50  # elements whose text is turned around
# What moves an element back into sight, and what may lie behind one that is not around it.
_MOVES = (
    r"(?i)(?:left|right|top|bottom|inset|margin|padding|indent|translate)[^;:\"'>(]*[:(](?:[^;\"'>]*[^-\d.#;\"'>])?"
    r"(?:\d{3}|\d\d(?:r?em|v[wh]|%|in|cm))"
)
_STACKS = r"(?i)position\s*:\s*(?:abs|rel|fix)|margin[^;:\"'>]*:[^;\"'>]*-\d|shadow\s*:[^;\"'>]*inset|border-left"
_LINED = ("block", "table", "flex", "list-item", "grid")
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
    }
    | {"s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var"}
)
_UNBOXED = _INLINE.union(
    {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
)  # tables grow with their text


class Page:
    """A document with what is hidden taken out; `tricks` says what was found doing so."""

    def __init__(self, html: str) -> None:
        self.tricks: set[Obfuscation] = set()
        html = _tamed(html)
        self._html = lowered = html.lower()
        self._tree = LexborHTMLParser(with_breaks(html))
        sheet = sheet_of(self._tree) if "<style" in lowered else Sheet()
        based = self._tree.css_first("base[href]") if "<base" in lowered else None
        self.base = (based.attributes.get("href") or "").strip() if based is not None else ""  # what links begin from
        self.drop(_NEVER_SHOWN)
        self._concealed = self._turned = self._rightmost = 0
        if sheet.rules or any(word in lowered for word in _MAY_HIDE):
            self._hide(sheet)
        if "<input" in lowered or "placeholder" in lowered:
            self._fill_in()
        if self._concealed >= _MUCH:
            self.tricks.add(Obfuscation.CONCEALED)

    def drop(self, selector: str) -> None:
        """Take out what the selector matches."""
        for node in inner_first(self._tree.css(selector)):
            node.decompose()

    def drop_from(self, selector: str) -> None:
        """Take out what the selector matches first, and what follows it within the same element.

        The selector `X ~ *` says the same, in a time that grows with the square of a page's length.
        """
        node = self._tree.css_first(selector)
        while node is not None:
            following = node.next
            node.decompose()
            node = following

    def css(self, selector: str) -> list[LexborNode]:
        """The elements that are left and match."""
        return self._tree.css(selector)

    @property
    def text(self) -> str:
        """The text, a line for each block."""
        if self._tree.body is None:
            return ""
        text: str = self._tree.body.text(separator="", strip=False)
        return join_lines(text)

    def _hide(self, sheet: Sheet) -> None:
        rules = sheet.hiding()
        ruled: dict[int, str] = {}
        for selector, style in rules.items():
            for node in self._tree.css(selector):
                if len(before := ruled.get(node.mem_id, "")) <= _LONG:
                    ruled[node.mem_id] = before + style
        self._papers = Papers(by_class=sheet.papered)
        self._seen: set[int] = set()
        self._sized: set[int] = set()
        self._inked: set[int] = set()
        for node in inner_first(self._tree.css(", ".join((_STYLED, *rules)))):
            if node.tag not in ("html", "body"):  # a webmail has its own
                own = node.attributes.get("style") or ""
                rule = ruled.get(node.mem_id, "")
                if rule and (len(rule) > _LONG or (sheet.unsure and not splits_a_word(node))):
                    rule = ""
                self._judge(node, style_of(f"{rule}{own}"))

    def _judge(self, node: LexborNode, style: Style) -> None:
        """Take out what does not show; within it, it is known what shows again."""
        if style.gone or ((style.flat or style.indented) and _clips(node, style)):
            self._take(node)
            return
        if (style.moved or (style.shifted and _is_box(node, style))) and (not self._moves or splits_a_word(node)):
            self._concealed += _letters(node)
            self._take(node)
            return
        if (
            "hidden" in node.attributes and not style.display and splits_a_word(node)
        ):  # some webmails drop the attribute
            self._take(node)
            return
        if style.unclear and node.tag in _INLINE and splits_a_word(node):
            self.tricks.add(Obfuscation.SPLIT_WORDS)
        self._lay_out(node, style)
        ink = style.ink or (ink_of_font(node) if node.tag == "font" else "")
        if (
            (style.seen is False and self._take_own(node, self._seen.__contains__))
            or (style.tiny and self._take_own(node, self._sized.__contains__, own_look=True))
            or (ink and self._papers.drown(node, ink) and self._take_drowned(node, ink))
        ):
            return
        if style.seen is not None:
            self._seen.add(node.mem_id)
        if style.tiny is not None or (node.tag == "font" and node.attributes.get("size")):
            self._sized.add(node.mem_id)
        if ink:
            self._inked.add(node.mem_id)

    def _lay_out(self, node: LexborNode, style: Style) -> None:
        """Lines and letters as they are drawn."""
        if style.display in (_LINED if node.tag in _INLINE else ("inline",)):
            own_line(node, is_one=node.tag in _INLINE)
        if (
            style.turned or (node.tag == "bdo" and (node.attributes.get("dir") or "").lower() == "rtl")
        ) and self._turned < _TURNED:
            self._turned += 1
            self.tricks.add(Obfuscation.REVERSED)
            turn(node)

        if style.rightmost and are_letters(node) and len(node.text(strip=True)) == 1:
            self._rightmost += 1
            if self._rightmost > _FEW:
                self.tricks.add(Obfuscation.REVERSED)

    def _take(self, node: LexborNode) -> None:
        if splits_a_word(node):
            self.tricks.add(Obfuscation.SPLIT_WORDS)
        node.decompose()

    def _take_drowned(self, node: LexborNode, ink: str) -> bool:
        """Text in the colour of what is behind it; where that cannot be told it is read, unless it parts a word."""
        if self._stacks and not splits_a_word(node):
            self._concealed += sum(_letters(child) for child in node.iter(include_text=True) if child.tag == "-text")
            return False

        def shows_again(inner: int) -> bool:
            return inner in self._inked

        return self._take_own(node, shows_again, own_look=True, ink=ink)

    def _take_own(
        self, node: LexborNode, shows_again: Callable[[int], bool], *, own_look: bool = False, ink: str = ""
    ) -> bool:
        """Take out an element, or its text alone where something within it is shown again; is the element gone?"""
        texts: list[LexborNode] = []
        stack, whole = [node], True
        while stack:
            for child in stack.pop().iter(include_text=True):
                if child.tag == "-text":
                    texts.append(child)
                elif (
                    shows_again(child.mem_id)
                    or (own_look and child.tag in _OWN_LOOK)
                    or (
                        ink
                        and ((child.tag == "a" and "href" in child.attributes) or not self._papers.drown(child, ink))
                    )
                ):
                    whole = False
                else:
                    stack.append(child)
        self._concealed += sum(map(_letters, texts)) if own_look else 0
        if whole:
            self._take(node)
            return True
        for text in texts:
            text.decompose()
        return False

    def _fill_in(self) -> None:
        """What a form shows in its fields."""
        for node in self._tree.css(_FIELDS):
            given = node.attributes
            if (given.get("type") or "").lower() in _SILENT:
                continue
            shown = given.get("value") or given.get("placeholder")
            if shown and (node.tag == "input" or not node.text(strip=True)):
                node.insert_before(f" {shown} ")

    @cached_property
    def _moves(self) -> bool:
        """Does anything move by so much that it may move something else back into sight?"""
        return _pattern(_MOVES).search(self._html) is not None

    @cached_property
    def _stacks(self) -> bool:
        """May something lie behind a text that it is not in?"""
        return _pattern(_STACKS).search(self._html) is not None


def _tamed(html: str) -> str:
    """As far as it is read; what a webmail shows of a `<template>`, whose tag it drops, is no template's."""
    if html.count("<") > _TAGS:
        html = html[: next(islice(re.finditer("<", html), _TAGS, None)).start()]
    return _TEMPLATE.sub(r"<\1x-template", html) if "emplate" in html or "EMPLATE" in html else html


@cache
def _pattern(text: str) -> "re2._Regexp":
    """Few pages have text in their own colour or beyond their edge."""
    return re2.compile(text)


def _clips(node: LexborNode, style: Style) -> bool:
    return _is_box(node, style) and (style.flat or are_letters(node))


def _is_box(node: LexborNode, style: Style) -> bool:
    return bool(style.box) if style.display or style.box is not None else node.tag not in _UNBOXED


def _letters(node: LexborNode) -> int:
    return sum(map(str.isalpha, node.text(separator="", strip=True)))

"""HTML as a reader sees it: what styles hide is taken out, and what was hidden to fool a machine is told."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lencana.core.colours import Papers
from lencana.core.styles import is_gone, is_tiny, sheet_of
from lencana.core.tricks import Trick

_NEVER_SHOWN = "script, style, head, template, noscript, title, [hidden]"
_SIZE = re.compile(r"font(?:-size)?\s*:", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:", re.IGNORECASE)
_MUCH = 300  # letters; preheaders that are hidden by honest means are shorter
_TAGS = 16_384  # of a page that are read: the parser's work grows with the square of their depth
_HIDING = 100  # rules that hide what they select; each is looked for in the whole page
_BLOCK = re.compile(
    r"<(?=(?:/?(?:p|div|tr|td|th|li|ul|ol|table|h[1-6]|section|article|header|footer|center|pre|blockquote|hr)|br)\b)",
    re.IGNORECASE,
)


class Page:
    """A document with what is hidden taken out; `tricks` says what was found doing so."""

    def __init__(self, html: str) -> None:
        self.tricks: set[Trick] = set()
        html = _tamed(html)
        self._tree = LexborHTMLParser(_with_breaks(html))
        sheet = sheet_of(self._tree) if "<style" in html or "<STYLE" in html else {}
        self.drop(_NEVER_SHOWN)
        self._concealed = 0
        self._hide(sheet, html)
        if self._concealed >= _MUCH:
            self.tricks.add(Trick.CONCEALED)

    def drop(self, selector: str) -> None:
        """Take out what the selector matches."""
        for node in _inner_first(self._tree.css(selector)):
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
        return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)

    def _hide(self, sheet: dict[str, str], html: str) -> None:
        for selector in islice((selector for selector, style in sheet.items() if is_gone(style)), _HIDING):
            self.drop(selector)
        if "style" not in html and "STYLE" not in html and "color" not in html:
            return
        papers = Papers(sheet)
        sized, coloured = _Around(_SIZE), _Around(_COLOUR)
        for node in _inner_first(self._tree.css("[style], font[color]")):
            style = node.attributes.get("style") or ""
            if is_gone(style):
                self._take(node)
                continue
            small = is_tiny(style)
            hides = small or papers.drown(node, style)
            if hides and self._take_own(node, shows_again=node.mem_id in (sized if small else coloured)):
                continue
            sized.add(node, style)
            coloured.add(node, style)

    def _take(self, node: LexborNode) -> None:
        if _splits_a_word(node):
            self.tricks.add(Trick.SPLIT_WORDS)
        node.decompose()

    def _take_own(self, node: LexborNode, *, shows_again: bool) -> bool:
        """Take out an element, or its text alone where something within it is shown again; is the element gone?"""
        if shows_again:
            for child in list(node.iter(include_text=True)):
                if child.tag == "-text":
                    child.decompose()
            return False
        self._concealed += sum(map(str.isalpha, node.text(separator="", strip=True)))
        self._take(node)
        return True


def _tamed(html: str) -> str:
    """As far as it is read."""
    if html.count("<") <= _TAGS:
        return html
    return html[: next(islice(re.finditer("<", html), _TAGS, None)).start()]


def _with_breaks(html: str) -> str:
    """A line break where a block begins or ends, so that inline elements leave words and lines whole."""
    if "<pre" not in html:
        html = html.replace("\r", " ").replace("\n", " ")
    return _BLOCK.sub("\n<", html)


def _splits_a_word(node: LexborNode) -> bool:
    before, after = node.prev, node.next
    if before is None or after is None or before.tag != "-text" or after.tag != "-text":
        return False
    inner = node.text(strip=True)
    return bool(inner) and (before.text() or " ")[-1].isalpha() and (after.text() or " ")[0].isalpha()


class _Around:
    """The elements around those whose style says something; each is entered once, however many are within it."""

    def __init__(self, says: re.Pattern[str]) -> None:
        self._says = says
        self._elements: set[int] = set()

    def __contains__(self, element: int) -> bool:
        return element in self._elements

    def add(self, node: LexborNode, style: str) -> None:
        if not self._says.search(style or "color:x"):  # without a style it is a <font color>
            return
        at = node.parent
        while at is not None and at.mem_id not in self._elements:
            self._elements.add(at.mem_id)
            at = at.parent


def _inner_first(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Each node once, before those that it is in: the parser frees what is taken out, with all that it holds."""
    seen: set[int] = set()
    for node in reversed(nodes):
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            yield node

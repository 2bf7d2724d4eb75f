"""The text of a page as its reader sees it: visible texts in lines, links with their texts, descriptions of images."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

import msgspec

from lencana.core.html.tree.document import TEXT, Document
from lencana.core.html.tree.elements import INLINE
from lencana.core.html.tree.line_breaks import join_lines
from lencana.core.html.visibility import ComputedStyle
from lencana.core.html.visible_page import VisiblePage

MAX_REVERSED_ELEMENTS = 50
_MAX_NESTED_LINK_PIECES = 100  # texts of a link that are read where it lies in another
# Elements that lead elsewhere, and the attribute that says where.
_LEADING = {"a": "href", "area": "href", "form": "action", "button": "formaction", "input": "formaction"}
_SHOWING = frozenset({"img", "textarea", *_LEADING})  # elements that show something besides their text
_SILENT_FIELDS = ("hidden", "password", "checkbox", "radio", "file", "image", "range", "color")

Span = tuple[int, int]  # the first position, and that after the last


class PageLink(msgspec.Struct, frozen=True, gc=False):
    """A link: its address as it stands in the page, and its visible text; a form has none, whatever is in it."""

    href: str
    text: str


class PageText(msgspec.Struct, frozen=True, gc=False):
    """What a page shows: its text, a line for each block, its links, and what its images are said to show."""

    text: str = ""
    links: tuple[PageLink, ...] = ()
    image_alts: tuple[str, ...] = ()


class _Element(msgspec.Struct, gc=False):
    """An element whose end is awaited or, of a link, known; with how much was written when it began and ended."""

    node: int
    end: int
    first_piece: int
    images_before: int
    is_own_line: bool
    is_reversed: bool
    last_piece: int = 0
    has_image: bool = False


def read_text(page: VisiblePage, *, without: Sequence[Span] = (), max_links: int, max_images: int) -> PageText:
    """Read what a page shows, but for the given stretches of its nodes, which are in order and do not overlap."""
    reading = _Reading(page, max_images)
    position = 0
    for start, end in (*without, (len(page.document.tags),) * 2):
        reading.read(position, start)
        position = end
    return reading.result(max_links)


class _Reading:
    """What was read of a page so far; each node is read once, in document order."""

    def __init__(self, page: VisiblePage, max_images: int) -> None:
        self._document, self._applied = page.document, page.applied
        self._computed = page.visibility.computed
        self._unbroken = _texts_without_break(page)
        self._max_images = max_images
        self._pieces: list[str] = []
        self._links: list[_Element] = []
        self._alts: list[str] = []
        self._open: list[_Element] = []
        self._images = self._reversed = 0

    def read(self, start: int, end: int) -> None:
        """Read the nodes of a stretch."""
        document, computed, applied = self._document, self._computed, self._applied
        tags, texts = document.tags, document.texts
        unbroken, pieces, awaited = self._unbroken, self._pieces, self._open
        for node in range(start, end):
            while awaited and awaited[-1].end <= node:
                self._close(awaited.pop())
            tag = tags[node]
            if tag is TEXT:
                if computed[node].reason is None:
                    pieces.append(texts[node].removesuffix("\n") if node in unbroken else texts[node])
            elif (tag in _SHOWING or node in applied) and computed[node].removed is None:
                self._begin(node, tag, computed[node])

    def result(self, max_links: int) -> PageText:
        """What was read."""
        while self._open:
            self._close(self._open.pop())
        return PageText(
            join_lines("".join(self._pieces)), tuple(islice(self._shown_links(), max_links)), tuple(self._alts)
        )

    def _begin(self, node: int, tag: str, style: ComputedStyle) -> None:
        document, own = self._document, self._applied.get(node)
        if tag == "img" and not style.invisible_at:
            self._images += 1
            if (alt := document.attributes[node].get("alt")) is not None and len(self._alts) < self._max_images:
                self._alts.append(" ".join(alt.split()))
        elif tag in ("input", "textarea") and style.reason is None:
            self._pieces += _field_text(document, node)
        is_own_line = own is not None and own.is_own_line
        is_reversed = own is not None and own.style.rtl_override and self._may_reverse(node)
        is_link = _LEADING.get(tag) in document.attributes[node]
        if is_own_line:
            self._pieces.append("\n")
        if is_own_line or is_reversed or is_link:
            element = _Element(node, document.ends[node], len(self._pieces), self._images, is_own_line, is_reversed)
            self._open.append(element)
            if is_link:
                self._links.append(element)

    def _close(self, element: _Element) -> None:
        if element.is_reversed:
            text = "".join(self._pieces[element.first_piece :])
            self._pieces[element.first_piece :] = ["\n".join(line[::-1] for line in text.split("\n"))]
        element.last_piece = len(self._pieces)
        element.has_image = self._images > element.images_before
        if element.is_own_line:
            self._pieces.append("\n")

    @cached_property
    def _hrefs(self) -> list[int]:
        """The links of the page."""
        return [node for node, attributes in enumerate(self._document.attributes) if "href" in attributes]

    def _may_reverse(self, node: int) -> bool:
        """Is it an element without links, which would lose their place?"""
        first = bisect_left(self._hrefs, node)
        has_link = first < len(self._hrefs) and self._hrefs[first] < self._document.ends[node]
        if has_link or self._reversed == MAX_REVERSED_ELEMENTS:
            return False
        self._reversed += 1
        return True

    def _shown_links(self) -> Iterator[PageLink]:
        """The links of which something is shown, or that are drawn with nothing in them, in document order."""
        read_up_to = 0
        for link in self._links:
            tag, attributes = self._document.tags[link.node], self._document.attributes[link.node]
            last = link.first_piece if tag == "form" else link.last_piece
            if link.first_piece < read_up_to:
                last = min(last, link.first_piece + _MAX_NESTED_LINK_PIECES)
            read_up_to = max(read_up_to, last)
            text = " ".join("".join(self._pieces[link.first_piece : last]).split())
            href = (attributes[_LEADING[tag]] or "").strip()
            if href and (text or link.has_image or self._computed[link.node].reason is None):
                yield PageLink(href, text)


def _texts_without_break(page: VisiblePage) -> frozenset[int]:
    """The texts whose last line break is that of a block which is displayed inline."""
    document = page.document
    texts: set[int] = set()
    for node, own in page.applied.items():
        if own.style.display == "inline" and own.removed is None and document.tags[node] not in INLINE:
            before, last = node - 1, document.ends[node] - 1
            if before > document.parents[node] and document.parents[before] == document.parents[node]:
                texts.add(before)
            if document.parents[last] == node:
                texts.add(last)
    return frozenset(texts)


def _field_text(document: Document, node: int) -> tuple[str, ...]:
    """What a form shows in one of its fields."""
    attributes = document.attributes[node]
    if (attributes.get("type") or "").lower() in _SILENT_FIELDS:
        return ()
    text = attributes.get("value") or attributes.get("placeholder")
    return (f" {text} ",) if text and (document.tags[node] == "input" or not document.has_text(node)) else ()

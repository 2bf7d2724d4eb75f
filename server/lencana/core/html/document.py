"""The document as a flat sequence of nodes: what the parser makes of the HTML, read once and never changed.

A node is its position in document order, so every descendant of `node` lies in `range(node + 1, ends[node])`.
"""

import re
from collections.abc import Mapping

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lencana.core.html.line_breaks import with_breaks
from lencana.core.html.source_limits import UNREAD, bounded

TEXT = "-text"  # the parser's name for a text node
_SKIPPED = -2
_TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)
_READ_ASIDE = ("style", "base")
_STYLE_TYPES = ("text/css", "")
_SCREEN_MEDIA = ("all", "screen", "")
_NEVER_RENDERED = frozenset({"script", "style", "head", "title"})
Attributes = Mapping[str, str | None]
_NO_ATTRIBUTES: Attributes = {}


class Document(msgspec.Struct, frozen=True, gc=False):
    """The nodes of the body in document order, as columns of equal length; comments and scripts are left out."""

    source: str  # in lower case, as far as it is read
    ignores_case: bool  # of class names and ids: in quirks mode, without a doctype
    bases: list[str] = msgspec.field(default_factory=list)  # of `<base href>`: the first is what links are relative to
    style_blocks: list[str] = msgspec.field(default_factory=list)  # the text of the style elements that a screen obeys
    tags: list[str] = msgspec.field(default_factory=list)  # names of elements, or TEXT
    texts: list[str] = msgspec.field(default_factory=list)  # of text nodes; "" of elements
    attributes: list[Attributes] = msgspec.field(default_factory=list)
    parents: list[int] = msgspec.field(default_factory=list)  # -1 for the body
    ends: list[int] = msgspec.field(default_factory=list)  # the position after the last descendant
    # How many text nodes before the position hold more than blanks; one longer than the others.
    inked: list[int] = msgspec.field(default_factory=lambda: [0])

    def has_text(self, node: int) -> bool:
        """Is there more than blanks within the element?"""
        return self.inked[self.ends[node]] > self.inked[node]

    def is_text_only(self, node: int) -> bool:
        """Does the element hold one text node and nothing else?"""
        return self.ends[node] == node + 2 and self.tags[node + 1] is TEXT


def parse(html: str) -> Document:
    """Parse an HTML page as far as it is read."""
    html = bounded(html)
    lowered = html.lower()
    if "template" in lowered:  # a webmail drops the tag and shows what is within
        html = _TEMPLATE.sub(r"<\1x-template", html)
    document = Document(lowered, ignores_case="<!doctype" not in lowered[:1024])
    root = LexborHTMLParser(with_breaks(html)).root
    if root is not None:
        _read_nodes(document, root)
    if UNREAD in lowered:
        for node, tag in enumerate(document.tags):
            if UNREAD in tag:
                document.attributes[node] = _NO_ATTRIBUTES
    return document


def _read_nodes(document: Document, root: LexborNode) -> None:
    """Fill the columns of a new document, in document order."""
    tags, texts, attributes, parents = document.tags, document.texts, document.attributes, document.parents
    ends, inked = document.ends, document.inked
    open_ids: list[int] = []  # of the elements that the node lies in, as the parser knows them
    open_nodes: list[int] = []  # and their positions; _SKIPPED for what is outside the body or never rendered
    node = count = 0
    for parsed in root.traverse(include_text=True):
        is_text = parsed.is_text_node
        if not (is_text or parsed.is_element_node):
            continue
        parent_id = parsed.parent.mem_id if parsed.parent is not None else 0
        while open_ids and open_ids[-1] != parent_id:
            open_ids.pop()
            if (closed := open_nodes.pop()) != _SKIPPED:
                ends[closed] = node
        parent = open_nodes[-1] if open_nodes else _SKIPPED
        tag = TEXT if is_text else parsed.tag or ""
        is_skipped = tag in _NEVER_RENDERED or (parent == _SKIPPED and (tag != "body" or node > 0))
        if not is_text:
            open_ids.append(parsed.mem_id)
            open_nodes.append(_SKIPPED if is_skipped else node)
            if tag in _READ_ASIDE:
                _read_aside(document, parsed, tag)
        if is_skipped:
            continue
        text = (parsed.text_content or "") if is_text else ""
        tags.append(tag)
        texts.append(text)
        attributes.append(_NO_ATTRIBUTES if is_text else parsed.attributes or _NO_ATTRIBUTES)
        parents.append(max(parent, -1))
        count += is_text and not text.isspace()
        node += 1
        ends.append(node)
        inked.append(count)
    for closed in open_nodes:
        if closed != _SKIPPED:
            ends[closed] = node


def _read_aside(document: Document, parsed: LexborNode, tag: str) -> None:
    """Read a base, or a style that a screen obeys: the text right within it, for in SVG one may lie in another."""
    attributes = parsed.attributes
    if tag == "base":
        if "href" in attributes:
            document.bases.append((attributes["href"] or "").strip())
    elif (attributes.get("type") or "").lower() in _STYLE_TYPES and (
        attributes.get("media") or ""
    ).lower() in _SCREEN_MEDIA:
        children = parsed.iter(include_text=True)
        document.style_blocks.append("".join(child.text_content or "" for child in children if child.is_text_node))

"""The document as a flat sequence of nodes: what the parser makes of the HTML, read once and never changed.

A node is its position in document order, so every descendant of `node` lies in `range(node + 1, ends[node])`.
"""

import re
from collections.abc import Mapping

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from lencana.core.html.tree.line_breaks import with_breaks
from lencana.core.html.tree.source_limits import UNREAD, bounded

TEXT = "-text"  # the parser's name for a text node
_TEXT_ID = 2  # and its number
_SKIPPED = -1
_TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)
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
    nonblank_before: list[int] = msgspec.field(default_factory=lambda: [0])

    def has_text(self, node: int) -> bool:
        """Is there more than blanks within the element?"""
        return self.nonblank_before[self.ends[node]] > self.nonblank_before[node]

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
    """Fill the columns of a new document, in document order; written for speed, as it is most of the work."""
    add_tag, add_text, add_attributes = document.tags.append, document.texts.append, document.attributes.append
    add_parent, add_end, add_nonblank = document.parents.append, document.ends.append, document.nonblank_before.append
    root_id = root.mem_id
    open_ids = [root_id]  # of the elements that the node lies in, as the parser knows them
    open_nodes = [_SKIPPED]  # and their positions; _SKIPPED for what is outside the body or never rendered
    node = count = 0
    for parsed in root.traverse(include_text=True):
        is_text = parsed.tag_id == _TEXT_ID
        if not is_text and (not parsed.is_element_node or parsed.mem_id == root_id):
            continue
        parent_id = parsed.parent.mem_id  # type: ignore[union-attr]  # all but the root have one
        while open_ids[-1] != parent_id:
            open_ids.pop()
            _close(document, open_nodes.pop(), node)
        parent = open_nodes[-1]
        if is_text:
            if parent == _SKIPPED:
                continue
            tag, text, attributes = TEXT, parsed.text_content or "", _NO_ATTRIBUTES
            count += not text.isspace()
        else:
            tag = parsed.tag or ""
            open_ids.append(parsed.mem_id)
            if tag in _NEVER_RENDERED or (parent == _SKIPPED and (tag != "body" or node)):
                open_nodes.append(_SKIPPED)
                _read_aside(document, parsed, tag)
                continue
            open_nodes.append(node)
            text, attributes = "", parsed.attributes or _NO_ATTRIBUTES
        node += 1
        add_tag(tag)
        add_text(text)
        add_attributes(attributes)
        add_parent(parent)
        add_end(node)
        add_nonblank(count)
    for opened in open_nodes:
        _close(document, opened, node)


def _close(document: Document, node: int, end: int) -> None:
    if node != _SKIPPED:
        document.ends[node] = end


def _read_aside(document: Document, parsed: LexborNode, tag: str) -> None:
    """Read a base, or a style that a screen obeys: the text right within it, for in SVG one may lie in another."""
    if tag not in ("base", "style"):
        return
    attributes = parsed.attributes
    if tag == "base":
        if "href" in attributes:
            document.bases.append((attributes["href"] or "").strip())
    elif (attributes.get("type") or "").lower() in _STYLE_TYPES and (
        attributes.get("media") or ""
    ).lower() in _SCREEN_MEDIA:
        children = parsed.iter(include_text=True)
        document.style_blocks.append("".join(child.text_content or "" for child in children if child.is_text_node))

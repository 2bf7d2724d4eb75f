"""What is behind the text of each element of a page."""

from collections.abc import Mapping

from lencana.core.html.css.cascade import ElementStyle
from lencana.core.html.css.colours import MAX_COLOUR_CHARS, WHITE, Colour, colour, is_invisible_on, is_transparent
from lencana.core.html.tree.document import Document

_SEE_THROUGH = ("", "none", "initial", "inherit", "unset")  # what is behind shines through


class Backgrounds:
    """The backgrounds of a page. Every element is asked once, however deep the page and many the askers."""

    def __init__(self, document: Document, styles: Mapping[int, ElementStyle], *, by_class: bool) -> None:
        """`by_class`: rules of the page set backgrounds, so a class or an id may set one that is not read."""
        self._document = document
        self._styles = styles
        self._by_class = by_class
        self._known: dict[int, Colour | None] = {}

    def hides_text(self, node: int, foreground: str) -> bool:
        """Is a text of this colour in the element that of what is behind it?"""
        return is_transparent(foreground) or (
            colour(foreground) is not None and is_invisible_on(foreground, self.behind(node))
        )

    def behind(self, node: int) -> Colour | None:
        """The colour behind an element; None where it cannot be told."""
        passed: list[int] = []
        ancestor = node
        background: Colour | None = WHITE
        while ancestor >= 0:
            if ancestor in self._known:
                background = self._known[ancestor]
                break
            passed.append(ancestor)
            own = self._own(ancestor)
            if own != "":
                background = colour(own) if own else None
                break
            ancestor = self._document.parents[ancestor]
        self._known.update(dict.fromkeys(passed, background))
        return background

    def _own(self, node: int) -> str | None:
        """The background that the element sets itself; "" if none, None if it cannot be told."""
        if self._by_class:
            attributes = self._document.attributes[node]
            if attributes.get("class") or attributes.get("id"):
                return None
        if node not in self._styles:
            return ""
        text = self._styles[node].inline.background
        return "" if text in _SEE_THROUGH or is_transparent(text) else text[:MAX_COLOUR_CHARS]

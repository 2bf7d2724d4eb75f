"""Which elements stand within a word: letters right before and right after, as when hidden letters split a word."""

from lencana.core.html.tree.document import TEXT, Document
from lencana.core.html.tree.elements import PLAIN


class WordSplits:
    """Ask from the last element of a page to the first: what is hidden after one does not part it from a letter."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._after_hidden: dict[int, int] = {}  # of a hidden element: the position from which on something is shown
        self._apart: set[int] = set()

    def hide(self, node: int) -> None:
        """The element is hidden: what is before it stands beside what is after it."""
        self._after_hidden[node] = self._next_shown(node)

    def set_apart(self, node: int) -> None:
        """The element stands on a line of its own."""
        self._apart.add(node)

    def splits_word(self, node: int) -> bool:
        """Is there a letter right before the element, one right after it, and text within?"""
        document = self._document
        if not document.has_text(node):
            return False
        before = self._word_before(node)
        if before is None or not document.texts[before][-1:].isalpha():
            return False
        after = self._next_shown(node)
        if after >= document.ends[document.parents[node]]:
            return False
        word = self._word_at(after)
        return word is not None and document.texts[word][:1].isalpha()

    def _next_shown(self, node: int) -> int:
        """The position after an element and those right after it that are hidden."""
        position = self._document.ends[node]
        return self._after_hidden.get(position, position)

    def _word_before(self, node: int) -> int | None:
        document = self._document
        for sibling in (node - 1, node - 2):
            if document.parents[node] < sibling and document.parents[sibling] == document.parents[node]:
                return self._word_at(sibling)
        return None

    def _word_at(self, node: int) -> int | None:
        """The text node in which a word goes on: the node itself, or that of a plain inline element."""
        if self._document.tags[node] is TEXT:
            return node
        if node in self._apart:
            return None
        return node + 1 if self._document.tags[node] in PLAIN and self._document.is_text_only(node) else None

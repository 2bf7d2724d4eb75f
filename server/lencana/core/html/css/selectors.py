"""The simplest selectors (Selectors 4): a tag, classes and ids of one element; each element is matched once."""

import re
from collections import defaultdict

import msgspec

from lencana.core.html.tree.document import Attributes

_SIMPLE = re.compile(r"[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)+", re.IGNORECASE)
_PART = re.compile(r"[.#]?[\w-]+")
MAX_CLASSES = 64  # of an element that are read


class Selector(msgspec.Struct, frozen=True, gc=False):
    """What an element must have: a tag ("" for any), and names, ids with their `#`."""

    tag: str
    names: frozenset[str]


def is_simple(selector: str) -> bool:
    """Is it a selector that is followed?"""
    return _SIMPLE.fullmatch(selector) is not None


def specificity(selector: str) -> tuple[int, int, bool]:
    """Specificity (Selectors 4, section 17) of a simple selector."""
    return selector.count("#"), selector.count("."), selector[:1] not in ".#"


def parse_selector(selector: str) -> Selector:
    """Parse a simple selector."""
    parts = _PART.findall(selector)
    tag = parts.pop(0).lower() if selector[:1] not in ".#" else ""
    return Selector(tag, frozenset(part.removeprefix(".") for part in parts))


def names_of(attributes: Attributes, *, ignores_case: bool) -> frozenset[str]:
    """Classes and `#id` of an element."""
    classes, own_id = attributes.get("class"), attributes.get("id")
    names = classes.split(None, MAX_CLASSES)[:MAX_CLASSES] if classes else []
    if own_id:
        names.append(f"#{own_id}")
    return frozenset(name.lower() for name in names) if ignores_case else frozenset(names)


class SelectorIndex:
    """Selectors by one of their parts, so that an element is compared with those alone that may match."""

    def __init__(self, selectors: list[str], *, ignores_case: bool) -> None:
        self._ignores_case = ignores_case
        self._of_tag: defaultdict[str, list[int]] = defaultdict(list)
        self._of_name: defaultdict[str, list[tuple[int, Selector]]] = defaultdict(list)
        parsed = [parse_selector(text.lower() if ignores_case else text) for text in selectors]
        frequency: defaultdict[str, int] = defaultdict(int)
        for selector in parsed:
            for name in selector.names:
                frequency[name] += 1
        for position, selector in enumerate(parsed):
            if selector.names:
                self._of_name[min(selector.names, key=lambda name: (frequency[name], name))].append(
                    (position, selector)
                )
            else:
                self._of_tag[selector.tag].append(position)
        self._known: dict[tuple[str, str | None, str | None], tuple[int, ...]] = {}

    def may_match(self, tag: str, attributes: Attributes) -> bool:
        """Has the element anything that a selector may ask for?"""
        return "class" in attributes or "id" in attributes or tag in self._of_tag

    def matching(self, tag: str, attributes: Attributes) -> tuple[int, ...]:
        """The positions of the selectors that match an element, in order."""
        key = (tag, attributes.get("class"), attributes.get("id"))
        if (known := self._known.get(key)) is None:
            known = self._known[key] = self._matching(tag, attributes)
        return known

    def _matching(self, tag: str, attributes: Attributes) -> tuple[int, ...]:
        names = names_of(attributes, ignores_case=self._ignores_case)
        matching = list(self._of_tag.get(tag, ()))
        for name in names:
            for position, selector in self._of_name.get(name, ()):
                if selector.tag in ("", tag) and selector.names <= names:
                    matching.append(position)
        return tuple(sorted(matching))

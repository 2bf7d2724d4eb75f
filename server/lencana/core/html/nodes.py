"""Elements of a page: how their text stands in lines, and what is beside them."""

import re
from collections.abc import Iterator
from itertools import groupby

from selectolax.lexbor import LexborNode

_BLOCK = re.compile(
    r"<(?=/?(?:t(?:r|d|h|able)|p(?:re|laintext)?|d(?:iv|[dlt]|ir|etails|ialog)|b(?:r|lockquote)|l(?:i|egend|isting)|h(?:[1-6r]|eader)"
    r"|ul|o(?:l|ption)|c(?:enter|aption)|s(?:ection|ummary)|a(?:rticle|side|ddress)|f(?:ooter|igure|igcaption|orm|ieldset)"
    r"|m(?:ain|enu)|nav|xmp)\b)",
    re.IGNORECASE,
)
_FEW = 3  # letters below one another that are not read as a word
_PLAIN = frozenset({"b", "big", "em", "font", "i", "small", "span", "strong", "u"})  # beside which a word goes on


def with_breaks(html: str) -> str:
    """A line break where a block begins or ends, so that inline elements leave words and lines whole."""
    if "<pre" not in html:
        html = html.replace("\r", " ").replace("\n", " ")
    return _BLOCK.sub("\n<", html)


def join_lines(text: str) -> str:
    """Lines without blanks around; letters that have a line each, as in the cells of a table, are a word."""
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    if sum(len(line) == 1 for line in lines) <= _FEW:
        return "\n".join(lines)
    joined: list[str] = []
    for is_letter, group in groupby(lines, lambda line: len(line) == 1):
        run = list(group)
        joined.extend(["".join(run)] if is_letter and len(run) > _FEW else run)
    return "\n".join(joined)


def inner_first(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Each node once, before those that it is in: the parser frees what is taken out, with all that it holds."""
    seen: set[int] = set()
    for node in reversed(nodes):
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            yield node


def splits_a_word(node: LexborNode) -> bool:
    """Is there a letter right before the element, one right after it, and text within?"""
    before, after = _text_of(node.prev), _text_of(node.next)
    return before[-1:].isalpha() and after[:1].isalpha() and bool(node.text(strip=True))


def are_letters(node: LexborNode) -> bool:
    """Has the element text alone, no others within?"""
    child = node.child
    return child is not None and child.tag == "-text" and child.next is None


def own_line(node: LexborNode, *, is_one: bool) -> None:
    """Set an inline element on a line of its own, or take the breaks that a block has."""
    if is_one:
        node.insert_before("\n")
        node.insert_after("\n")
        return
    for text in (node.prev, node.last_child):
        if text is not None and text.tag == "-text" and (said := text.text(deep=False) or "").endswith("\n"):
            text.replace_with(said[:-1])


def turn(node: LexborNode) -> None:
    """Text that is drawn from right to left, in the order in which it is seen; where it holds a link it stays."""
    if node.css_first("a[href]") is None:
        said = "\n".join(line[::-1] for line in node.text(separator="", strip=False).split("\n"))
        for child in list(node.iter(include_text=True)):
            child.decompose()
        node.insert_child(said)


def _text_of(node: LexborNode | None) -> str:
    if node is not None and node.tag in _PLAIN and are_letters(node):
        node = node.child
    return (node.text() or "") if node is not None and node.tag == "-text" else ""

"""How much of a page's source is parsed, and how: a page may make the parser's work grow faster than itself."""

import re
from collections import Counter
from itertools import islice

MAX_TAGS = 16_384  # of a page, start and end tags together
MAX_TAGS_OF_DEEP_PAGE = 4_096  # the parser's work grows with the square of the depth
MAX_UNCLOSED = 2_048  # elements that a page leaves open, beyond which it counts as deep
MAX_ATTRIBUTES = 256  # of an element: the parser compares each with all before it
MAX_REOPENED = 300_000  # elements that formatting left open may have the parser make
_HARMLESS_CHARS = 32_768  # of a page that is too short for a flood of attributes
HARMLESS_TAG_CHARS = 4_096  # of a tag, whose attributes are left alone
MAX_UNCLOSED_TAGS = 64  # tags whose end is looked for up to the end of the page, in vain
_HARMLESS_TAGS = 800  # of a page that is too short for a flood of reopened elements
_SAME_KEPT = 3  # equal elements that the parser keeps open (HTML, the "Noah's Ark clause")
UNREAD = "\ue000"  # in a name that the parser shall not know: a character that is taken out of every page

_NAME = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
# Void elements, and those that the next of their kind ends.
_SELF_CLOSING: frozenset[str] = frozenset().union(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
    ("p", "li", "dd", "dt", "td", "th", "tr", "option"),
)
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+)"""
_TAG = rf"<[a-z][^\s/>]*+(?:[\s/]++|=\s*+{_VALUE}?+|[^\s/>=]++)*+>"
_TAG_OR_START = re.compile(rf"{_TAG}|<[a-z]", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"[^\s/>=]++(?:\s*+=\s*+{_VALUE}?+)?+")
_QUOTED_END = re.compile(r"""=\s*(?:"[^">]*>|'[^'>]*>)""")
# Elements that the parser opens again after a block has closed them (HTML, "the list of active formatting elements");
# where only text stands before the end tag, nothing stays open.
_FORMATTING = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])"
    r"""((?:[^<>"']|"[^"<>]*"|'[^'<>]*')*+>[^<]*+</\1>)?+""",
    re.IGNORECASE,
)


def bounded(html: str) -> str:
    """The page as far as it is read."""
    html = html.replace(UNREAD, "")
    tags = html.count("<")
    if tags > MAX_TAGS_OF_DEEP_PAGE:
        tags = min(tags, MAX_TAGS_OF_DEEP_PAGE if _is_deep(html) else MAX_TAGS)
        html = "<".join(html.split("<", tags + 1)[: tags + 1])
    if len(html) > _HARMLESS_CHARS and _may_flood_attributes(html):
        html = _with_bounded_attributes(html)
    if tags > _HARMLESS_TAGS:
        html = _without_flood_of_reopened(html, tags)
    return html


def _is_deep(html: str) -> bool:
    """Are many elements left open that do not end by themselves?"""
    names = Counter((closes, name.lower()) for closes, name in _NAME.findall(html))
    unclosed = sum(
        max(0, count - names["/", name])
        for (closes, name), count in names.items()
        if not closes and name not in _SELF_CLOSING
    )
    return unclosed > MAX_UNCLOSED


def _may_flood_attributes(html: str) -> bool:
    """May a tag be long: is a stretch without `>` long, or is one `>` within quotes?"""
    return max(map(len, html.split(">"))) > HARMLESS_TAG_CHARS or _QUOTED_END.search(html) is not None


def _with_bounded_attributes(html: str) -> str:
    """The page with few attributes in each tag, as far as the ends of its tags are found in time."""
    pieces: list[str] = []
    position = unclosed = 0
    for tag in _TAG_OR_START.finditer(html):
        text = tag[0]
        if text[-1] != ">":
            unclosed += 1
            if unclosed > MAX_UNCLOSED_TAGS:
                return "".join((*pieces, html[position : tag.start() + _HARMLESS_CHARS]))
        elif len(text) > HARMLESS_TAG_CHARS or ">" in text[:-1]:
            pieces += (html[position : tag.start()], _with_few_attributes(text))
            position = tag.end()
    return "".join((*pieces, html[position:]))


def _with_few_attributes(tag: str) -> str:
    """The tag with as many attributes as are read.

    Brackets within it are escaped, so that the parser finds its end here wherever it takes a tag to begin: what is a
    tag for us may lie in a comment or a quoted value for the parser, and the other way round.
    """
    parts = [match[0] for match in islice(_ATTRIBUTE.finditer(tag, 1, len(tag) - 1), MAX_ATTRIBUTES + 1)]
    return "<" + " ".join(parts).replace("<", "&lt;").replace(">", "&gt;") + ">"


def _without_flood_of_reopened(html: str, tags: int) -> str:
    """Give formatting that may stay open another name, with which it is not opened again, where it is too much.

    The elements that the parser opens again are at most those of different attributes, thrice, after each other tag.
    """
    opened = [match for match in _FORMATTING.finditer(html) if match[2] is None]
    most = MAX_REOPENED // tags
    if len(opened) <= most:
        return html
    different = {html[match.start() : html.find(">", match.start()) + 1] for match in opened}
    if _SAME_KEPT * len(different) <= most:
        return html
    pieces: list[str] = []
    position = 0
    for match in opened:
        pieces += (html[position : match.end(1)], UNREAD)
        position = match.end(1)
    return "".join((*pieces, html[position:]))

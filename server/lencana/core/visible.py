"""HTML as a reader sees it: what styles hide is taken out, and what was hidden to fool a machine is told."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum, unique
from functools import cache, lru_cache

import re2
from selectolax.lexbor import LexborHTMLParser, LexborNode

_NEVER_SHOWN = "script, style, head, template, noscript, title, [hidden]"
_ZERO = r"0*(?:\.0+)?\s*(?:px|pt|r?em|ex|%|vw)?\s*(?:!|;|$)"
# Out of sight whatever is within.
_GONE = re2.compile(
    rf"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*{_ZERO}|mso-hide\s*:\s*all"
    rf"|(?:text-indent|left|top|right|margin-left|margin-top)\s*:\s*-\d{{3,}}|clip\s*:\s*rect\(\s*0"
    rf"|(?:transform\s*:\s*scale\(0))"
)
_NO_BOX = re2.compile(rf"(?i)(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*{_ZERO}")
_CLIPPED = re2.compile(r"(?i)overflow\s*:\s*hidden")
_NO_SIZE = re2.compile(rf"(?i)(?:^|[;\s])font-size\s*:\s*(?:{_ZERO}|[01](?:\.\d+)?\s*(?:px|pt)\s*(?:!|;|$))")
_SIZE = re.compile(r"font(?:-size)?\s*:", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_MEDIA = re2.compile(r"@[a-z-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*[^*]*\*/")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+))?", re.IGNORECASE)
_NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
_ALIKE = 24  # a difference in each of red, green and blue that nobody sees
_MUCH = 300  # letters; preheaders that are hidden by honest means are shorter
_RULES = 200  # rules of style blocks that are read
_KEPT = 300  # characters of a style whose judgement is kept
_BLOCK = re.compile(
    r"<(?=(?:/?(?:p|div|tr|td|th|li|ul|ol|table|h[1-6]|section|article|header|footer|center|pre|blockquote|hr)|br)\b)",
    re.IGNORECASE,
)

Colour = tuple[int, int, int]
_PAGE: Colour = (255, 255, 255)


@unique
class Trick(StrEnum):
    """How a text is drawn for a machine to read something else than a person."""

    SPLIT_WORDS = "split_words"  # hidden letters within words
    CONCEALED = "concealed"  # much text in the colour of the page, too small or beyond its edge
    INVISIBLE = "invisible"  # invisible characters within words
    REVERSED = "reversed"  # characters that turn the direction of reading
    OTHER_ALPHABET = "other_alphabet"  # letters of another alphabet within words


class Page:
    """A document with what is hidden taken out; `tricks` says what was found doing so."""

    def __init__(self, html: str) -> None:
        self.tricks: set[Trick] = set()
        self._tree = LexborHTMLParser(_with_breaks(html))
        sheet = _sheet(self._tree) if "<style" in html or "<STYLE" in html else {}
        self.drop(_NEVER_SHOWN)
        self._concealed = 0
        self._hide(sheet, html)
        if self._concealed >= _MUCH:
            self.tricks.add(Trick.CONCEALED)

    def drop(self, selector: str) -> None:
        """Take out what the selector matches."""
        for node in _inner_first(self._tree.css(selector)):
            node.decompose()

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
        for selector, style in sheet.items():
            if _is_gone(style):
                self.drop(selector)
        if "style" not in html and "STYLE" not in html and "color" not in html:
            return
        for node in _inner_first(self._tree.css("[style], font[color]")):
            style = node.attributes.get("style") or ""
            if _is_gone(style):
                self._take(node)
            elif _is_tiny(style):
                self._take_own(node, _SIZE)
            elif _is_drowned(node, style, sheet):
                self._take_own(node, _COLOUR)

    def _take(self, node: LexborNode) -> None:
        if _splits_a_word(node):
            self.tricks.add(Trick.SPLIT_WORDS)
        node.decompose()

    def _take_own(self, node: LexborNode, shown_again: re.Pattern[str]) -> None:
        """Take out an element, but not what within it has a style of its own that shows it."""
        inner = (child for child in node.css("[style], font[color]") if child.mem_id != node.mem_id)
        if any(shown_again.search(child.attributes.get("style") or "color:x") for child in inner):
            for child in list(node.iter(include_text=True)):
                if child.tag == "-text":
                    child.decompose()
            return
        self._concealed += sum(map(str.isalpha, node.text(separator="", strip=True)))
        self._take(node)


def tricks_of(text: str) -> frozenset[Trick]:
    """Tricks with characters; ASCII has none."""
    if text.isascii():
        return frozenset()
    return frozenset(trick for trick, pattern, least in _CHARACTERS if _occurs(pattern, text, least))


_CHARACTERS = (
    (Trick.INVISIBLE, re2.compile(r"[A-Za-z][\x{200b}-\x{200d}\x{2060}-\x{2064}\x{feff}]+[A-Za-z]"), 2),
    (Trick.REVERSED, re2.compile(r"[\x{202d}\x{202e}]"), 1),
    (Trick.OTHER_ALPHABET, re2.compile(r"[A-Za-z][аеорсухіјѕԁһԛԝѵοαεικνρτυχ]+[A-Za-z]"), 2),
)


def _occurs(pattern: "re2._Regexp", text: str, least: int) -> bool:
    return sum(1 for _, _ in zip(pattern.finditer(text), range(least), strict=False)) >= least


def _with_breaks(html: str) -> str:
    """A line break where a block begins or ends, so that inline elements leave words and lines whole."""
    if "<pre" not in html:
        html = html.replace("\r", " ").replace("\n", " ")
    return _BLOCK.sub("\n<", html)


def _for_each_style_once(judge: Callable[[str], bool]) -> Callable[[str], bool]:
    """A page has some hundred styles and a handful of different ones; an endless one is not kept."""
    kept = lru_cache(maxsize=1024)(judge)
    return lambda style: kept(style) if len(style) <= _KEPT else judge(style)


@_for_each_style_once
def _is_gone(style: str) -> bool:
    return bool(_GONE.search(style)) or bool(_NO_BOX.search(style) and _CLIPPED.search(style))


@_for_each_style_once
def _is_tiny(style: str) -> bool:
    return _NO_SIZE.search(style) is not None


def _sheet(tree: LexborHTMLParser) -> dict[str, str]:
    """Declarations of the simplest rules (one class or id), without those for certain screens only."""
    sheet: dict[str, str] = {}
    for node in tree.css("style"):
        for match in list(_rule().finditer(_MEDIA.sub(" ", node.text())))[:_RULES]:
            for selector in match[1].split(","):
                if _SELECTOR.fullmatch(selector.strip()):
                    name = selector.strip()
                    sheet[name] = f"{sheet.get(name, '')};{match[2]}"
    return sheet


@cache
def _rule() -> "re2._Regexp":
    """A rule of a style sheet; its counts take 3 ms to compile, and few messages have such a sheet."""
    return re2.compile(r"([^{}@]{1,200})\{([^{}]{1,1000})\}")


def _is_drowned(node: LexborNode, style: str, sheet: dict[str, str]) -> bool:
    """Is its text in the colour of what is behind it?"""
    match = _COLOUR.search(style)
    ink = colour(match[1] if match else node.attributes.get("color") or "")
    if ink is None:
        return match is not None and "transparent" in match[1].lower()
    paper = _paper(node, sheet)
    return paper is not None and all(abs(a - b) <= _ALIKE for a, b in zip(ink, paper, strict=True))


def _paper(node: LexborNode, sheet: dict[str, str]) -> Colour | None:
    """The colour behind an element; None where it cannot be told."""
    at: LexborNode | None = node
    while at is not None and at.tag not in ("html", "-undef"):
        given = at.attributes
        if given.get("background") or (sheet and (given.get("class") or given.get("id"))):
            return None
        match = _BACKGROUND.search(given.get("style") or "")
        if match or given.get("bgcolor"):
            text = match[1] if match else given.get("bgcolor") or ""
            if "transparent" not in text and "inherit" not in text and "none" not in text:
                return colour(text)
        at = at.parent
    return _PAGE


@lru_cache(maxsize=1024)
def colour(text: str) -> Colour | None:
    """A colour of CSS or HTML; None for one that is not known, that shines through or that lies in a picture."""
    text = text.strip().lower()
    if "url(" in text or "gradient" in text:
        return None
    if (hexa := _HEX.search(text)) is not None:
        digits = hexa[1] if len(hexa[1]) >= 6 else "".join(2 * char for char in hexa[1][:3])
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if (rgb := _RGB.search(text)) is not None:
        return (int(rgb[1]), int(rgb[2]), int(rgb[3])) if rgb[4] in (None, "1") else None
    return _NAMED.get(text.split()[0] if text else "")


def _splits_a_word(node: LexborNode) -> bool:
    before, after = node.prev, node.next
    if before is None or after is None or before.tag != "-text" or after.tag != "-text":
        return False
    inner = node.text(strip=True)
    return bool(inner) and (before.text() or " ")[-1].isalpha() and (after.text() or " ")[0].isalpha()


def _inner_first(nodes: list[LexborNode]) -> Iterator[LexborNode]:
    """Each node once, before those that it is in: the parser frees what is taken out, with all that it holds."""
    seen: set[int] = set()
    for node in reversed(nodes):
        if node.mem_id not in seen:
            seen.add(node.mem_id)
            yield node

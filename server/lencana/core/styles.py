"""What the styles of a page hide: those of its elements, and the rules of its style blocks (CSS 2.2)."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

import re2
from selectolax.lexbor import LexborHTMLParser

_ZERO = r"0*(?:\.0+)?\s*(?:px|pt|r?em|ex|%|vw)?\s*(?:!|;|$)"
_GONE = re2.compile(
    rf"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*{_ZERO}|mso-hide\s*:\s*all"
    rf"|(?:text-indent|left|top|right|margin-left|margin-top)\s*:\s*-\d{{3,}}|clip\s*:\s*rect\(\s*0"
    rf"|(?:transform\s*:\s*scale\(0))"
)
_NO_BOX = re2.compile(rf"(?i)(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*{_ZERO}")
_CLIPPED = re2.compile(r"(?i)overflow\s*:\s*hidden")
_NO_SIZE = re2.compile(rf"(?i)(?:^|[;\s])font-size\s*:\s*(?:{_ZERO}|[01](?:\.\d+)?\s*(?:px|pt)\s*(?:!|;|$))")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_MEDIA = re2.compile(r"@[a-z-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*[^*]*\*/")
_RULES = 200  # rules of style blocks that are read
_KEPT = 300  # characters of a style whose judgement is kept


def _for_each_style_once(judge: Callable[[str], bool]) -> Callable[[str], bool]:
    """A page has some hundred styles and a handful of different ones; an endless one is not kept."""
    kept = lru_cache(maxsize=1024)(judge)
    return lambda style: kept(style) if len(style) <= _KEPT else judge(style)


@_for_each_style_once
def is_gone(style: str) -> bool:
    """Is all that is within out of sight?"""
    return bool(_GONE.search(style)) or bool(_NO_BOX.search(style) and _CLIPPED.search(style))


@_for_each_style_once
def is_tiny(style: str) -> bool:
    """Is its text too small to be read?"""
    return _NO_SIZE.search(style) is not None


def sheet_of(tree: LexborHTMLParser) -> dict[str, str]:
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

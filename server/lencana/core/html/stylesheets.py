"""The rules of a page's style blocks that hide what they select (CSS 2.2)."""

import re
from functools import cache
from itertools import islice

import re2
from selectolax.lexbor import LexborHTMLParser

from lencana.core.html.colours import is_light
from lencana.core.html.declarations import Style, style_of

_SELECTOR = re.compile(r"[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)+", re.IGNORECASE)
_TO_ALL = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE)
_MEDIA = re2.compile(r"@[a-z-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_ASIDE = re2.compile(r"(?s)/\*.*?\*/|<!--|-->|@(?:charset|import)[^;{]*;")
# What makes Roundcube (rcmail_action_mail_index::washtml_callback) or Gmail (over 8 KB) leave a block out.
_DROPPED = re.compile(r"@import|url\(|expression|behavior|javascript:|\\", re.IGNORECASE)
_LONG = 8192  # characters
_RULES = 200  # rules of a page that are read
_HIDING = 100  # rules that are followed; each is looked for in the whole page
_HANDED_DOWN = ("seen", "tiny", "ink")  # of a style: what an element passes on to those within
_OF_BLOCK = ("text/css", "")
_OF_MEDIA = ("all", "screen", "")


class Sheet:
    """The simplest rules, in order. `unsure`: others may show what these hide; `papered`: there are backgrounds."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, str]] = []
        self.unsure = self.papered = False

    def read(self, text: str) -> None:
        """Add a style block."""
        self.unsure = self.unsure or len(text) > _LONG or _DROPPED.search(text) is not None
        text = _TO_ALL.sub(r"\1", _ASIDE.sub(" ", text))
        self.papered = self.papered or "background" in text
        for selector, style in self._rules_of(_MEDIA.sub(" ", text)):
            if _SELECTOR.fullmatch(selector):
                self.rules.append((selector.lower() if selector.isalnum() else selector, style))
            else:
                self.unsure = self.unsure or _may_show(style_of(style))
        for media in _MEDIA.finditer(text):
            if self.unsure:
                break
            self.unsure = any(_may_show(style_of(style)) for _, style in self._rules_of(media[0].partition("{")[2]))

    def hiding(self) -> dict[str, str]:
        """The rules that may hide, and those that may show again, the weakest first."""
        hiding = {rule for rule in self.rules if _may_hide(style_of(rule[1]))}
        if not hiding:
            return {}
        handed = [what for what in _HANDED_DOWN if any(_says(style_of(text), what) for _, text in hiding)]
        found: dict[str, str] = {}
        for selector, text in sorted(self.rules, key=_weight):
            style = style_of(text)
            if (selector, text) in hiding or any(_says(style, what) for what in ("display", *handed)):
                # Of one tag alone the rules never part; those of names may have others between them.
                self.unsure = self.unsure or (selector in found and not selector.isalnum())
                found[selector] = f"{found.get(selector, '')}{text};"
        self.unsure = self.unsure or len(found) > _HIDING
        return dict(islice(found.items(), _HIDING))

    def _rules_of(self, text: str) -> list[tuple[str, str]]:
        matches = list(islice(_rule().finditer(text), _RULES + 1))
        found = [(selector.strip(), match[2]) for match in matches for selector in match[1].split(",")]
        self.unsure = self.unsure or len(found) + len(self.rules) > _RULES
        return found[: _RULES - len(self.rules)]


def sheet_of(tree: LexborHTMLParser) -> Sheet:
    """The style blocks that a screen obeys."""
    sheet = Sheet()
    for node in tree.css("style"):
        given = node.attributes
        if (given.get("type") or "").lower() in _OF_BLOCK and (given.get("media") or "").lower() in _OF_MEDIA:
            sheet.read(node.text())
    return sheet


def _weight(rule: tuple[str, str]) -> tuple[int, int, bool]:
    """Specificity (Selectors 4, section 17)."""
    selector = rule[0]
    return selector.count("#"), selector.count("."), selector[:1] not in ".#"


def _may_hide(style: Style) -> bool:
    return (
        style.gone
        or style.flat
        or style.moved
        or style.shifted
        or style.seen is False
        or style.tiny is True
        or is_light(style.ink)
    )


def _may_show(style: Style) -> bool:
    return style.seen is True or style.tiny is False or not (style.gone or style.display in ("", "none"))


def _says(style: Style, what: str) -> bool:
    return getattr(style, what) not in (None, "")


@cache
def _rule() -> "re2._Regexp":
    """A rule of a style sheet; its counts take 3 ms to compile, and few messages have such a sheet."""
    return re2.compile(r"([^{}@]{1,200})\{([^{}]{1,1000})\}")

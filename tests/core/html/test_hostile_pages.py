"""What a hostile page may cost, counted, not timed: calls, what the parser makes, and how often a style is read."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.html.hostile_pages import HOSTILE, Make
from hostile.counting import calls
from lencana.core.html.css import declarations, selectors
from lencana.core.html.tree.document import Attributes, parse
from lencana.core.html.tree.source_limits import HARMLESS_TAG_CHARS, MAX_ATTRIBUTES, MAX_REOPENED, MAX_TAGS, bounded
from lencana.core.html.visible_page import visible_page
from lencana.core.mail.body import body_from_html

pytestmark = pytest.mark.slow

SIZE = 40_000
MAX_CALLS = 10 * SIZE
READ = 262_144  # characters of a message that are read as HTML
pages = pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())


def work_of(html: str) -> int:
    """Calls of Python and C functions to read a page."""
    return calls(lambda: body_from_html(html), MAX_CALLS)


@pages
def test_work_grows_no_faster_than_the_page(make: Make) -> None:
    body_from_html("<style>p{display:none}</style><p style=color:#fff>x")
    small, large = work_of(make(SIZE // 4)), work_of(make(SIZE))
    assert large < 6 * small + 5_000, (small, large)


@pages
def test_what_the_parser_makes_is_bounded(make: Make) -> None:
    """Its work grows with the square of depth and attributes, and open formatting makes it add elements."""
    html = bounded(make(READ)[:READ])
    elements = LexborHTMLParser(html).css("*")
    assert len(elements) <= html.count("<") + MAX_REOPENED + 3
    assert max(len(element.attributes) for element in elements) <= max(MAX_ATTRIBUTES, HARMLESS_TAG_CHARS // 3)
    depths = {-1: 0}
    for node, parent in enumerate(parse(html).parents):
        depths[node] = depths[parent] + 1
    assert max(depths.values()) <= MAX_TAGS // 2 + 1


def test_each_style_is_read_once_and_each_element_matched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    matched: list[tuple[str, str]] = []
    original, matching = declarations._read, selectors.SelectorIndex._matching

    def reading(text: str) -> declarations.Declarations:
        read.append(text)
        return original(text)

    def counting(self: selectors.SelectorIndex, tag: str, attributes: Attributes) -> tuple[int, ...]:
        matched.append((tag, str(attributes)))
        return matching(self, tag, attributes)

    monkeypatch.setattr(declarations, "_read", reading)
    monkeypatch.setattr(selectors.SelectorIndex, "_matching", counting)
    long = "top:0;" * 200
    rules = "".join(f".a{n}{{display:none;left:{n}px}}" for n in range(50))
    visible_page(f"<style>{rules}</style>" + f'<p class=a1 style="{long}">x' * 20 + "<p class=b>y" * 20)
    assert read.count(long) == 2  # by itself, and for the elements with a rule
    assert len(matched) == len(set(matched)) == 2


@pytest.mark.parametrize(
    ("html", "parsed"),
    [
        ("<p a=1>x", "<p a=1>x"),
        ("<p a='>'>x" + " " * 40_000, "<p a='&gt;'>x"),
        ('<p a="<b>" b=">" c>x' + " " * 40_000, '<p a="&lt;b&gt;" b="&gt;" c>x'),
        ("<!-- <p a='>'> -->x" + " " * 40_000, "<!-- <p a='&gt;'> -->x"),
    ],
)
def test_brackets_in_quotes_are_escaped_in_long_pages(html: str, parsed: str) -> None:
    assert bounded(html).rstrip() == parsed


def test_formatting_that_floods_is_not_opened_again() -> None:
    flood = f"<p>{''.join(f'<b id={n}>' for n in range(1_000))}</p>" + "<p>x" * 1_000
    assert len(parse(flood).tags) < 5_000
    honest = f"<p>{'<b>' * 1_000}</p>" + "<p>shown<b style=display:none>y</b>" * 500
    assert body_from_html(honest).text == "\n".join(["shown"] * 500)

"""Each stage between the source of a page and its visible text, alone."""

import pytest

from lencana.core.html.css.cascade import cascade
from lencana.core.html.css.cascaded_style import NO_STYLE, style_of_text
from lencana.core.html.css.declarations import cascaded, read_declarations
from lencana.core.html.css.hidings import Hiding, Reason, hidings_of
from lencana.core.html.css.selectors import SelectorIndex, specificity
from lencana.core.html.css.stylesheets import Rule, hiding_rules, parse_stylesheet
from lencana.core.html.tree.document import TEXT, parse
from lencana.core.html.visible_page import visible_page
from lencana.core.mail.body import body_from_html


def test_a_document_is_its_nodes_in_order() -> None:
    document = parse("<body><u a=1>x<b>y</b><!-- c --><script>s</script></u><style>p{}</style>")
    assert document.tags == ["body", "u", TEXT, "b", TEXT]
    assert document.texts == ["", "", "x", "", "y"]
    assert document.attributes[1] == {"a": "1"}
    assert document.parents == [-1, 0, 1, 1, 3]
    assert document.ends == [5, 5, 3, 5, 5]
    assert document.style_blocks == ["p{}"]
    assert document.has_text(3)
    assert document.is_text_only(3)
    assert not document.is_text_only(1)


def test_a_style_in_a_style_is_read_once() -> None:
    assert parse("<svg><style>a<style>b</style></style></svg>").style_blocks == ["a", "b"]


@pytest.mark.parametrize(
    ("style", "values"),
    [
        ("color:red;color:blue", {"color": "blue"}),
        ("color:red!important;color:blue", {"color": "red"}),
        ("font:0/0 a", {"font-size": "0"}),
        ("margin:-5px 1px", {"margin-top": "-5px", "margin-left": "1px"}),
        ("border:1px;voice:none", {}),
        ("display:none;{", {}),
    ],
)
def test_declarations(style: str, values: dict[str, str]) -> None:
    assert read_declarations(style).values == values


def test_an_important_declaration_of_a_rule_is_stronger_than_an_attribute() -> None:
    rule, attribute = (
        read_declarations("display:none!important;color:red"),
        read_declarations("display:block;color:blue"),
    )
    assert cascaded((rule, attribute)).values == {"display": "none", "color": "blue"}


@pytest.mark.parametrize(
    ("style", "hidings"),
    [
        ("display:none", [Hiding(Reason.NOT_RENDERED)]),
        ("opacity:0", [Hiding(Reason.TRANSPARENT)]),
        ("position:absolute;clip:rect(0,0,0,0)", [Hiding(Reason.CLIPPED)]),
        ("clip:rect(0,0,0,0)", []),
        ("height:0;overflow:hidden", [Hiding(Reason.CLIPPED, needs_box=True)]),
        ("height:0", []),
        ("text-indent:-999px", [Hiding(Reason.INDENTED, needs_box=True, needs_text_only=True)]),
        ("position:absolute;left:-999px", [Hiding(Reason.OFFSET, may_be_undone=True)]),
        ("margin-left:-999px", [Hiding(Reason.OFFSET, needs_box=True, may_be_undone=True)]),
        ("left:-999px", []),
        ("display:none;opacity:0", [Hiding(Reason.NOT_RENDERED), Hiding(Reason.TRANSPARENT)]),
    ],
)
def test_each_way_to_hide_has_its_conditions(style: str, hidings: list[Hiding]) -> None:
    assert list(hidings_of(read_declarations(style).values)) == hidings


@pytest.mark.parametrize(
    ("css", "selectors", "may_be_overridden"),
    [
        (".a{color:red}", [".a"], False),
        ("a,.b{top:0}", ["a", ".b"], False),
        ("@media screen{p{top:0}}", ["p"], False),
        ("@media print{p{top:0}}", [], False),
        ("@media print{p{display:block}}", [], True),
        ("@font-face{src:x}p{top:0}", ["p"], False),
        ("div p{display:none}", [], False),
        ("div p{display:block}", [], True),
        ("/* p{top:0} */", [], False),
        ("p{top:0", [], False),
        ("p{" * 1_000, [], False),
    ],
)
def test_a_stylesheet(css: str, selectors: list[str], may_be_overridden: bool) -> None:
    sheet = parse_stylesheet([css])
    assert [rule.selector for rule in sheet.rules] == selectors
    assert sheet.may_be_overridden == may_be_overridden


def test_rules_that_hide_are_selected_with_those_that_show_again() -> None:
    rules = hiding_rules(parse_stylesheet(["#x{display:block}.a{display:none}p{color:red}.b{top:0}"]))
    assert rules.rules == (Rule(".a", "display:none;"), Rule("#x", "display:block;"))
    assert not hiding_rules(parse_stylesheet(["p{color:red}"])).rules


@pytest.mark.parametrize(
    ("selector", "attributes", "matches"),
    [
        ("p", {}, True),
        ("div", {}, False),
        (".a.a.a", {"class": "b a"}, True),
        (".a.b", {"class": "a"}, False),
        ("p.a#x", {"class": "a", "id": "x"}, True),
        ("#x", {"class": "x"}, False),
        (".a", {"class": "A"}, False),
    ],
)
def test_selectors(selector: str, attributes: dict[str, str], matches: bool) -> None:
    assert (SelectorIndex([selector], ignores_case=False).matching("p", attributes) == (0,)) == matches


def test_specificity() -> None:
    assert sorted(["#x", "p.a", "p", ".a"], key=specificity) == ["p", ".a", "p.a", "#x"]


def test_styles_of_elements_with_and_without_rules() -> None:
    document = parse("<style>.a{display:none}</style><p class=a style='color:red'>x<p>y")
    (style,) = cascade(document, hiding_rules(parse_stylesheet(document.style_blocks))).values()
    assert (style.with_rules.display, style.inline.display, style.inline.foreground) == ("none", "", "red")
    assert style_of_text("border:1px") is NO_STYLE


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("X", None),
        ("<p style=display:none>X", Reason.NOT_RENDERED),
        ("<p style=display:none><b style=display:block>X", Reason.NOT_RENDERED),
        ("<p style=visibility:hidden><b>X", Reason.INVISIBLE),
        ("<p style=visibility:hidden><b style=visibility:visible>X", None),
        ("<p style=font-size:0><b>X", Reason.TINY_FONT),
        ("<p style=font-size:0><button>X", None),
        ("<p style=color:#fff><b>X", Reason.NO_CONTRAST),
        ("<p style=color:#fff><a href=/>X", None),
        ("<p style=color:#fff><b style=background:#000>X", None),
        ("<p style=margin-left:-200px>X", Reason.OFFSET),
        ("<div style=margin-left:200px><p style=margin-left:-200px>X", None),  # something may move it back
        ("<p style='display:none;font-size:0'>X", Reason.NOT_RENDERED),
        ("<p style=display:none><b style=font-size:0>X", Reason.TINY_FONT),
        ("<p style=font-size:0><b style=display:none>X", Reason.NOT_RENDERED),
        ("a<b hidden>X</b>b", Reason.HIDDEN_ATTRIBUTE),
        ("a<b hidden>X</b><s style=display:none>y</s>b", Reason.HIDDEN_ATTRIBUTE),
        ("a <b hidden>X</b> b", None),
    ],
)
def test_a_text_is_hidden_for_one_reason(html: str, reason: Reason | None) -> None:
    page = visible_page(html)
    node = next(node for node, text in enumerate(page.document.texts) if "X" in text)
    assert page.visibility.computed[node].reason == reason


@pytest.mark.parametrize(
    ("html", "letters"),
    [
        ("<p style=font-size:0>ab<b>c</b></p>d", 3),
        ("<p style=color:#fff>ab</p>", 2),
        ("<p style=display:none>ab</p>", 0),
        ("<p style=color:#fff;position:relative>ab<i>c</i></p>", 2),  # something may lie behind: its own text alone
    ],
)
def test_concealed_letters_are_counted_by_the_reasons(html: str, letters: int) -> None:
    assert visible_page(html).visibility.concealed_letters == letters


def test_a_link_of_an_image_is_shown_in_a_font_without_size() -> None:
    tiny, hidden = "<a href=/a><img alt=Logo></a><a href=/b>x</a>", "<a href=/c><img></a>"
    body = body_from_html(f"<p style=font-size:0>{tiny}</p><p style=display:none>{hidden}</p>")
    assert [link.href for link in body.links] == ["/a"]
    assert body.image_alts == ("Logo",)

"""HTML as a reader sees it: what is hidden is not read, what hides to fool is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.body import from_html
from lencana.core.colours import colour
from lencana.core.tricks import Trick, tricks_of
from lencana.core.visible import Page

HIDDEN = [
    '<span style="display:none">X</span>',
    '<span style="DISPLAY : NONE !important">X</span>',
    "<p hidden>X</p>",
    '<span style="visibility: hidden">X</span>',
    '<span style="opacity:0">X</span>',
    '<span style="mso-hide:all">X</span>',
    '<span style="font-size:0">X</span>',
    '<span style="font-size:1px;line-height:1px">X</span>',
    '<div style="max-height:0;overflow:hidden">X</div>',
    '<div style="height:0px; overflow:hidden">X</div>',
    '<div style="position:absolute;left:-9999px">X</div>',
    '<div style="text-indent:-9999px">X</div>',
    '<span style="color:#ffffff">X</span>',
    '<font color="white">X</font>',
    '<span style="color:rgb(254,255,255)">X</span>',
    '<div style="background:#000"><span style="color:black">X</span></div>',
    '<span style="color:transparent">X</span>',
    '<table bgcolor="#112233"><tr><td style="color:#112234">X</td></tr></table>',
    "<style>.h{display:none}</style><p class=h>X</p>",
    "<style>#h{color:red;font-size:0;display:none}</style><p id=h>X</p>",
    "<script>X</script>",
    "<style>X</style>",
    "<title>X</title>",
    "<!-- X -->",
    "<template>X</template>",
]
SHOWN = [
    "<p>X</p>",
    '<p style="color:#333">X</p>',
    '<td bgcolor="#0044cc"><a style="color:#fff">X</a></td>',
    '<div style="background-color:#000;color:#fff">X</div>',
    '<td background="a.png"><b style="color:#fff">X</b></td>',
    '<div style="font-size:0"><span style="font-size:14px">X</span></div>',
    '<p style="opacity:0.9">X</p>',
    '<div style="color:#fff"><span style="color:#000">X</span></div>',
    '<p style="font-size:10px">X</p>',
    "<style>@media (max-width:600px){.d{display:none}}</style><p class=d>X</p>",
    '<p style="margin-left:-10px">X</p>',
    "<style>.b{background:#000}</style><div class=b><span style='color:#fff'>X</span></div>",
    '<img height="0"><p>X</p>',
    '<p style="background:url(a.png);color:#fff">X</p>',
    '<p style="max-height:0">X</p>',
]


@pytest.mark.parametrize("html", HIDDEN)
def test_hidden(html: str) -> None:
    assert "X" not in Page(f"<body>before {html} after</body>").text


@pytest.mark.parametrize("html", SHOWN)
def test_shown(html: str) -> None:
    body = html if html.startswith("<style>") else f"<table>{html}</table>" if html.startswith("<td") else html
    assert "X" in Page(f"<body>{body}</body>").text


def test_lines_are_blocks_and_inline_elements_leave_words_whole() -> None:
    html = "<p>Regards,<br>The <b>Open</b>AI\n Team</p><div>one</div><div>two</div>"
    assert Page(html).text == "Regards,\nThe OpenAI Team\none\ntwo"


@pytest.mark.parametrize(
    ("html", "trick"),
    [
        ('pass<span style="font-size:0">xk</span>word', Trick.SPLIT_WORDS),
        ('pass<b style="display:none">xk</b>word', Trick.SPLIT_WORDS),
        (f'<p style="color:#fff">{"ham words " * 50}</p>', Trick.CONCEALED),
    ],
)
def test_tricks(html: str, trick: Trick) -> None:
    assert from_html(f"<p>{html}</p>").tricks == {trick}


@pytest.mark.parametrize(
    "html",
    [
        '<div style="display:none">A preheader, as newsletters have it.</div><p>Hello</p>',
        '<div style="font-size:1px;color:#fff;max-height:0;overflow:hidden">A preheader</div><p>Hello</p>',
        f'<div style="display:none">{"for small screens " * 60}</div><p>Hello</p>',
        "zero&zwnj;.width&nbsp;&zwnj;&nbsp;filler, hy&shy;phens",
    ],
)
def test_ordinary_hiding_is_no_trick(html: str) -> None:
    assert from_html(html).tricks == frozenset()


@pytest.mark.parametrize(
    ("text", "tricks"),
    [
        ("p\u200bass\u200dword", {Trick.INVISIBLE}),
        ("\u202edrowssap", {Trick.REVERSED}),
        ("Yоur pаsswоrd", {Trick.OTHER_ALPHABET}),
        ("Ваш пароль и USB-кабель", set()),
        ("Grüße, “Zitate” – naïve café", set()),
        ("👩\u200d💻 family", set()),
    ],
)
def test_tricks_with_characters(text: str, tricks: set[Trick]) -> None:
    assert tricks_of(text) == tricks


def test_quotes_and_pictures() -> None:
    body = from_html(
        '<img alt="OpenAI logo"><p>Mine</p><blockquote>Theirs<blockquote>x</blockquote></blockquote>'
        '<div class="gmail_quote">On Monday Ann wrote:<blockquote class="gmail_quote">Theirs</blockquote></div>'
    )
    assert (body.text, body.pictures) == ("Mine", ("OpenAI logo",))


def test_links_that_are_hidden_are_no_links() -> None:
    body = from_html('<a href="https://a.example/">one</a><a style="display:none" href="https://b.example/">two</a>')
    assert [link.href for link in body.links] == ["https://a.example/"]


def test_how_much_of_a_page_is_read() -> None:
    """The time of the parser grows with the square of the depth, and each hiding rule is looked for everywhere."""
    assert from_html("<div>" * 16_000 + "seen").text == "seen"
    assert from_html("<div>" * 17_000 + "seen").text == ""
    rules = "".join(f".a{n}{{display:none}}" for n in range(150))
    words = "".join(f"<p class=a{n}>{n}</p>" for n in range(150))
    assert from_html(f"<style>{rules}</style>{words}").text.split() == [str(n) for n in range(100, 150)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("#fff", (255, 255, 255)),
        ("#112233", (17, 34, 51)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("rgba(0,0,0,.5)", None),
        ("White", (255, 255, 255)),
        ("url(a.png) #fff", None),
        ("", None),
        ("var(--x)", None),
    ],
)
def test_colours(text: str, value: tuple[int, int, int] | None) -> None:
    assert colour(text) == value


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div hidden>",
        "<blockquote>",
        '<b style="display:none">',
        '<i style="color:#fff">',
        "</b>",
        "</i>",
        '<span style="font-size:0">',
        "</span>",
        "<style>.a{display:none}</style>",
        '<u class="a">',
        "text",
        "<td",
        ">",
        "\0",
        "<template>",
        '<font color="#fff">',
        "<table bgcolor=#000>",
        "</div>",
        "<a href=//x.example>",
        "<pre>\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_html_makes_it_stumble(html: str) -> None:
    body = from_html(html)
    assert body == from_html(html)

"""The text of a page as a reader sees it, and what is told of hiding that is meant to fool."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.letters.obfuscation import Obfuscation, obfuscations_in
from lencana.core.mail.body import body_from_html, body_from_text

from .test_hidden import text_of


def test_lines_are_blocks_and_inline_elements_leave_words_whole() -> None:
    html = "<p>Regards,<br>The <b>Open</b>AI\n Team</p><div>one</div><div>two</div>"
    assert text_of(html) == "Regards,\nThe OpenAI Team\none\ntwo"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Regards,<form>OpenAI</form>", "Regards,\nOpenAI"),
        ("<dl><dt>OpenAI<dd>Support</dl>", "OpenAI\nSupport"),
        ('Regards,<span style="display:block">OpenAI</span>Team', "Regards,\nOpenAI\nTeam"),
        ('<div style="display:inline">Open</div><div style="display:inline">AI</div>', "OpenAI"),
        ("<table><tr><td>O<td>p<td>e<td>n<td>A<td>I</table>", "OpenAI"),
        ("<p>A<p>B<p>C", "A\nB\nC"),
        ('<bdo dir="rtl">IAnepO</bdo> Team', "OpenAI Team"),
        ('<b style="direction:rtl;unicode-bidi:bidi-override">IAnepO</b>', "OpenAI"),
        ('<p dir="rtl">OpenAI</p>', "OpenAI"),
    ],
)
def test_lines_and_letters_are_read_as_they_are_drawn(html: str, text: str) -> None:
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("html", "obfuscation"),
    [
        ('pass<span style="font-size:0">xk</span>word', Obfuscation.SPLIT_WORDS),
        ('pass<b style="display:none">xk</b>word', Obfuscation.SPLIT_WORDS),
        ('<b>pass</b><i style="display:none">xk</i><b>word</b>', Obfuscation.SPLIT_WORDS),
        ("pass<i hidden>xk</i>word", Obfuscation.SPLIT_WORDS),
        ('<u style="position:relative">x</u> pass<i style="color:#fff">xk</i>word', Obfuscation.SPLIT_WORDS),
        ("<style>.a{display:none}p .a{display:inline}</style>pass<i class=a>xk</i>word", Obfuscation.SPLIT_WORDS),
        (f'<p style="color:#fff">{"ham words " * 50}</p>', Obfuscation.CONCEALED),
        (f'<p style="position:absolute;left:-999px">{"ham words " * 50}</p>', Obfuscation.CONCEALED),
        ('pass<i style="filter:opacity(0)">xk</i>word', Obfuscation.SPLIT_WORDS),
        ('pass<i style="display:var(--a)">xk</i>word', Obfuscation.SPLIT_WORDS),
        ("<bdo dir=rtl>IAnepO</bdo>", Obfuscation.REVERSED),
        ("".join(f"<b style='float:right'>{letter}</b>" for letter in "IAnepO"), Obfuscation.REVERSED),
    ],
)
def test_obfuscations(html: str, obfuscation: Obfuscation) -> None:
    assert body_from_html(f"<p>{html}</p>").obfuscations == {obfuscation}


@pytest.mark.parametrize(
    "html",
    [
        '<div style="display:none">A preheader, as newsletters have it.</div><p>Hello</p>',
        '<div style="font-size:1px;color:#fff;max-height:0;overflow:hidden">A preheader</div><p>Hello</p>',
        f'<div style="display:none">{"for small screens " * 60}</div><p>Hello</p>',
        f"<style>.a{{display:none}}</style><div class=a>{'for small screens ' * 60}</div><p>Hello</p>",
        'O<b style="color:#10a37f">pen</b>AI, 1<span style="position:relative;top:-3px">st</span> of May',
        '<p dir="rtl" style="direction:rtl">Right to left by nature</p>',
        "zero&zwnj;.width&nbsp;&zwnj;&nbsp;filler, hy&shy;phens",
    ],
)
def test_ordinary_hiding_is_no_obfuscation(html: str) -> None:
    assert body_from_html(html).obfuscations == frozenset()


@pytest.mark.parametrize(
    ("text", "obfuscations"),
    [
        ("p\u200bass\u200dword", {Obfuscation.INVISIBLE}),
        ("p\U000e0139ass\ufe00word", {Obfuscation.INVISIBLE}),
        ("I\u2764\ufe0fU, we \u2764\ufe0f U", set()),
        ("\u202edrowssap", {Obfuscation.REVERSED}),
        ("Yоur pаsswоrd", {Obfuscation.OTHER_ALPHABET}),
        ("Ваш пароль и USB-кабель", set()),
        ("Grüße, “Zitate” – naïve café", set()),
        ("👩\u200d💻 family", set()),
    ],
)
def test_obfuscations_with_characters(text: str, obfuscations: set[Obfuscation]) -> None:
    assert obfuscations_in(text) == obfuscations


@pytest.mark.parametrize(
    ("text", "seen"),
    [("\u202eIAnepO\u202c Team", "OpenAI Team"), ("\u202eIAnepO\nTeam", "OpenAI\nTeam"), ("\u200fTeam", "\u200fTeam")],
)
def test_overridden_letters_are_read_as_they_are_seen(text: str, seen: str) -> None:
    assert body_from_text(text, ()).text == seen


def test_quotes_and_pictures() -> None:
    body = body_from_html(
        '<img alt="OpenAI logo"><p>Mine</p><blockquote>Theirs<blockquote>x</blockquote></blockquote>'
        '<div class="gmail_quote">On Monday Ann wrote:<blockquote class="gmail_quote">Theirs</blockquote></div>'
    )
    assert (body.text, body.image_alts) == ("Mine", ("OpenAI logo",))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<blockquote>Theirs?</blockquote>", "Theirs?"),
        ("<p>&nbsp;.</p><blockquote>Theirs?</blockquote>", ".\nTheirs?"),
        ("<div class=gmail_quote><a href='https://a.example/'>Theirs?</a></div>", "Theirs?"),
        ("<div id=divRplyFwdMsg></div><p>Theirs?</p>", "Theirs?"),
        ("<blockquote>Begin forwarded message:<p>Theirs</p></blockquote>", ""),
        ("<p>Mine</p><blockquote>Theirs</blockquote>", "Mine"),
    ],
)
def test_a_quote_of_which_nothing_is_said_is_read(html: str, text: str) -> None:
    body = body_from_html(html)
    assert body.text == text
    assert len(body.links) == ("a href" in html)


def test_links_that_are_hidden_are_no_links() -> None:
    body = body_from_html(
        '<a href="https://a.example/">one</a><a style="display:none" href="https://b.example/">two</a>'
    )
    assert [link.href for link in body.links] == ["https://a.example/"]


@pytest.mark.parametrize(
    ("base", "href", "goes"),
    [
        ("https://a.example/b/", "c", "https://a.example/b/c"),
        ("https://a.example/b/", "//d.example/", "//d.example/"),
        ("https://a.example/b/", "https://d.example/", "https://d.example/"),
        ("https://[", "c", "c"),
        ("", "c", "c"),
    ],
)
def test_links_begin_from_the_base(base: str, href: str, goes: str) -> None:
    (link,) = body_from_html(f'<base href="{base}"><a href="{href}">x</a>').links
    assert link.href.removeprefix("https:") == goes.removeprefix("https:")


def test_how_much_of_a_page_is_read() -> None:

    assert body_from_html("<div>" * 4_000 + "seen").text == "seen"
    assert body_from_html("<div>" * 5_000 + "seen").text == ""
    for rules, read in ((100, ""), (101, "x")):  # what is not followed to the end hides nothing
        css = "".join(f".a{n}{{display:none}}" for n in range(rules))
        assert body_from_html(f"<style>{css}</style><p class=a0>x</p>").text == read


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
    body = body_from_html(html)
    assert body == body_from_html(html)

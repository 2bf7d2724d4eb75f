"""What of a page is hidden and what is shown: what is hidden is not read, and what is shown always is."""

import pytest

from lencana.core.html.visible_page import visible_page
from lencana.core.html.visible_text import read_text

HIDDEN = [
    '<span style="display:none">X</span>',
    '<span style="DISPLAY : NONE !important">X</span>',
    '<span style="visibility: hidden">X</span>',
    '<span style="opacity:0">X</span>',
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
    # what the declarations of a style come to
    r'<span style="d\69splay:n\6f ne">X</span>',
    '<span style="display:/* ; */none">X</span>',
    '<span style="display:none!important;display:inline">X</span>',
    '<span style="display:none;display:nonsense">X</span>',
    '<span style="font:0/0 a">X</span>',
    '<span style="font-size:12px;font-size:0.01cm">X</span>',
    '<span style="font-size:3px">X</span>',
    '<span style="font-size:calc(0px)">X</span>',
    '<span style="opacity:.01">X</span>',
    '<span style="visibility:collapse">X</span>',
    # boxes, places
    '<div style="max-height:1px;overflow:hidden">X</div>',
    '<div style="max-height:0;overflow-y:hidden">X</div>',
    '<span style="display:inline-block;width:0;overflow:hidden">X</span>',
    '<span style="position:absolute;clip:rect(1px,1px,1px,1px)">X</span>',
    '<div style="clip-path:inset(50%)">X</div>',
    '<div style="transform:scale3d(0,0,0)">X</div>',
    '<div style="margin:-9999px 0 0">X</div>',
    '<div style="transform:translate(-9999px,0)">X</div>',
    # colours and backgrounds
    '<span style="color:rgba(0,0,0,0)">X</span>',
    '<span style="color:#0000">X</span>',
    '<span style="color:rgb(100%,100%,100%)">X</span>',
    '<span style="color:#000;color:whitesmoke">X</span>',
    '<span style="-webkit-text-fill-color:#fff">X</span>',
    "<font color=ffffff>X</font>",
    '<div style="background:navy"><span style="color:#000080">X</span></div>',
    '<div style="background:rgba(0,0,0,0)"><span style="color:#fff">X</span></div>',
    # what is within does not show again
    '<div style="font-size:0"><b style="font-size:2em">X</b></div>',
    '<div style="font-size:0">X<p>X<b style="font-size:14px">shown</b></p></div>',
    '<div style="color:#fff">X<p>X<b style="color:#000">shown</b></p></div>',
    '<div style="visibility:hidden">X<p>X<b style="visibility:visible">shown</b></p></div>',
    '<div style="color:#fff"><p style="color:inherit">X</p></div>',
    '<div style="display:none"><p style="display:block">X</p></div>',
    # rules
    "<style>span{display:none}</style><span>X</span>",
    "<style>.a.b{display:none}</style><span class='a b'>X</span>",
    "<style>@media screen{.a{font-size:0}}</style><span class=a>X</span>",
    "<style>.a{color:#fff}</style><span class=a>X</span>",
    "<style>.a{display:none!important}</style><span class=a style='display:inline'>X</span>",
    "<style>#a{display:none}.a{display:inline}</style><span class=a id=a>X</span>",
    "<style><!-- .a{display:none} --></style><span class=a>X</span>",
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
    # some webmails drop the tag or the attribute, and all but Outlook's Word do not know the property
    "<p hidden>X</p>",
    "<noscript>X</noscript>",
    "<template>X</template>",
    '<span style="mso-hide:all">X</span>',
    '<body style="display:none">X',
    # what the declarations of a style come to
    '<span style="display:none;display:inline">X</span>',
    '<span style="display:none;display:inline!important">X</span>',
    '<span style="display:nonesuch">X</span>',
    """<span style="font-family:'a; display:none'">X</span>""",
    '<span style="a:(;display:none">X</span>',
    '<span style="/*display:none;*/color:red">X</span>',
    '<span style="dis/**/play:none">X</span>',
    '<span style="-webkit-display:none">X</span>',
    '<span style="display:none!x">X</span>',
    '<span style="{;display:none}">X</span>',
    '<span style="visibility:nonsense">X</span>',
    '<span style="opacity:0px">X</span>',
    '<span style="font-size:0px)">X</span>',
    '<span style="font-size:0;font:700 14px Arial">X</span>',
    '<div style="max-height:0;overflow:nonsense">X</div>',
    '<div style="float:left;clip:rect(0,0,0,0)">X</div>',
    '<span style="transform:translateX(-9999px)">X</span>',
    '<span style="margin-top:-9999px">X</span>',
    '<td style="margin-left:-9999px">X</td>',
    '<span style="content-visibility:hidden">X</span>',
    '<span style="font-size:0;font:14px Arial">X</span>',
    '<span style="font-size:0;font-size:12px">X</span>',
    '<span style="font-size:0 px">X</span>',
    '<span style="font-size:.1em">X</span>',
    # boxes, places
    '<span style="width:0;overflow:hidden">X</span>',
    '<td style="max-height:0;height:0;overflow:hidden">X</td>',
    '<div style="height:0%;overflow:hidden">X</div>',
    '<div style="height:0;padding:20px;overflow:hidden">X</div>',
    '<div style="height:0;min-height:20px;overflow:hidden">X</div>',
    '<div style="height:0;overflow:hidden;overflow:visible">X</div>',
    '<div style="left:-9999px">X</div>',
    '<div style="clip:rect(0,0,0,0)">X</div>',
    '<div style="transform:scale(0.8)">X</div>',
    '<span style="transform:scale(0)">X</span>',
    '<span style="text-indent:-9999px">X</span>',
    '<div style="text-indent:-9999px">a<br>X</div>',
    '<div style="margin-left:-9999px"><div style="margin-left:9999px">X</div></div>',
    # colours and backgrounds
    '<span style="color:#fff;color:#000">X</span>',
    '<span style="color:#fff;text-shadow:0 0 2px #000">X</span>',
    '<span style="color:#fff;-webkit-text-fill-color:#000">X</span>',
    '<font color="rgb(255,255,255)">X</font>',
    '<font color=white style="color:#000">X</font>',
    '<div style="background-image:linear-gradient(#000,#000)"><b style="color:#fff">X</b></div>',
    '<div style="color:#fff"><table bgcolor="#000000"><tr><td>X</td></tr></table></div>',
    '<p style="color:#fff"><font style="background-color:red">X</font></p>',
    '<div style="position:absolute;background:#000">dark</div><b style="position:relative;color:#fff">X</b>',
    # what is within shows again
    '<div style="visibility:hidden"><b style="visibility:visible">X</b></div>',
    '<div style="font-size:0"><font size=3>X</font></div>',
    '<div style="font-size:0"><button>X</button></div>',
    '<div style="color:#fff"><a href="https://a.example/">X</a></div>',
    # rules: those that others undo, and those of blocks that a webmail may leave out
    "<style>.a{display:none}.a{display:inline}</style><p class=a>X</p>",
    "<style>p{display:none}.a{display:block}</style><p class=a>X</p>",
    "<style>.a{display:none}</style><p class=a style='display:block'>X</p>",
    "<style>.a{display:none}div .a{display:block}</style><div><p class=a>X</p></div>",
    "<style>.a{display:none}@media (min-width:1px){.a{display:block}}</style><p class=a>X</p>",
    "<style>.a{visibility:hidden}.b{visibility:visible}</style><p class=a><b class=b>X</b></p>",
    "<style>@import 'a.css';.a{display:none}</style><p class=a>X</p>",
    "<style media=print>.a{display:none}</style><p class=a>X</p>",
    # forms
    '<input value="X">',
    '<input type=submit value="X">',
    '<textarea placeholder="X"></textarea>',
]


def text_of(html: str) -> str:
    """The text of a page with all that it quotes."""
    return read_text(visible_page(html), max_links=10, max_images=10).text


@pytest.mark.parametrize("html", HIDDEN)
def test_hidden(html: str) -> None:
    assert "X" not in text_of(f"<body>before {html} after</body>")


@pytest.mark.parametrize("html", SHOWN)
def test_shown(html: str) -> None:
    body = html if html.startswith("<style>") else f"<table>{html}</table>" if html.startswith("<td") else html
    assert "X" in text_of(f"<body>{body}</body>")

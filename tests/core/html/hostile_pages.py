"""Pages that are made to cost: each a function of about how many bytes it shall have.

A page of twice the size may cost twice as much, and no page of the size that is read may cost half a second.
"""

from collections.abc import Callable

Make = Callable[[int], str]
_BRACKET, _ESCAPE, _QUOTED = 'a%d=">" ', "\\61 ", '"a;'


def _times(text: str, n: int) -> str:
    return text * (n // len(text) + 1)


def _numbered(pattern: str, n: int) -> str:
    """The pattern with another number each time."""
    return "".join(pattern % number for number in range(n // (len(pattern) + 2) + 1))


NESTING: dict[str, Make] = {
    "blocks": lambda n: _times("<div>", n) + "x",
    "lists": lambda n: _times("<ul><li>", n) + "x",
    "blocks that are closed": lambda n: _times("<div>", n // 2) + _times("</div>", n // 2),
    "quotes": lambda n: _times("<blockquote>x", n),
    "end tags far down": lambda n: "<b>" + _times("<div>", n // 2) + _times("</b>", n // 2),
    "tiny within tiny": lambda n: _times("<div style=font-size:0>x", n),
    "white within white": lambda n: _times("<b style=color:#fff>x", n),
    "unread styles": lambda n: _numbered('a<i style="filter:x%d">x', n),
    "backgrounds": lambda n: _numbered('<div bgcolor="#%06x">', n // 2) + _times("<b style=color:#fff>x</b>", n // 2),
    "links": lambda n: _times("<object><a href=/>x ", n),
    "links around nothing": lambda n: _times("<object><a href=/>\n", n),
    "reversed text": lambda n: _times("<bdo dir=rtl>x", n),
    "styles in SVG": lambda n: "<svg>" + _times("<style>p{color:red}", n),
    "media": lambda n: "<style>" + _times("@media screen{", n),
    "media around rules": lambda n: "<style>" + _times("@media screen{a{}", n),
    "brackets": lambda n: f'<p style="{_times("(a", n)}">x',
    "functions": lambda n: f'<p style="transform:{_times("translate(", n)}">x',
}
REPETITION: dict[str, Make] = {
    "attributes": lambda n: f"<p {_numbered('a%d ', n)}>x",
    "attributes with brackets": lambda n: f"<p {_numbered(_BRACKET, n)}>x",
    "attributes after a false quote": lambda n: f'<title><a b="</title><p {_numbered("a%d ", n)}>x',
    "open formatting": lambda n: f"<p>{_numbered('<b id=%d>', n // 2)}</p>" + _times("<p>x", n // 2),
    "open formatting with false ends": lambda n: (
        f"<p>{_numbered('<b id=%d><!--</b>-->', n // 2)}</p>" + _times("<p>x", n // 2)
    ),
    "hidden siblings": lambda n: f"<p>a{_times('<i style=font-size:0>x</i>', n)}b",
    "hidden within words": lambda n: "<p>" + _times("a<i style=display:none>x</i>b", n),
    "styles, all different": lambda n: _numbered('<p style="left:%dpx">x', n),
    "colours, all different": lambda n: _numbered('<b style="color:#%06x">x</b>', n),
    "classes of a selector": lambda n: (
        "<style>" + _numbered(f"{'.a' * 95}.b%d{{display:none}}", n // 2) + "</style>" + _times("<p class=a>x", n // 2)
    ),
    "selectors and elements": lambda n: (
        f"<style>{_numbered('.a.b%d{display:none}', 2_000)}</style>" + _numbered('<p class="a c%d">x', n)
    ),
    "classes of an element": lambda n: f"<style>.a{{display:none}}</style><p class='{_times('a ', n)}'>x",
    "rules": lambda n: f"<style>{_times('p{display:none}.a,b{display:block}', n)}</style><p>x",
    "selectors of a rule": lambda n: f"<style>{_times('a,', n)}b{{display:none}}</style><p>x",
    "other media": lambda n: f"<style>{_times('@media print{p{display:none}}', n)}</style><p>x",
    "declarations": lambda n: f'<p style="{_times("top:0;", n)}">x',
    "no declarations": lambda n: f'<p style="{_times(";", n)}">x',
    "variables": lambda n: f"<style>:root{{{_numbered('--a%d:var(--b);', n)}}}</style><p style=color:var(--a0)>x",
    "fields": lambda n: _times("<input value=x>", n),
    "images": lambda n: _times("<img alt=x>", n),
    "cells of one letter": lambda n: "<table><tr>" + _times("<td>x", n),
}
TOKENS: dict[str, Make] = {
    "a length": lambda n: f'<p style="font-size:{_times("1", n)}x">x',
    "a font": lambda n: f'<p style="font:{_times("1", n)}">x',
    "a colour": lambda n: f'<p style="color:rgb({_times("1", n)}">x',
    "an escape": lambda n: f'<p style="{_times(_ESCAPE, n)}">x',
    "a selector": lambda n: f"<style>.{_times('a', n)}{{display:none}}</style><p>x",
    "open comments in CSS": lambda n: "<style>" + _times("/*", n),
    "open comments in HTML": lambda n: _times("<!--", n),
    "open blocks": lambda n: "<style>" + _times("{", n),
    "open quotes": lambda n: f"<p style='{_times(_QUOTED, n)}'>x",
    "open tags": lambda n: _times("<a@", n),
    "open tags before a long text": lambda n: _times("<a ", n // 4) + _times("x", n // 2),
    "open tags before a bracket in quotes": lambda n: _times("<a ", n // 4) + _times("x", n // 2) + '="a>"',
    "imports": lambda n: "<style>" + _times("@import ", n),
    "text": lambda n: _times("x ", n),
}
HOSTILE = {**NESTING, **REPETITION, **TOKENS}

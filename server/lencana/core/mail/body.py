"""What a reader sees of a message's body: its text and its links."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

import msgspec

from lencana.core.letters.obfuscation import Obfuscation, bidi_resolved, obfuscations_in
from lencana.core.mail.mime import text_parts
from lencana.core.mail.quotes import author_text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_QUOTE = "blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, .yahoo_quoted"
_QUOTE_BEGINS = "#divRplyFwdMsg"  # Outlook's: the quote is what follows
_HREF, _SHOWN = 2000, 300  # characters of a link that are read: where it goes, and what it shows
_PICTURES = 40  # images whose descriptions are read
_DESCRIPTION = 60  # characters of a description that are read


class Link(msgspec.Struct, frozen=True, gc=False):
    """Where a link goes, and the text that it shows."""

    href: str
    text: str

    @classmethod
    def read(cls, href: str, text: str) -> Self:
        """As much of it as is judged."""
        return cls(href.strip()[:_HREF], text.strip()[:_SHOWN])


class Body(msgspec.Struct, frozen=True, gc=False):
    """The visible text, without what it quotes of others, the links, and what the images say that they show."""

    text: str = ""
    links: tuple[Link, ...] = ()
    image_alts: tuple[str, ...] = ()
    obfuscations: frozenset[Obfuscation] = frozenset()


NO_BODY = Body()


def read_body(header_block: bytes, body: bytes, *, max_text: int, max_links: int) -> Body:
    """Read the body of a message; what cannot be read is left out."""
    bodies, left = [], 4 * max_text
    for part in text_parts(header_block, body):
        content = part.text[:left]
        bodies.append(from_html(content, max_links) if part.is_html else from_plain(content))
        left -= len(content)
    text = "\n".join(body.text for body in bodies)[:max_text]
    return Body(
        bidi_resolved(text),
        tuple(link for body in bodies for link in body.links)[:max_links],
        tuple(alt for body in bodies for alt in body.image_alts)[:_PICTURES],
        frozenset().union(obfuscations_in(text), *(body.obfuscations for body in bodies)),
    )


def from_text(text: str, links: tuple[Link, ...]) -> Body:
    """The text and links that a webmail or a person gives; what is quoted in it is left out."""
    own = author_text(text)
    return Body(bidi_resolved(own), links, (), obfuscations_in(own))


def from_plain(text: str) -> Body:
    """A part in plain text: bare addresses are links that show themselves."""
    own = author_text(text)
    return Body(own, tuple(Link(found, "") for found in _URL.findall(own)))


_URL = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}", re.IGNORECASE)


def from_html(html: str, max_links: int = 200) -> Body:
    """A part in HTML, as it is shown."""
    from lencana.core.html.visible_text import Page  # with it the parser: what a webmail shows comes as text

    page = Page(html)
    page.drop(_QUOTE)
    page.drop_from(_QUOTE_BEGINS)
    text = author_text(page.text)
    if not any(map(str.isalnum, text)):  # a quote of which nothing is said is no quote
        unquoted = Page(html)
        if whole := author_text(unquoted.text):
            page, text = unquoted, whole
    pictures = (" ".join((node.attributes.get("alt") or "").split()) for node in page.css("img[alt]")[:_PICTURES])
    return Body(
        text,
        tuple(islice(_links(page.css("a[href], area[href]"), page.base), max_links)),
        tuple(text for text in pictures if 0 < len(text) <= _DESCRIPTION),
        frozenset(page.tricks),
    )


def _links(nodes: "list[LexborNode]", base: str) -> Iterator[Link]:
    for node in nodes:
        href = (node.attributes.get("href") or "").strip()
        if base and href:
            href = _from(base[:_HREF], href[:_HREF])
        if href:
            yield Link.read(href, " ".join(node.text(separator="", strip=False).split()))


def _from(base: str, href: str) -> str:
    """Where a link goes that begins from the page's `<base>` (RFC 3986 section 5.2)."""
    try:
        return urljoin(base, href)
    except ValueError:
        return href

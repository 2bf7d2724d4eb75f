"""The body of a message as a mail reader shows it: text, links and image descriptions."""

import re
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

import msgspec

from lencana.core.letters.obfuscation import Obfuscation, bidi_resolved, obfuscations_in
from lencana.core.mail.mime.bulk import without_padding
from lencana.core.mail.mime.text_parts import text_parts
from lencana.core.mail.quoted_html import quoted_spans
from lencana.core.mail.quotes import author_text

if TYPE_CHECKING:
    from lencana.core.html.visible_page import VisiblePage
    from lencana.core.html.visible_text import PageText

MAX_HREF_CHARS = 2000
MAX_LINK_TEXT_CHARS = 300
MAX_IMAGES = 40  # images whose descriptions are read
MAX_TEXT_BESIDE_PICTURES = 200  # "Shown badly? Open it in the browser", "Unsubscribe"
MAX_ALT_CHARS = 300  # of a description that are read
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}", re.IGNORECASE)


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link: its address, as absolute as the page makes it, and its text."""

    href: str
    text: str

    @classmethod
    def truncated(cls, href: str, text: str) -> Self:
        """Make a link of as much of the address and the text as is judged."""
        return cls(href.strip()[:MAX_HREF_CHARS], text.strip()[:MAX_LINK_TEXT_CHARS])


class Body(msgspec.Struct, frozen=True, gc=False):
    """The visible text without what it quotes, the links, the `alt` texts of images, and the obfuscations found.

    `quoted_text` is the text together with what it quotes, "" if it quotes nothing, and `quoted_links` the links there.
    `enclosed_text` is the text of enclosed messages, and `enclosed_links` the links there.
    """

    text: str = ""
    links: tuple[Link, ...] = ()
    image_alts: tuple[str, ...] = ()
    obfuscations: frozenset[Obfuscation] = frozenset()
    quoted_text: str = ""
    quoted_links: tuple[Link, ...] = ()
    enclosed_text: str = ""
    enclosed_links: tuple[Link, ...] = ()

    @property
    def is_pictures(self) -> bool:
        """True if there is hardly any text beside the images, so that their descriptions are the message."""
        return bool(self.image_alts) and len(self.text) <= MAX_TEXT_BESIDE_PICTURES


NO_BODY = Body()


def body_from_bytes(header_block: bytes, body: bytes, *, max_text: int, max_links: int) -> Body:
    """Read the body of a raw message; never raises, and leaves out what cannot be read.

    `max_text` is in characters. HTML is read up to four times that, for most of it is markup.
    """
    bodies: list[Body] = []
    enclosed: list[Body] = []
    remaining = 4 * max_text
    for part in text_parts(header_block, body):
        content = part.text
        if len(content) > (remaining if part.is_html else max_text):
            content = without_padding(content, is_html=part.is_html)[:remaining]
        remaining -= len(content)
        read = body_from_html(content, max_links) if part.is_html else body_from_plain(content)
        (enclosed if part.is_enclosed else bodies).append(read)
    text = "\n".join(body.text for body in bodies)[:max_text]
    return Body(
        bidi_resolved(text),
        tuple(link for body in bodies for link in body.links)[:max_links],
        tuple(alt for body in bodies for alt in body.image_alts)[:MAX_IMAGES],
        frozenset().union(obfuscations_in(text), *(body.obfuscations for body in bodies)),
        bidi_resolved("\n".join(body.quoted_text for body in bodies if body.quoted_text)[:max_text]),
        tuple(link for body in bodies for link in body.quoted_links)[:max_links],
        bidi_resolved("\n".join(body.quoted_text or body.text for body in enclosed)[:max_text]),
        tuple(link for body in enclosed for link in (*body.links, *body.quoted_links))[:max_links],
    )


def body_from_text(text: str, links: tuple[Link, ...]) -> Body:
    """Make a body of the text and links that a webmail shows or a person enters, without what the text quotes."""
    own = author_text(text)
    return Body(bidi_resolved(own), links, (), obfuscations_in(own), "" if own == text else bidi_resolved(text))


def body_from_plain(text: str) -> Body:
    """Make a body of a plain text part; URLs in the text are its links."""
    own = author_text(text)
    links = tuple(Link(url, "") for url in _URL.findall(own))
    if own == text:
        return Body(own, links)
    return Body(own, links, quoted_text=text, quoted_links=tuple(Link(url, "") for url in _URL.findall(text)))


def body_from_html(html: str, max_links: int = 200) -> Body:
    """Make a body of an HTML part as it is shown.

    A quote with nothing but blanks around it is no quote: it is the message, and is read.
    """
    # With these comes the parser, which is not needed for what a webmail shows as text.
    from lencana.core.html.visible_page import visible_page
    from lencana.core.html.visible_text import PageText, read_text

    page = visible_page(html)
    spans = quoted_spans(page.document)
    shown = read_text(page, without=spans, max_links=max_links, max_images=MAX_IMAGES)
    text = author_text(shown.text)
    quotes = PageText()
    if spans:
        quotes = read_text(page, without=_between(spans, page), max_links=max_links, max_images=MAX_IMAGES)
    quotes_anything = spans or text != shown.text
    quoted_text = "\n".join((shown.text, quotes.text, *quotes.image_alts)) if quotes_anything else ""
    if not any(map(str.isalnum, text)):
        unquoted = read_text(page, max_links=max_links, max_images=MAX_IMAGES)
        if unquoted_text := author_text(unquoted.text):
            shown, text = unquoted, unquoted_text
    base = page.document.bases[0][:MAX_HREF_CHARS] if page.document.bases else ""
    return Body(
        text,
        _links(shown, base),
        tuple(alt[:MAX_ALT_CHARS] for alt in shown.image_alts if alt),
        page.obfuscations,
        quoted_text,
        _links(quotes, base),
    )


def _between(spans: list[tuple[int, int]], page: "VisiblePage") -> list[tuple[int, int]]:
    """What lies between the spans: all of the page but them."""
    starts = (0, *(end for _start, end in spans))
    ends = (*(start for start, _end in spans), len(page.document.tags))
    return list(zip(starts, ends, strict=True))


def _links(shown: "PageText", base: str) -> tuple[Link, ...]:
    return tuple(Link.truncated(_resolved(base, link.href), link.text) for link in shown.links)


def _resolved(base: str, href: str) -> str:
    """The address relative to the page's `<base>` (RFC 3986 section 5.2)."""
    try:
        return urljoin(base, href[:MAX_HREF_CHARS]) if base else href
    except ValueError:
        return href

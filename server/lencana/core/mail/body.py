"""The body of a message as a mail reader shows it: text, links and image descriptions."""

import re
from typing import Self
from urllib.parse import urljoin

import msgspec

from lencana.core.letters.obfuscation import Obfuscation, bidi_resolved, obfuscations_in
from lencana.core.mail.mime import text_parts
from lencana.core.mail.quoted_html import quoted_spans
from lencana.core.mail.quotes import author_text

MAX_HREF_CHARS = 2000
MAX_LINK_TEXT_CHARS = 300
MAX_IMAGES = 40  # images whose descriptions are read
MAX_ALT_CHARS = 60  # a longer description is not read
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
    """The visible text without what it quotes, the links, the `alt` texts of images, and the obfuscations found."""

    text: str = ""
    links: tuple[Link, ...] = ()
    image_alts: tuple[str, ...] = ()
    obfuscations: frozenset[Obfuscation] = frozenset()


NO_BODY = Body()


def body_from_bytes(header_block: bytes, body: bytes, *, max_text: int, max_links: int) -> Body:
    """Read the body of a raw message; never raises, and leaves out what cannot be read.

    `max_text` is in characters. HTML is read up to four times that, for most of it is markup.
    """
    bodies, remaining = [], 4 * max_text
    for part in text_parts(header_block, body):
        content = part.text[:remaining]
        bodies.append(body_from_html(content, max_links) if part.is_html else body_from_plain(content))
        remaining -= len(content)
    text = "\n".join(body.text for body in bodies)[:max_text]
    return Body(
        bidi_resolved(text),
        tuple(link for body in bodies for link in body.links)[:max_links],
        tuple(alt for body in bodies for alt in body.image_alts)[:MAX_IMAGES],
        frozenset().union(obfuscations_in(text), *(body.obfuscations for body in bodies)),
    )


def body_from_text(text: str, links: tuple[Link, ...]) -> Body:
    """Make a body of the text and links that a webmail shows or a person enters, without what the text quotes."""
    own = author_text(text)
    return Body(bidi_resolved(own), links, (), obfuscations_in(own))


def body_from_plain(text: str) -> Body:
    """Make a body of a plain text part; URLs in the text are its links."""
    own = author_text(text)
    return Body(own, tuple(Link(url, "") for url in _URL.findall(own)))


def body_from_html(html: str, max_links: int = 200) -> Body:
    """Make a body of an HTML part as it is shown.

    A quote with nothing but blanks around it is no quote: it is the message, and is read.
    """
    # With these comes the parser, which is not needed for what a webmail shows as text.
    from lencana.core.html.visible_page import visible_page
    from lencana.core.html.visible_text import read_text

    page = visible_page(html)
    shown = read_text(page, without=quoted_spans(page.document), max_links=max_links, max_images=MAX_IMAGES)
    text = author_text(shown.text)
    if not any(map(str.isalnum, text)):
        unquoted = read_text(page, max_links=max_links, max_images=MAX_IMAGES)
        if unquoted_text := author_text(unquoted.text):
            shown, text = unquoted, unquoted_text
    base = page.document.bases[0][:MAX_HREF_CHARS] if page.document.bases else ""
    return Body(
        text,
        tuple(Link.truncated(_resolved(base, link.href), link.text) for link in shown.links),
        tuple(alt for alt in shown.image_alts if 0 < len(alt) <= MAX_ALT_CHARS),
        page.obfuscations,
    )


def _resolved(base: str, href: str) -> str:
    """The address relative to the page's `<base>` (RFC 3986 section 5.2)."""
    try:
        return urljoin(base, href[:MAX_HREF_CHARS]) if base else href
    except ValueError:
        return href

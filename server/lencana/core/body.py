"""What a reader sees of a message's body: its text and its links (RFC 2045-2047)."""

import re
from collections.abc import Iterator
from email.message import Message as Part
from email.parser import BytesParser
from itertools import islice

import msgspec
from selectolax.lexbor import LexborNode

from lencana.core.quoted import own_words
from lencana.core.visible import Page, Trick, tricks_of

READ = 2 * 1024 * 1024  # bytes of a message that are read for its body; attachments come after the text
_PARTS = 200  # MIME parts that are looked at
_QUOTE = "blockquote, .gmail_quote, .gmail_attr, .moz-cite-prefix, .yahoo_quoted"
_QUOTE_BEGINS = "#divRplyFwdMsg"  # Outlook's: the quote is what follows
_PICTURES = 40  # images whose descriptions are read
_DESCRIPTION = 60  # characters of a description that are read
_MIME_FIELDS = re.compile(rb"^(?:content-|mime-version)[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY, _NESTED = re.compile(rb"boundary\s*=", re.IGNORECASE), 40  # multiparts that are opened
_DELIMITER, _SPLIT = re.compile(rb"^--", re.MULTILINE), 1000  # lines that may part them


class Link(msgspec.Struct, frozen=True, gc=False):
    """Where a link goes, and the text that it shows."""

    href: str
    text: str


class Body(msgspec.Struct, frozen=True, gc=False):
    """The visible text, without what it quotes of others, the links, and what the images say that they show."""

    text: str = ""
    links: tuple[Link, ...] = ()
    pictures: tuple[str, ...] = ()
    tricks: frozenset[Trick] = frozenset()


NO_BODY = Body()


def read_body(header_block: bytes, body: bytes, *, max_text: int, max_links: int) -> Body:
    """Read the body of a message; what cannot be read is left out."""
    head = _mime_headers(header_block)
    message = b"\n".join((head, b"", _tamed(body[:READ]) if b"multipart" in head.lower() else body[:READ]))
    try:
        leaves = list(_leaves(BytesParser().parsebytes(message)))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return NO_BODY  # the standard library's parser stumbles over some hostile structures; so no text is judged
    shown = [leaf for leaf in leaves if leaf.get_content_type() == "text/html"] or leaves
    bodies = [_read_leaf(leaf, 4 * max_text) for leaf in shown]
    text = "\n".join(body.text for body in bodies)[:max_text]
    return Body(
        text,
        tuple(link for body in bodies for link in body.links)[:max_links],
        tuple(picture for body in bodies for picture in body.pictures)[:_PICTURES],
        frozenset().union(tricks_of(text), *(body.tricks for body in bodies)),
    )


def from_text(text: str, links: tuple[Link, ...]) -> Body:
    """The text and links that a webmail or a person gives; what is quoted in it is left out."""
    own = own_words(text)
    return Body(own, links, (), tricks_of(own))


def from_plain(text: str) -> Body:
    """A part in plain text: bare addresses are links that show themselves."""
    own = own_words(text)
    return Body(own, tuple(Link(found, "") for found in _URL.findall(own)))


_URL = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}", re.IGNORECASE)


def from_html(html: str) -> Body:
    """A part in HTML, as it is shown."""
    page = Page(html)
    page.drop(_QUOTE)
    page.drop_from(_QUOTE_BEGINS)
    pictures = (" ".join((node.attributes.get("alt") or "").split()) for node in page.css("img[alt]")[:_PICTURES])
    return Body(
        own_words(page.text),
        tuple(_links(page.css("a[href], area[href]"))),
        tuple(text for text in pictures if 0 < len(text) <= _DESCRIPTION),
        frozenset(page.tricks),
    )


def _links(nodes: list[LexborNode]) -> Iterator[Link]:
    for node in nodes:
        href = (node.attributes.get("href") or "").strip()
        if href:
            yield Link(href[:2000], " ".join(node.text(separator="", strip=False).split())[:300])


def _read_leaf(leaf: Part, length: int) -> Body:
    content = _decode(leaf)[:length]
    return from_html(content) if leaf.get_content_type() == "text/html" else from_plain(content)


def _leaves(root: Part) -> Iterator[Part]:
    """Text parts in order, no attachments, without recursion."""
    stack, seen = [root], 0
    while stack and seen < _PARTS:
        part, seen = stack.pop(), seen + 1
        if part.is_multipart():
            if part.get_content_type() != "message/rfc822":  # a forwarded message is somebody else's words
                payload = part.get_payload()
                children = payload if isinstance(payload, list) else []
                stack.extend(child for child in reversed(children) if isinstance(child, Part))
        elif part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment":
            yield part


def _decode(part: Part) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # unknown names, names with a NUL, bytes that are no such text
        return payload.decode("utf-8", "replace")


def _mime_headers(block: bytes) -> bytes:
    """Only what the MIME parser needs: hostile From and To fields make it stumble."""
    return b"\n".join(field.replace(b"\r", b"") for field in _MIME_FIELDS.findall(block))


def _tamed(body: bytes) -> bytes:
    """Cut where it nests or splits beyond what is read: the parser's work grows with the square of the depth."""
    if body.lower().count(b"boundary") <= _NESTED and body.count(b"\n--") < _SPLIT:
        return body
    for mark, most in ((_BOUNDARY, _NESTED), (_DELIMITER, _SPLIT)):
        beyond = next(islice(mark.finditer(body), most, None), None)
        body = body[: beyond.start()] if beyond else body
    return body

"""What a reader sees of a message's body: its text and its links (RFC 2045-2047; HTML as a browser reads it)."""

import re
from collections.abc import Iterator
from email.message import Message as Part
from email.parser import BytesParser
from email.policy import compat32

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

READ = 2 * 1024 * 1024  # bytes of a message that are read for its body; attachments come after the text
_PARTS = 200  # MIME parts that are looked at
_UNSEEN = "script, style, head, template, noscript, title, [hidden]"
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|opacity\s*:\s*0\s*(?:;|!|$)",
    re.IGNORECASE,
)
_QUOTE = "blockquote, .gmail_quote, .moz-cite-prefix, #divRplyFwdMsg"
_HEAD_NAMES = (b"content-", b"mime-version")


class Link(msgspec.Struct, frozen=True, gc=False):
    """Where a link goes, and the text that it shows."""

    href: str
    text: str


class Body(msgspec.Struct, frozen=True, gc=False):
    """The visible text, without what it quotes of others, and the links."""

    text: str = ""
    links: tuple[Link, ...] = ()


NO_BODY = Body()


def read_body(header_block: bytes, body: bytes, *, max_text: int, max_links: int) -> Body:
    """Read the body of a message; what cannot be read is left out."""
    message = b"\n".join((_mime_headers(header_block), b"", body[:READ]))
    try:
        leaves = list(_leaves(BytesParser(policy=compat32).parsebytes(message)))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return NO_BODY  # the standard library's parser stumbles over some hostile structures; so no text is judged
    shown = [leaf for leaf in leaves if leaf.get_content_type() == "text/html"] or leaves
    texts: list[str] = []
    links: list[Link] = []
    for leaf in shown:
        content = _decode(leaf)[: 8 * max_text]
        part = from_html(content) if leaf.get_content_type() == "text/html" else from_plain(content)
        texts.append(part.text)
        links.extend(part.links)
    return Body("\n".join(texts)[:max_text], tuple(links[:max_links]))


def from_plain(text: str) -> Body:
    """Plain text: lines that quote an earlier message are left out, bare addresses are links that show themselves."""
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    return Body(own, tuple(Link(found, "") for found in _URL.findall(own)))


_URL = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}", re.IGNORECASE)


def from_html(html: str) -> Body:
    """HTML as it is shown: without scripts, hidden elements and quoted messages."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_UNSEEN):
        node.decompose()
    if "style" in html:
        for node in tree.css("[style]"):
            if _HIDDEN.search(node.attributes.get("style") or ""):
                node.decompose()
    for node in tree.css(_QUOTE):
        node.decompose()
    links = tuple(_links(tree.css("a[href], area[href]")))
    text = tree.body.text(separator="\n", strip=True) if tree.body else ""
    return Body(text, links)


def _links(nodes: list[LexborNode]) -> Iterator[Link]:
    for node in nodes:
        href = (node.attributes.get("href") or "").strip()
        if href[:5].lower().startswith(("http:", "https", "//")):
            yield Link(href[:2000], " ".join(node.text(separator=" ", strip=True).split())[:300])


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
    kept: list[bytes] = []
    keep = False
    for line in block.splitlines():
        if not line.startswith((b" ", b"\t")):
            keep = line.lower().startswith(_HEAD_NAMES)
        if keep and line:
            kept.append(line)
    return b"\n".join(kept)

"""Messages made up from a fixed seed: one in eight is OpenAI's own, one in eight imitates it, the rest is ordinary.

They are all different, so that no cache makes an answer cheaper than it is in use, and nothing in them is anybody's.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum, unique
from pathlib import Path

AUTHSERV = "mx.example.org"
JSON_BYTES = 4096  # of a body in JSON
HEADERS_BYTES = 20 * 1024  # of a long header block
LONG_TEXT_CHARS = 22_000  # of text in a long message: 50 KB of text and HTML
SEED = 20251126
_JSON_TEXT_CHARS = 1800  # of text in a body in JSON
_VOCABULARY = (
    "the a of and to in for on with from your our this that is are will be was can you we they new more about when"
    " order project meeting update weekly report invoice delivery team market research data model release question"
    " answer customer summer price library station garden music coffee ticket travel family river mountain window"
    " energy science history kitchen language picture number morning evening yang dan untuk dengan pada rapat laporan"
    " pesanan harga minggu baru tim ChatGPT OpenAI"
)
_WORDS = _VOCABULARY.split()
_NAMES = tuple(_WORDS[30:60])  # no brand among them: that would be a claim, and the message no ordinary one


@unique
class Kind(StrEnum):
    """What a message is, and so the verdict that it must get."""

    OWN = "verified"
    IMITATION = "suspicious"
    ORDINARY = "unknown"


@dataclass(frozen=True, slots=True)
class Mail:
    """A message before it is written down: headers in order, text and links (address, text)."""

    kind: Kind
    headers: tuple[tuple[str, str], ...]
    text: str
    links: tuple[tuple[str, str], ...]


def kind_of(number: int) -> Kind:
    """Which kind the message of that number is."""
    return {0: Kind.OWN, 4: Kind.IMITATION}.get(number % 8, Kind.ORDINARY)


def json_bodies(count: int) -> tuple[str, ...]:
    """Bodies for /v1/check of exactly 4 KB: 12 headers, about 2,000 characters of text and 5 links to 4 hosts each."""
    return tuple(_as_json(mail(number, _JSON_TEXT_CHARS)) for number in range(count))


def header_bodies(count: int) -> tuple[str, ...]:
    """Bodies for /v1/check that hold the whole header block of a message, 20 KB, as a webmail's "show source" gives it.

    What is long in real ones are signatures, seals and the trace of many servers.
    """
    return tuple(_with_long_headers(number) for number in range(count))


def long_messages(count: int) -> tuple[str, ...]:
    """Raw messages of about 50 KB: text and HTML of a newsletter's length, no attachment."""
    return tuple(_as_bytes(number, LONG_TEXT_CHARS).decode("ascii") for number in range(count))


def raw_messages(count: int) -> tuple[bytes, ...]:
    """Messages as they are saved: plain text and HTML, 3 to 60 KB, one in four with an attachment."""
    return tuple(_as_bytes(number) for number in range(count))


def saved(folder: Path, count: int) -> list[str]:
    """`raw_messages` in files of that folder; their paths."""
    paths = [folder / f"{number}.eml" for number in range(count)]
    for path, message in zip(paths, raw_messages(count), strict=True):
        path.write_bytes(message)
    return [str(path) for path in paths]


def sending_domain(raw: bytes) -> str:
    """The domain that sent one of `raw_messages`."""
    found = re.search(rb"^Return-Path: <[^@]*@([^>]*)>", raw, re.MULTILINE)
    assert found
    return found[1].decode()


def mail(number: int, length: int) -> Mail:
    """The message of that number, with `length` characters of text."""
    rng = random.Random(SEED + number)  # noqa: S311 (repeatable is what is wanted)
    kind = kind_of(number)
    host = _host(rng)
    sender, domain, closing = _MAKERS[kind](rng, host)
    body = _prose(rng, length - len(closing)) + closing
    hosts = (f"www.{domain}", f"www.{domain}", f"news.{domain}", _host(rng), f"cdn.{_host(rng)}")
    links = tuple((f"https://{host}/{rng.getrandbits(60):x}", _prose(rng, 24)) for host in hosts)
    return Mail(kind, _headers(rng, sender, domain), body, links)


def _own(_rng: random.Random, _host: str) -> tuple[str, str, str]:
    return "OpenAI <noreply@tm.openai.com>", "openai.com", "\nEnter this code to continue: 123456\nThe OpenAI team"


def _imitation(rng: random.Random, host: str) -> tuple[str, str, str]:
    return (
        f"OpenAI Support <billing{rng.randint(1, 9999)}@{host}>",
        host,
        "\nReply with your password.\nThe OpenAI team",
    )


def _ordinary(rng: random.Random, host: str) -> tuple[str, str, str]:
    first, last = (word.capitalize() for word in rng.sample(_NAMES, 2))
    return f"{first} {last} <{last.lower()}{rng.randint(1, 9999)}@{host}>", host, f"\nWith kind regards\n{first} {last}"


_MAKERS: dict[Kind, Callable[[random.Random, str], tuple[str, str, str]]] = {
    Kind.OWN: _own,
    Kind.IMITATION: _imitation,
    Kind.ORDINARY: _ordinary,
}


def _host(rng: random.Random) -> str:
    """One of some thousand names that nobody can register (RFC 6761)."""
    return "".join(rng.sample(_NAMES, 2)) + rng.choice((".example", ".test"))


def _headers(rng: random.Random, sender: str, domain: str) -> tuple[tuple[str, str], ...]:
    token = f"{rng.getrandbits(80):x}"
    methods = ("dkim=pass header.s=s1 header.d", "spf=pass smtp.mailfrom", "dmarc=pass header.from")
    proof = "; ".join((AUTHSERV, *(f"{method}={domain}" for method in methods)))
    return (
        ("Return-Path", f"<bounce-{token}@{domain}>"),
        ("Authentication-Results", proof),
        ("Received", f"from out.{domain} (out.{domain} [192.0.2.7]) by {AUTHSERV} with ESMTPS id {token}"),
        ("Received", f"from app-7.{domain} by out.{domain} with ESMTP id {token[:9]}"),
        ("Date", "Wed, 26 Nov 2025 09:30:00 +0000"),
        ("From", sender),
        ("To", "Reader <reader@example.org>"),
        ("Reply-To", sender),
        ("Subject", _prose(rng, 48)),
        ("Message-ID", f"<{token}@{domain}>"),
        ("List-Unsubscribe", f"<https://{domain}/u/{token}>"),
        ("MIME-Version", "1.0"),
    )


def _as_json(sample: Mail) -> str:
    value = {
        "headers": "".join(f"{name}: {text}\r\n" for name, text in sample.headers),
        "text": sample.text,
        "links": [{"href": href, "text": text} for href, text in sample.links],
        "webmail": "roundcube",
        "origin": "delivered",
    }
    missing = JSON_BYTES - len(json.dumps(value))
    # Filled up at the beginning of the text, for its end is what the checks look at most closely.
    filler = _prose(random.Random(missing), missing).replace("\n", " ")  # noqa: S311
    value["text"] = filler + sample.text
    return json.dumps(value)


def _with_long_headers(number: int) -> str:
    sample = mail(number, _JSON_TEXT_CHARS)
    rng = random.Random(SEED - number)  # noqa: S311
    block = [f"{name}: {text}\r\n" for name, text in sample.headers]
    while (missing := HEADERS_BYTES - sum(map(len, block))) > 400:
        field = rng.choice(("X-Trace-Signature", "Received", "X-Report-Diagnosis"))
        text = "\r\n ".join(f"{rng.getrandbits(256):x}" for _ in range(min(8, missing // 80)))
        block.insert(3, f"{field}: by relay.example with ESMTP id {text}\r\n")
    return json.dumps({"headers": "".join(block), "text": sample.text, "webmail": "roundcube", "origin": "delivered"})


def _as_bytes(number: int, length: int = 0) -> bytes:
    """With `length` characters of text and no attachment; otherwise with as much of both as mail has."""
    rng = random.Random(-SEED - number)  # noqa: S311
    sample = mail(number, length or rng.choice((800, 2000, 2000, 5000, 12000)))
    message = EmailMessage(policy=SMTP.clone(max_line_length=200))
    for name, text in sample.headers:
        if name != "MIME-Version":
            message[name] = text
    anchors = "".join(f'<p style="margin:0"><a href="{href}">{text}</a></p>\n' for href, text in sample.links)
    paragraphs = "".join(f"<tr><td>{line}</td></tr>\n" for line in sample.text.splitlines())
    message.set_content(sample.text)
    message.add_alternative(f"<html><body><table>{paragraphs}</table>{anchors}</body></html>", subtype="html")
    if not length and number % 4 == 1:
        message.add_attachment(rng.randbytes(24_000), maintype="application", subtype="pdf", filename="report.pdf")
    return message.as_bytes()


def _prose(rng: random.Random, length: int) -> str:
    """Words in lines of mail's usual length, cut to `length` characters."""
    words = rng.choices(_WORDS, k=length // 3 + 2)
    lines = [" ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    joined = ("\n" if length > 60 else " ").join(lines)
    return joined[:length].rstrip().ljust(max(length, 0), ".")

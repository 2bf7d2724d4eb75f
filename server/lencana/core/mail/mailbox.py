"""Who the From field says it is: one plain mailbox, or the address that a mail reader would show, with its defects.

The rule that survives the published attack suites (Chen et al.: "Composition Kills", USENIX Security 2020; Shen et al.:
"Weak Links in Authentication Chains", 2021): one field, one plain `[name] <local@domain>`, and two parsers, ours
and the standard library's, that agree on it. Everything else is never verified.
"""

import re
from email.utils import getaddresses
from enum import StrEnum, unique
from unicodedata import category

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.mail.headers import decode_encoded_words
from lencana.errors import DomainError

MAX_NAME = 400  # characters of a display name
MAX_LENGTH = 2000  # characters of a field that are read; nobody's name is longer, and patterns search it more than once

_QUOTED = r'"(?:[^"\\\r\n]|\\.)*"'
_COMMENT = r"\((?:[^()\\\r\n]|\\.)*\)"
_ATOMS = r'[^\s<>"(),:;@\\\[\]]'
_LOCAL = _HOST = _ATOMS + "+"
_STRICT = re.compile(
    rf"(?P<name>(?:{_QUOTED}|{_COMMENT}|{_ATOMS}|[ \t])*)<[ \t]*(?P<angle>{_LOCAL}@{_HOST})[ \t]*>"
    rf"[ \t]*(?P<after>{_COMMENT})?[ \t]*"
    rf"|[ \t]*(?P<bare>{_LOCAL}@{_HOST})[ \t]*(?P<comment>{_COMMENT})?[ \t]*"
)
# So plain that no parser reads it otherwise, so the second need not be asked.
_BEYOND_DOUBT = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9 ]*)?<?[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>?")
_ANGLE = re.compile(r"<[ \t]*\"?(?P<address>(?:\"[^<>\"]*\"|[^<>\"]*?)@[^<>\"]*?)\"?[ \t]*>")
_BARE = re.compile(rf"(?:\"[^<>\"]*\"|{_LOCAL})@{_HOST}")
_ASIDE = re.compile(rf"({_QUOTED})|{_COMMENT}")
_LISTED = (",", ";")  # what stands between two mailboxes of a list


@unique
class SenderDefect(StrEnum):
    """Why the From field is not one plain mailbox; each has a text (`malformed_sender`)."""

    MISSING = "missing"  # no From at all
    SEVERAL_FIELDS = "several_fields"
    SEVERAL_ADDRESSES = "several_addresses"
    NO_ADDRESS = "no_address"
    NOT_PLAIN = "not_plain"  # routes, groups, quotes, comments or encoded words in the address
    DISAGREEMENT = "disagreement"  # two parsers read two senders
    BROKEN_HEADERS = "broken_headers"  # the header block is crooked in a way that hides fields
    UNREAD_HEADERS = "unread_headers"  # part of the block is no header, or beyond what is read: by accident, mostly


class Mailbox(msgspec.Struct, frozen=True, gc=False):
    """A name and an address. `domain` is None where the part behind the @ is not a domain name."""

    name: str
    address: str
    domain: Domain | None

    @property
    def local(self) -> str:
        """The part before the @."""
        return self.address.rpartition("@")[0]


class Sender(msgspec.Struct, frozen=True, gc=False):
    """The one visible author, or the most likely one with what is wrong about it."""

    mailbox: Mailbox | None
    defects: frozenset[SenderDefect]


def read_mailbox(value: str) -> Sender:
    """Read one From, Reply-To or similar value (unfolded)."""
    if not value.strip():
        return Sender(None, frozenset({SenderDefect.NO_ADDRESS}))
    if (match := _STRICT.fullmatch(value[:MAX_LENGTH])) is None or len(value) > MAX_LENGTH:
        return _likely(value[:MAX_LENGTH])
    address = match["angle"] or match["bare"]
    name = match["name"] if match["angle"] else match["comment"]
    box = _mailbox(_visible(name or "") or _visible(match["after"] or ""), address)
    defects = set()
    if box.domain is None or _is_dressed_up(address, box.domain):
        defects.add(SenderDefect.NOT_PLAIN)
    if not _BEYOND_DOUBT.fullmatch(value) and (
        [found for _name, found in getaddresses([value])] != [address]
        or ("\\" in value and value.count("@") > 1)  # readers differ in what a backslash before a quote ends
    ):
        defects.add(SenderDefect.DISAGREEMENT)
    return Sender(box, frozenset(defects))


def _is_dressed_up(address: str, domain: Domain) -> bool:
    """Encoded-words, stray dots, unseen characters, or a host that is ASCII only when mapped (ｏｐｅｎａｉ.com)."""
    if "=?" in address or ".." in address or address[0] == "." or address[-1] == ".":
        return True
    if address.isascii():
        return not address.isprintable()
    host = address.rpartition("@")[2]
    return any(category(char) in _UNSEEN for char in address) or (not host.isascii() and "xn--" not in domain.ascii)


_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})


def read_mailboxes(value: str) -> tuple[Mailbox, ...]:
    """All that a Reply-To or similar value (unfolded) names, one of each domain."""
    read = read_mailbox(value)
    boxes = [read.mailbox] if read.mailbox and read.mailbox.address else []
    if read.defects:
        boxes += [_mailbox("", _address(found)) for found in _found(value[:MAX_LENGTH])]
    return tuple({box.domain: box for box in reversed(boxes)}.values())[::-1]


def _likely(value: str) -> Sender:
    """The address that most mail readers show: of a list the first, of several in a row the last; the names of all."""
    found = _found(value)
    if not found:
        return Sender(Mailbox(_visible(value), "", None), frozenset({SenderDefect.NO_ADDRESS}))
    shown = found[0]
    for after in found[1:]:
        if after[0][0] != "<" or any(mark in after.string[shown.end() : after.start()] for mark in _LISTED):
            break
        shown = after
    several = len({_address(each).lower() for each in found}) > 1
    defect = SenderDefect.SEVERAL_ADDRESSES if several else SenderDefect.NOT_PLAIN
    return Sender(_mailbox(_visible(shown.re.sub(" ", value)), _address(shown)), frozenset({defect}))


def _found(value: str) -> list[re.Match[str]]:
    """The addresses in angle brackets, else the bare ones; those in comments only where there are no others."""
    outside, inner = value, ""
    while "(" in outside and inner != outside:
        inner, outside = outside, _ASIDE.sub(r"\1", outside)
    found = (list(form.finditer(text)) for text in dict.fromkeys((outside, value)) for form in (_ANGLE, _BARE))
    return next(filter(None, found), [])


def _address(found: re.Match[str]) -> str:
    return "".join((found["address"] if found[0][0] == "<" else found[0]).replace('"', "").split())


def _mailbox(name: str, address: str) -> Mailbox:
    local, _, host = address.rpartition("@")
    try:
        domain = Domain.parse(host.rpartition(":")[2].rstrip(".>"))
    except DomainError:
        return Mailbox(name, address, None)
    return Mailbox(name, f"{local}@{domain.ascii}", domain)


def _visible(phrase: str) -> str:
    """A display name as it is shown: words decoded, quotes and backslashes gone."""
    text = decode_encoded_words(phrase.strip())
    text = re.sub(r"\\(.)", r"\1", text.replace('"', " ")) if '"' in text or "\\" in text else text
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return " ".join(text.split()).strip(" ,_")[:MAX_NAME]

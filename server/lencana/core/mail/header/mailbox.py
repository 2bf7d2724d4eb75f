"""The mailbox in a From field, if it is one plain mailbox; else the one that most mail readers show, and what is wrong.

The rule that survives the published attack suites (Chen et al.: "Composition Kills", USENIX Security 2020; Shen et al.:
"Weak Links in Authentication Chains", 2021): one field, one plain `[name] <local@domain>` (RFC 5322 section 3.4), and
two parsers, ours and the standard library's, that agree on it. Everything else is never verified.
"""

import re
from email.utils import getaddresses
from enum import StrEnum, unique
from unicodedata import category

import msgspec

from lencana.core.domains.domain import Domain
from lencana.core.mail.header.encoded_words import decode_encoded_words
from lencana.errors import DomainError

MAX_DISPLAY_NAME_CHARS = 400
MAX_ADDRESS_FIELD_CHARS = 2000  # characters of a From or Reply-To that are read: patterns search them more than once

_QUOTED = r'"(?:[^"\\\r\n]|\\.)*"'
_COMMENT = r"\((?:[^()\\\r\n]|\\.)*\)"
_ATOM_CHAR = r'[^\s<>"(),:;@\\\[\]]'
_LOCAL_PART = _HOST = _ATOM_CHAR + "+"
_PLAIN_MAILBOX = re.compile(
    rf"(?P<name>(?:{_QUOTED}|{_COMMENT}|{_ATOM_CHAR}|[ \t])*)<[ \t]*(?P<angle>{_LOCAL_PART}@{_HOST})[ \t]*>"
    rf"[ \t]*(?P<after>{_COMMENT})?[ \t]*"
    rf"|[ \t]*(?P<bare>{_LOCAL_PART}@{_HOST})[ \t]*(?P<comment>{_COMMENT})?[ \t]*"
)
# All parsers agree on these, so the second one need not be asked.
_UNAMBIGUOUS = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9 ]*)?<?[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>?")
_ANGLE_ADDRESS = re.compile(r"<[ \t]*\"?(?P<address>(?:\"[^<>\"]*\"|[^<>\"]*?)@[^<>\"]*?)\"?[ \t]*>")
_BARE_ADDRESS = re.compile(rf"(?:\"[^<>\"]*\"|{_LOCAL_PART})@{_HOST}")
_QUOTED_OR_COMMENT = re.compile(rf"({_QUOTED})|{_COMMENT}")
_LIST_SEPARATORS = (",", ";")
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Me"})  # of Unicode: control, format and combining characters


@unique
class SenderDefect(StrEnum):
    """Why the From field is not one plain mailbox; each has a text (`malformed_sender`)."""

    MISSING = "missing"  # there is no From
    SEVERAL_FIELDS = "several_fields"
    SEVERAL_ADDRESSES = "several_addresses"
    NO_ADDRESS = "no_address"
    NOT_PLAIN = "not_plain"  # routes, groups, quotes, comments or encoded-words in the address
    DISAGREEMENT = "disagreement"  # two parsers read two senders
    BROKEN_HEADERS = "broken_headers"  # the header block has defects that can hide a field
    UNREAD_HEADERS = "unread_headers"  # part of the block is no field, or is beyond the limit; mostly by accident


class Mailbox(msgspec.Struct, frozen=True, gc=False):
    """A display name and an address. `domain` is None if what follows the @ is not a domain name."""

    name: str
    address: str
    domain: Domain | None

    @property
    def local_part(self) -> str:
        """The part of the address before the @."""
        return self.address.rpartition("@")[0]


class Sender(msgspec.Struct, frozen=True, gc=False):
    """The author that a mail reader shows, and why he is in doubt. Without defects, he is not."""

    mailbox: Mailbox | None
    defects: frozenset[SenderDefect]


def read_mailbox(value: str) -> Sender:
    """Read one unfolded From, Reply-To or similar value; never raises."""
    if not value.strip():
        return Sender(None, frozenset({SenderDefect.NO_ADDRESS}))
    if (match := _PLAIN_MAILBOX.fullmatch(value[:MAX_ADDRESS_FIELD_CHARS])) is None or len(
        value
    ) > MAX_ADDRESS_FIELD_CHARS:
        return _most_shown_mailbox(value[:MAX_ADDRESS_FIELD_CHARS])
    address = match["angle"] or match["bare"]
    name = match["name"] if match["angle"] else match["comment"]
    mailbox = _mailbox(_decoded_phrase(name or "") or _decoded_phrase(match["after"] or ""), address)
    defects = set()
    if mailbox.domain is None or _is_obfuscated(address, mailbox.domain):
        defects.add(SenderDefect.NOT_PLAIN)
    if not _UNAMBIGUOUS.fullmatch(value) and (
        [other_address for _name, other_address in getaddresses([value])] != [address]
        or ("\\" in value and value.count("@") > 1)  # parsers differ in what a backslash before a quote ends
    ):
        defects.add(SenderDefect.DISAGREEMENT)
    return Sender(mailbox, frozenset(defects))


def read_mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of an unfolded Reply-To or similar value, at most one a domain."""
    return all_mailboxes(read_mailbox(value), value)


def all_mailboxes(shown: Sender, value: str) -> tuple[Mailbox, ...]:
    """Return the mailboxes of a value that was read as `shown`: those that other mail readers may show, too."""
    mailboxes = [shown.mailbox] if shown.mailbox and shown.mailbox.address else []
    if not shown.defects:
        return tuple(mailboxes)
    mailboxes += [_mailbox("", _address_of(match)) for match in _addresses_in(value[:MAX_ADDRESS_FIELD_CHARS])]
    return tuple({mailbox.domain: mailbox for mailbox in reversed(mailboxes)}.values())[::-1]


def _is_obfuscated(address: str, domain: Domain) -> bool:
    """True for encoded-words, stray dots, invisible characters, or what becomes ASCII once addresses are compared.

    UTS 46 does so with full-width letters of a host, and lower case with a K (U+212A) that is not the letter's.
    """
    if "=?" in address or ".." in address or address[0] == "." or address[-1] == ".":
        return True
    if address.isascii():
        return not address.isprintable()
    host = address.rpartition("@")[2]
    has_invisible = any(category(char) in _INVISIBLE_CATEGORIES for char in address)
    becomes_ascii = any(not char.isascii() and char.lower().isascii() for char in address)
    return has_invisible or becomes_ascii or (not host.isascii() and "xn--" not in domain.ascii)


def _most_shown_mailbox(value: str) -> Sender:
    """The address that most mail readers show, of a value that is not one plain mailbox, with all names in it.

    That is the first of a list, but the last of several angle addresses in a row.
    """
    addresses = _addresses_in(value)
    if not addresses:
        return Sender(Mailbox(_decoded_phrase(value), "", None), frozenset({SenderDefect.NO_ADDRESS}))
    most_shown = addresses[0]
    for following in addresses[1:]:
        between = following.string[most_shown.end() : following.start()]
        if following[0][0] != "<" or any(separator in between for separator in _LIST_SEPARATORS):
            break
        most_shown = following
    several = len({_address_of(match).lower() for match in addresses}) > 1
    defect = SenderDefect.SEVERAL_ADDRESSES if several else SenderDefect.NOT_PLAIN
    names = _decoded_phrase(most_shown.re.sub(" ", value))
    return Sender(_mailbox(names, _address_of(most_shown)), frozenset({defect}))


def _addresses_in(value: str) -> list[re.Match[str]]:
    """The addresses in angle brackets, else the bare ones; those within comments only if there are no others."""
    without_comments, before = value, ""
    while "(" in without_comments and before != without_comments:  # comments nest
        before, without_comments = without_comments, _QUOTED_OR_COMMENT.sub(r"\1", without_comments)
    texts = dict.fromkeys((without_comments, value))
    matches = (list(form.finditer(text)) for text in texts for form in (_ANGLE_ADDRESS, _BARE_ADDRESS))
    return next(filter(None, matches), [])


def _address_of(match: re.Match[str]) -> str:
    return "".join((match["address"] if match[0][0] == "<" else match[0]).replace('"', "").split())


def _mailbox(name: str, address: str) -> Mailbox:
    local_part, _, host = address.rpartition("@")
    try:
        domain = Domain.parse(host.rpartition(":")[2].rstrip(".>"))
    except DomainError:
        return Mailbox(name, address, None)
    return Mailbox(name, f"{local_part}@{domain.ascii}", domain)


def _decoded_phrase(phrase: str) -> str:
    """A display name as mail readers show it: encoded-words decoded, without quotes and backslashes."""
    text = decode_encoded_words(phrase.strip())
    text = re.sub(r"\\(.)", r"\1", text.replace('"', " ")) if '"' in text or "\\" in text else text
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return " ".join(text.split()).strip(" ,_")[:MAX_DISPLAY_NAME_CHARS]

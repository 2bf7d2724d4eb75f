"""Domain names as values, and IDNA (RFC 5891, UTS #46) to read them."""

import re
from functools import lru_cache
from unicodedata import category

import msgspec

from lencana.core.domains.public_suffixes import registrable
from lencana.errors import DomainError

MAX_NAME_CHARS = 253  # RFC 1035 section 2.3.4, without the trailing dot
_LABEL = "[a-z0-9_-]{1,63}"  # with the underscore that DNS allows and some senders use
_HOST_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_DOTS = "。．｡․"  # separate labels for IDNA (RFC 3490 section 3.1), or look as if they did


class Domain(msgspec.Struct, frozen=True, gc=False):
    """A domain name: compare these, never strings.

    `ascii` is in lower-case A-labels without a trailing dot, `unicode` is what a browser may show, and `registrable` is
    the registrable domain: the public suffix (private ones included) and one label, or "" for a public suffix.
    """

    ascii: str
    unicode: str
    registrable: str

    @classmethod
    def parse(cls, text: str) -> "Domain":
        """Read a domain name as people write it: in any case, in U-labels or A-labels, perhaps with a trailing dot.

        Raises DomainError for anything else; an IP address is not a domain name.
        """
        # Around the cache where a text is long: it would keep a thousand of them, of whatever length.
        return _parse(text) if len(text) <= MAX_NAME_CHARS else _parse.__wrapped__(text)

    @property
    def registrable_label(self) -> str:
        """The label that its owner registered: `openai` of chat.openai.com; "" for a public suffix."""
        return self.registrable.partition(".")[0]

    @property
    def public_suffix(self) -> str:
        """The public suffix: `com` of chat.openai.com, `co.uk` of bbc.co.uk."""
        return self.registrable.partition(".")[2] or ("" if self.registrable else self.ascii)

    def is_within(self, parent: str) -> bool:
        """Is the name `parent` (in lower-case A-labels), or a subdomain of it?"""
        return self.ascii == parent or self.ascii.endswith("." + parent)

    def is_aligned_with(self, other: "Domain") -> bool:
        """Relaxed alignment: the same name, or the same organisational domain (RFC 7489 section 3.1.1)."""
        return self == other or self.registrable == other.registrable != ""

    def below(self, suffix: str) -> "Domain":
        """The same name as it would be if `suffix`, which it is below, were a public suffix."""
        label = self.ascii.removesuffix("." + suffix).rpartition(".")[2]
        return Domain(self.ascii, self.unicode, f"{label}.{suffix}")

    def parents(self) -> tuple[str, ...]:
        """The name and all names above it, longest first: a.b.c → a.b.c, b.c, c."""
        return _parents(self.ascii)


@lru_cache(maxsize=1024)  # one message names one domain in five fields
def _parse(text: str) -> Domain:
    name = _ascii(text.strip())
    return Domain(name, to_unicode(name), registrable(name))


@lru_cache(maxsize=1024)  # asked for a host by each part of the list
def _parents(name: str) -> tuple[str, ...]:
    labels = name.split(".")
    return tuple(".".join(labels[i:]) for i in range(len(labels)))


def to_unicode(ascii_name: str) -> str:
    """A name (or label) in U-labels. An A-label stays as it is where its U-label would hide something."""
    if "xn--" not in ascii_name:
        return ascii_name
    return ".".join(map(_unicode_label, ascii_name.split(".")))


def _ascii(text: str) -> str:
    name = text.removesuffix(".")
    if len(name) > MAX_NAME_CHARS:
        raise DomainError(f"{text[:80]!r}… is longer than a domain name can be ({MAX_NAME_CHARS} characters)")
    if not name.isascii():
        import idna  # hardly any name needs it

        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            name = _browser_ascii(name)
        name = name.removesuffix(".")  # which may have been one of the other dots
    name = name.lower()
    if len(name) > MAX_NAME_CHARS or not _HOST_NAME.fullmatch(name):
        raise DomainError(f"{text[:80]!r} is not a domain name")
    if name.rpartition(".")[2].isdigit():
        raise DomainError(f"{text[:80]!r} is an address, not a domain name")
    return name


def _browser_ascii(name: str) -> str:
    """The ASCII form that browsers give to a name that IDNA 2008 refuses: such names arrive in mail all the same."""
    import idna

    try:
        mapped = idna.uts46_remap(name, std3_rules=False)
    except (idna.IDNAError, UnicodeError):
        mapped = name.casefold().replace("。", ".").replace("．", ".").replace("｡", ".")  # UTS #46 section 4.5
    labels = mapped.split(".")
    try:
        return ".".join(x if x.isascii() else "xn--" + x.encode("punycode").decode("ascii") for x in labels)
    except UnicodeError as error:
        raise DomainError(f"{name[:80]!r} is not a domain name") from error


@lru_cache(maxsize=64)  # one look-up of a name asks several times, and Punycode takes 10 µs
def _unicode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        text = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
    hides_something = text.isascii() or any(category(char)[0] in "CZ" or char in _DOTS for char in text)
    return label if hides_something else text

"""Is the From field one plain mailbox, does its name show another address, does a reply go elsewhere?"""

import re
from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.encoded_words import decode_encoded_words
from lencana.core.mail.mailbox import SenderDefect
from lencana.errors import DomainError

# An @ may also be drawn as one of its full-width or small forms.
_ADDRESS = re.compile(r"[\w.+=-]+\s?[@＠﹫]\s?((?:[\w-]+\.)+[\w-]{2,})")
_ANY_ADDRESS = re.compile(r"[^\s<>,;()\"']*@[^\s<>,;()\"']*")
_UNTIDY = frozenset({SenderDefect.NOT_PLAIN, SenderDefect.DISAGREEMENT, SenderDefect.SEVERAL_ADDRESSES})
_CRAFT = ("=?", "\\", ":", '"@', "\0", "\n", "%", "＠", "﹫")
_HOSTS = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_READ = 2000  # characters of a From field that are searched for listed names


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`malformed_sender`, `display_name_address`, `reply_to_differs`."""
    if facts.message.sender.defects:
        yield _malformed(facts, index)
    if facts.sender and facts.sender.domain and not facts.relayed:
        yield from _address_in_name(facts.author_name, facts.sender.domain, index)
    yield from _reply_to(facts)


def _malformed(facts: Facts, index: AllowlistIndex) -> Finding:
    text = decode_encoded_words(facts.message.from_field[:_READ])
    brand = next((found for host in _HOSTS.findall(text) if (found := _listed(host, index))), None)
    params: dict[str, object] = {"defects": sorted(facts.message.sender.defects)}
    if brand:
        params |= {"brand": brand.name, "brand_id": brand.id}
    crafted = facts.message.sender.defects != {SenderDefect.UNREAD_HEADERS} and not _is_untidy(facts)
    return Finding(Code.MALFORMED_SENDER, Severity.DANGER if brand and crafted else Severity.WARNING, params, brand)


def _is_untidy(facts: Facts) -> bool:
    """Badly written, but by nobody who wants to mislead: one address, and a name that ought to be in quotes."""
    defects, field = facts.message.sender.defects, facts.message.from_field
    if not defects <= _UNTIDY or any(mark in field for mark in _CRAFT) or field.count("<") > 1:
        return False
    return len({address.lower() for address in _ANY_ADDRESS.findall(field)}) == 1


def _address_in_name(name: str, actual: Domain, index: AllowlistIndex) -> Iterator[Finding]:
    """One finding: a name that shows several addresses says no more than one that shows one."""
    for match in _ADDRESS.finditer(name):
        try:
            shown = Domain.parse(match[1])
        except DomainError:
            continue
        if shown.registrable == actual.registrable:
            continue
        listing = index.listing_of_domain(shown)
        params = {"shown": match[0], "actual": actual.ascii}
        if listing:
            params |= {"brand": listing.brand.name, "brand_id": listing.brand.id}
        severity = Severity.DANGER if listing else Severity.WARNING
        yield Finding(Code.DISPLAY_NAME_ADDRESS, severity, params, listing.brand if listing else None)
        return


def _reply_to(facts: Facts) -> Iterator[Finding]:
    sender = facts.sender.domain if facts.sender else None
    for box, host in facts.reply_to:
        if sender is None or host.domain.registrable == sender.registrable:
            continue
        if host.owner is not None and facts.listing is not None and host.owner.id == facts.listing.brand.id:
            continue
        yield Finding(Code.REPLY_TO_DIFFERS, Severity.WARNING, {"shown": sender.ascii, "actual": box.address})


def _listed(host: str, index: AllowlistIndex) -> Brand | None:
    try:
        listing = index.listing_of_domain(Domain.parse(host))
    except DomainError:
        return None
    return listing.brand if listing else None

"""Is the From field one plain mailbox, does its name show another address, does a reply go elsewhere?"""

import re
from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.mail.header.encoded_words import decode_encoded_words
from lencana.core.mail.header.mailbox import SenderDefect
from lencana.core.mail.header.mailing_list import is_list_address
from lencana.errors import DomainError

MAX_SEARCHED_CHARS = 2000  # of a From field, for names of listed domains
_ADDRESS_IN_NAME = re.compile(r"[\w.+=-]+\s?[@＠﹫]\s?((?:[\w-]+\.)+[\w-]{2,})")  # also full-width and small @
_LOOSE_ADDRESS = re.compile(r"[^\s<>,;()\"']*@[^\s<>,;()\"']*")
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_SLOPPY_DEFECTS = frozenset({SenderDefect.NOT_PLAIN, SenderDefect.DISAGREEMENT, SenderDefect.SEVERAL_ADDRESSES})
_SIGNS_OF_CRAFT = ("=?", "\\", ":", '"@', "\0", "\n", "%", "＠", "﹫")  # nobody writes these by accident


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`malformed_sender`, `display_name_address`, `reply_to_differs`."""
    if facts.message.sender.defects:
        yield _malformed_sender(facts, index)
    if facts.sender and facts.sender.domain and not facts.is_relayed:
        yield from _display_name_address(facts, facts.sender.domain, index)
    yield from _reply_to_differs(facts)


def _malformed_sender(facts: Facts, index: AllowlistIndex) -> Finding:
    text = decode_encoded_words(facts.message.from_field[:MAX_SEARCHED_CHARS])
    brand = next((brand for host in _HOST.findall(text) if (brand := _brand_of_host(host, index))), None)
    params: dict[str, object] = {"defects": sorted(facts.message.sender.defects)}
    if brand:
        params |= {"brand": brand.name, "brand_id": brand.id}
    is_deliberate = facts.message.sender.defects != {SenderDefect.UNREAD_HEADERS} and not _is_sloppy(facts)
    severity = Severity.DANGER if brand and is_deliberate else Severity.WARNING
    return Finding(Code.MALFORMED_SENDER, severity, params, brand)


def _is_sloppy(facts: Facts) -> bool:
    """True for bad syntax that misleads nobody: there is one address, and a name that ought to be in quotes."""
    defects, field = facts.message.sender.defects, facts.message.from_field
    if not defects <= _SLOPPY_DEFECTS or any(sign in field for sign in _SIGNS_OF_CRAFT) or field.count("<") > 1:
        return False
    return len({address.lower() for address in _LOOSE_ADDRESS.findall(field)}) == 1


def _display_name_address(facts: Facts, actual: Domain, index: AllowlistIndex) -> Iterator[Finding]:
    """One finding for the first address of another organisation in the display name."""
    for match in _ADDRESS_IN_NAME.finditer(facts.author_name):
        try:
            displayed = Domain.parse(match[1])
        except DomainError:
            continue
        if displayed.registrable == actual.registrable:
            continue
        listing = index.listing_of_domain(displayed)
        if listing and facts.listing and listing.brand.id == facts.listing.brand.id:
            continue  # "help@paypal.de" <service@paypal.com>: both are PayPal's
        params = {"shown": match[0], "actual": actual.ascii}
        if listing:
            params |= {"brand": listing.brand.name, "brand_id": listing.brand.id}
        severity = Severity.DANGER if listing else Severity.WARNING
        yield Finding(Code.DISPLAY_NAME_ADDRESS, severity, params, listing.brand if listing else None)
        return


def _reply_to_differs(facts: Facts) -> Iterator[Finding]:
    sender = facts.sender.domain if facts.sender else None
    for mailbox, host in facts.reply_to:
        if sender is None or host.domain.registrable == sender.registrable:
            continue
        if host.owner is not None and facts.listing is not None and host.owner.id == facts.listing.brand.id:
            continue
        params = {"shown": sender.ascii, "actual": mailbox.address}
        if is_list_address(mailbox.address, facts.message.list_fields):
            yield Finding(Code.REPLY_TO_DIFFERS, Severity.INFO, params | {"technique": "mailing_list"})
        else:
            yield Finding(Code.REPLY_TO_DIFFERS, Severity.WARNING, params)


def _brand_of_host(host: str, index: AllowlistIndex) -> Brand | None:
    try:
        listing = index.listing_of_domain(Domain.parse(host))
    except DomainError:
        return None
    return listing.brand if listing else None

"""The rules for what stands in a list (docs/format.md section 4), checked when a list is signed, verified or published.

Not checked at each start: the bytes are signed and passed here when they were published.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sized

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Person
from lencana.core.brands.phones import is_phone
from lencana.errors import DocumentError

MAX_NAME_CHARS = 100  # characters of a name or alias
MAX_URL_CHARS = 2000
MAX_AUTHSERV_ID_CHARS = 253
# Entries of the fields that came with version 1.1.
MAX_ENTRIES = {"owned": 10_000, "tenants": 1000, "carriers": 1000, "phones": 1000}  # in a brand
MAX_AUTHSERV_IDS = 100
MAX_BLOCKED = 100_000
MAX_PERSONS = 10_000
MAX_PERSON_ENTRIES = 100  # aliases, and addresses, of a person

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}", re.ASCII)
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]{1,64}")
_AUTHSERV_ID = re.compile(r"[a-z0-9](?:[a-z0-9._:-]*[a-z0-9])?", re.ASCII)
_HTTPS = re.compile(r"https://[!-~]+")


def check_well_formed(allowlist: Allowlist) -> None:
    """Raise DocumentError at the first thing that breaks a rule, naming brand and field."""
    ids = [brand.id for brand in allowlist.brands]
    if len(set(ids)) != len(ids):
        repeated = next(brand_id for brand_id, times in Counter(ids).items() if times > 1)
        raise DocumentError(f"two brands have the id {repeated!r}")
    for brand in allowlist.brands:
        for field, value in _faults(brand):
            raise DocumentError(f"brand {brand.id[:80]!r}: {field}: {value[:100]!r} is not allowed (docs/format.md)")
    for platform in allowlist.platforms:
        if not is_host(platform.domain):
            raise DocumentError(f"platform {platform.domain[:100]!r} is not a domain name in lower-case A-labels")
    for field, value in _faults_beside_brands(allowlist):
        raise DocumentError(f"{field}: {value[:100]!r} is not allowed (docs/format.md)")


def is_id(text: str) -> bool:
    """Is it an id of a brand?"""
    return _ID.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Is it a name that can be shown: not empty, not long, nothing invisible in it?"""
    return 0 < len(text.strip()) == len(text) <= MAX_NAME_CHARS and text.isprintable()


def is_host(text: str) -> bool:
    """Is it a domain name of two labels or more, in lower-case A-labels?"""
    return _HOST.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Is it a plain address in lower case?"""
    local, _, host = text.rpartition("@")
    return _LOCAL.fullmatch(local) is not None and text == text.lower() and local.isprintable() and is_host(host)


def is_authserv_id(text: str) -> bool:
    """Is it the id of a mail server (RFC 8601 section 2.2) in lower case: mostly its host name?"""
    return len(text) <= MAX_AUTHSERV_ID_CHARS and _AUTHSERV_ID.fullmatch(text) is not None


def is_https(text: str) -> bool:
    """Is it an https address?"""
    return len(text) <= MAX_URL_CHARS and _HTTPS.fullmatch(text) is not None


def _faults(brand: Brand) -> Iterator[tuple[str, str]]:
    if not is_id(brand.id):
        yield "id", brand.id
    if not is_name(brand.name):
        yield "name", brand.name
    yield from (("aliases", a.text) for a in brand.aliases if not is_name(a.text))
    for field in ("domains", "links", "known", "owned", "tenants"):
        yield from ((field, host) for host in getattr(brand, field) if not is_host(host))
    for field in ("senders", "carriers"):
        yield from ((field, address) for address in getattr(brand, field) if not is_address(address))
    yield from (("phones", phone) for phone in brand.phones if not is_phone(phone))
    for field, most in MAX_ENTRIES.items():
        yield from _too_many(field, getattr(brand, field), most)
    if brand.policy_url is not None and not is_https(brand.policy_url):
        yield "policy_url", brand.policy_url


def _faults_beside_brands(allowlist: Allowlist) -> Iterator[tuple[str, str]]:
    yield from _too_many("authserv_ids", allowlist.authserv_ids, MAX_AUTHSERV_IDS)
    yield from (("authserv_ids", text) for text in allowlist.authserv_ids if not is_authserv_id(text))
    yield from _too_many("blocked", allowlist.blocked, MAX_BLOCKED)
    yield from (("blocked", entry.entry) for entry in allowlist.blocked if not _is_blockable(entry))
    yield from _too_many("persons", allowlist.persons, MAX_PERSONS)
    for person in allowlist.persons:
        yield from _faults_of_person(person)


def _is_blockable(entry: Blocked) -> bool:
    return is_address(entry.entry) if entry.sender is not None else is_host(entry.entry)


def _faults_of_person(person: Person) -> Iterator[tuple[str, str]]:
    where = f"person {person.name[:MAX_NAME_CHARS]!r}"
    yield from ((where, name) for name in (person.name, *person.aliases) if not is_name(name))
    yield from ((where, address) for address in person.addresses if not is_address(address))
    if not person.addresses:
        yield where, "no addresses"
    for entries in (person.aliases, person.addresses):
        yield from _too_many(where, entries, MAX_PERSON_ENTRIES)


def _too_many(field: str, entries: Sized, most: int) -> Iterator[tuple[str, str]]:
    if len(entries) > most:
        yield field, f"{len(entries)} entries, more than {most}"

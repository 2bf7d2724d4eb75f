"""The rules for what stands in a list (docs/format.md section 4), asked when a list is signed, verified or published.

Not asked at each start: the bytes are signed and passed here when they were published.
"""

import re
from collections.abc import Iterator

from lencana.core.brands.allowlist import Allowlist, Brand
from lencana.errors import DocumentError

MAX_NAME_CHARS = 100  # characters of a name or alias
MAX_URL_CHARS = 2000

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}", re.ASCII)
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~\x80-\U0010ffff-]{1,64}")
_HTTPS = re.compile(r"https://[!-~]+")


def check_well_formed(allowlist: Allowlist) -> None:
    """Raise DocumentError at the first thing that breaks a rule, naming brand and field."""
    ids = [brand.id for brand in allowlist.brands]
    if len(set(ids)) != len(ids):
        raise DocumentError(f"two brands have the id {next(i for i in ids if ids.count(i) > 1)!r}")
    for brand in allowlist.brands:
        for field, value in _faults(brand):
            raise DocumentError(f"brand {brand.id[:80]!r}: {field}: {value[:100]!r} is not allowed (docs/format.md)")
    for platform in allowlist.platforms:
        if not is_host(platform.domain):
            raise DocumentError(f"platform {platform.domain[:100]!r} is not a domain name in lower-case A-labels")


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


def is_https(text: str) -> bool:
    """Is it an https address?"""
    return len(text) <= MAX_URL_CHARS and _HTTPS.fullmatch(text) is not None


def _faults(brand: Brand) -> Iterator[tuple[str, str]]:
    if not is_id(brand.id):
        yield "id", brand.id
    if not is_name(brand.name):
        yield "name", brand.name
    yield from (("aliases", a.text) for a in brand.aliases if not is_name(a.text))
    for field in ("domains", "links", "known"):
        yield from ((field, host) for host in getattr(brand, field) if not is_host(host))
    yield from (("senders", address) for address in brand.senders if not is_address(address))
    if brand.policy_url is not None and not is_https(brand.policy_url):
        yield "policy_url", brand.policy_url

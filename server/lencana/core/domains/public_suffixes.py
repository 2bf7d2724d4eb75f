"""Public suffixes and registrable domains (https://publicsuffix.org/list/), as tldextract decides them.

The list is the snapshot in tldextract's package: nothing is fetched, and no cache folder is written.
What that costs, and what follows from the age of the snapshot: docs/decisions/0003.
"""

import gc
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract

CACHED_NAMES = 4096  # a message names the same hosts again and again; tldextract takes 2.5 µs to answer


@lru_cache(maxsize=CACHED_NAMES)
def registrable(name: str) -> str:
    """The registrable domain of a name in lower-case A-labels: its public suffix and one label more.

    "" for a name that is itself a public suffix. Private suffixes count: `rina.github.io` is registrable.
    """
    parts = _extractor()(name)
    if parts.suffix:
        return parts.top_domain_under_public_suffix
    # No rule matches, so the prevailing rule is "*": the last label is the suffix (the list's algorithm, step 2).
    return f"{parts.subdomain.rpartition('.')[2]}.{parts.domain}" if parts.subdomain else ""


def is_icann_suffix(suffix: str) -> bool:
    """Is a public suffix in the ICANN section of the list, as `co.id` is, and not in the private one (`github.io`)?"""
    return not _extractor()(suffix).is_private


def rules() -> Iterator[str]:
    """The rules of the list but for its exceptions, in lower-case A-labels: `com`, `github.io`, `*.ck`."""
    import idna

    for rule in _extractor().tlds:
        if not rule.startswith("!"):
            star = "*." if rule.startswith("*.") else ""
            name = rule.removeprefix("*.")
            yield star + (name if name.isascii() else idna.encode(name).decode("ascii"))


@cache
def _extractor() -> "TLDExtract":
    collects = gc.isenabled()
    gc.disable()  # it would look through 20,000 new objects again and again: a sixth of the time that this takes
    try:
        from tldextract import (
            TLDExtract,
        )  # here, for it loads requests: commands that need no domains do not wait for it

        extractor = TLDExtract(
            cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True
        )
        extractor("")  # reads the list
    finally:
        if collects:
            gc.enable()
    return extractor

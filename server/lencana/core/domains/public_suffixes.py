"""Public suffixes and registrable domains (https://publicsuffix.org/list/), as tldextract decides them.

The list is the snapshot in tldextract's package: nothing is fetched, and no cache folder is written. Platforms that are
newer than the snapshot are added (data/newer_suffixes.txt).
What that costs, and what follows from the age of the snapshot: docs/decisions/0003.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lencana.data import read_table
from lencana.paused_gc import gc_paused

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
    return suffix not in _newer_suffixes() and not _extractor()(suffix).is_private


def is_in_known_zone(name: str) -> bool:
    """Does a name in lower-case A-labels end in a public suffix of the list, and not merely in some label?"""
    return bool(_extractor()(name).suffix)


def wildcard_parent(suffix: str) -> str:
    """The parent whose wildcard rule alone makes `suffix` a public suffix: `bd` of `openai.bd`, by `*.bd`.

    "" for a public suffix with a rule of its own.
    """
    parent = suffix.partition(".")[2]
    return parent if parent in _wildcards() and suffix not in _extractor().tlds else ""


def rules() -> Iterator[str]:
    """The rules of the list but for its exceptions, in lower-case A-labels: `com`, `github.io`, `*.ck`."""
    import idna

    for rule in _extractor().tlds:
        if not rule.startswith("!"):
            star = "*." if rule.startswith("*.") else ""
            name = rule.removeprefix("*.")
            yield star + (name if name.isascii() else idna.encode(name).decode("ascii"))


@cache
def _wildcards() -> frozenset[str]:
    return frozenset(rule.removeprefix("*.") for rule in _extractor().tlds if rule.startswith("*."))


@cache
def _newer_suffixes() -> frozenset[str]:
    return frozenset(read_table("newer_suffixes.txt"))


@cache
@gc_paused()  # it would look through 20,000 new objects again and again: a sixth of the time that this takes
def _extractor() -> "TLDExtract":
    from tldextract import TLDExtract  # here, for it loads requests: commands that need no domains do not wait for it

    extractor = TLDExtract(
        cache_dir=None,
        suffix_list_urls=(),
        fallback_to_snapshot=True,
        include_psl_private_domains=True,
        extra_suffixes=sorted(_newer_suffixes()),
    )
    extractor("")  # reads the list
    return extractor

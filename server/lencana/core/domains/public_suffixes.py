"""Public suffixes and registrable domains (https://publicsuffix.org/list/), by the rules that tldextract brings.

The list is the snapshot in tldextract's package: nothing is fetched, and no cache folder is written. Platforms that are
newer than the snapshot are added (data/newer_suffixes.txt). Most names need no more than the longest rule that they end
in; where wildcards apply, tldextract decides. It is loaded only then, for it loads requests and all that this needs.
What that costs, and what follows from the age of the snapshot: docs/decisions/0003.
"""

import gc
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lencana.data import read_of_package, read_table

if TYPE_CHECKING:
    from tldextract import TLDExtract

CACHED_NAMES = 4096  # a message names the same hosts again and again
_SNAPSHOT = "tldextract", ".tld_set_snapshot"
_PRIVATE_SECTION = "// ===BEGIN PRIVATE DOMAINS==="
_RULE = re.compile(r"^[^\s/]\S*", re.MULTILINE)


class _Rules(NamedTuple):
    plain: frozenset[str]  # without wildcards and their exceptions
    private: frozenset[str]  # those of the private section among them
    wildcards: frozenset[str]  # the parents of wildcards: `ck` of `*.ck`


@lru_cache(maxsize=CACHED_NAMES)
def registrable(name: str) -> str:
    """The registrable domain of a name in lower-case A-labels: its public suffix and one label more.

    "" for a name that is itself a public suffix. Private suffixes count: `rina.github.io` is registrable.
    """
    rule = _longest_rule(name)
    if rule is None:
        return registrable_by_tldextract(name)
    # Where no rule matches, the prevailing rule is "*": the last label is the suffix (the list's algorithm, step 2).
    suffix = rule or name.rpartition(".")[2]
    return "" if suffix == name else f"{name[: -len(suffix) - 1].rpartition('.')[2]}.{suffix}"


def registrable_by_tldextract(name: str) -> str:
    """The same, as tldextract itself decides it."""
    parts = _extractor()(name)
    if parts.suffix:
        return parts.top_domain_under_public_suffix
    return f"{parts.subdomain.rpartition('.')[2]}.{parts.domain}" if parts.subdomain else ""


def is_icann_suffix(suffix: str) -> bool:
    """Is a public suffix in the ICANN section of the list, as `co.id` is, and not in the private one (`github.io`)?"""
    if suffix in _newer_suffixes():
        return False
    rule = _longest_rule(suffix)
    return not _extractor()(suffix).is_private if rule is None else rule not in _rules_for(rule).private


def is_in_known_zone(name: str) -> bool:
    """Does a name in lower-case A-labels end in a public suffix of the list, and not merely in some label?"""
    rule = _longest_rule(name)
    return bool(_extractor()(name).suffix if rule is None else rule)


def wildcard_parent(suffix: str) -> str:
    """The parent whose wildcard rule alone makes `suffix` a public suffix: `bd` of `openai.bd`, by `*.bd`.

    "" for a public suffix with a rule of its own.
    """
    parent = suffix.partition(".")[2]
    known = _rules_for(suffix)
    return parent if parent in known.wildcards and suffix not in known.plain else ""


def rules() -> Iterator[str]:
    """The rules of the list but for its exceptions, in lower-case A-labels: `com`, `github.io`, `*.ck`."""
    yield from _in_a_labels().plain
    yield from (f"*.{parent}" for parent in _in_a_labels().wildcards)


def _longest_rule(name: str) -> str | None:
    """The longest rule that a name ends in; "" if there is none, and None below a wildcard, or at its parent."""
    known = _rules_for(name)
    plain, wildcards = known.plain, known.wildcards
    longest, dot = "", len(name)
    while dot >= 0:
        dot = name.rfind(".", 0, dot)
        parent = name[dot + 1 :]
        if parent in wildcards:
            return None
        if parent in plain:
            longest = parent
    return longest


def _rules_for(name: str) -> _Rules:
    return _in_a_labels() if "xn--" in name else _as_written()


@cache
def _as_written() -> _Rules:
    """The rules as the list writes them: some are in U-labels."""
    icann, private = sections()
    every = icann | private | _newer_suffixes()
    wildcards = frozenset(rule.removeprefix("*.") for rule in every if rule.startswith("*."))
    return _Rules(frozenset(rule for rule in every if rule[0] not in "*!"), private, wildcards)


@cache
def _in_a_labels() -> _Rules:
    """The same in A-labels, which takes 8 ms to make, and few names need."""
    return _Rules(*(frozenset(map(_a_labels, part)) for part in _as_written()))


def _a_labels(name: str) -> str:
    if name.isascii():
        return name
    return ".".join(x if x.isascii() else "xn--" + x.encode("punycode").decode("ascii") for x in name.split("."))


def sections() -> tuple[frozenset[str], frozenset[str]]:
    """The rules of the snapshot: the ICANN section, and the private one."""
    snapshot = read_of_package(*_SNAPSHOT)
    if snapshot is None:  # tldextract keeps it elsewhere now
        return sections_by_tldextract()
    icann, _, private = snapshot.decode().partition(_PRIVATE_SECTION)
    return frozenset(_RULE.findall(icann)), frozenset(_RULE.findall(private))


def sections_by_tldextract() -> tuple[frozenset[str], frozenset[str]]:
    """The same, as tldextract itself reads them."""
    icann = frozenset(_make_extractor(private=False).tlds)
    return icann, frozenset(_make_extractor().tlds) - icann


@cache
def _newer_suffixes() -> frozenset[str]:
    return frozenset(read_table("newer_suffixes.txt"))


@cache
def _extractor() -> "TLDExtract":
    return _make_extractor(sorted(_newer_suffixes()))


def _make_extractor(extra: Iterable[str] = (), *, private: bool = True) -> "TLDExtract":
    collects = gc.isenabled()
    gc.disable()  # it would look through 20,000 new objects again and again: a sixth of the time that this takes
    try:
        from tldextract import TLDExtract

        extractor = TLDExtract(
            cache_dir=None,
            suffix_list_urls=(),
            fallback_to_snapshot=True,
            include_psl_private_domains=private,
            extra_suffixes=tuple(extra),
        )
        extractor("")  # reads the list
    finally:
        if collects:
            gc.enable()
    return extractor

"""Faults of a brand that is well formed: an error would make strangers green or cry wolf; a warning deserves a look."""

from collections.abc import Iterator
from functools import cache

import idna

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import to_unicode
from lencana.core.domains.freemail import freemail
from lencana.core.domains.public_suffixes import is_icann_suffix, registrable, rules
from lencana.core.lookalike.dictionary import is_common
from lencana.core.lookalike.techniques.scripts import is_mixed_script
from lencana.trust.lint.remarks import Level, Remark, error, note, parents, warning

MIN_NAME_CHARS = 3  # letters of a name below which it stands in too many other texts
_NOT_ON_THE_INTERNET = {  # RFC 6761, 6762, 7686, 8375, 9476 and ICANN's "internal"
    "alt", "example", "internal", "invalid", "local", "localhost", "onion", "test", "home.arpa",
}  # fmt: skip


def lint_brand(brand: Brand) -> Iterator[Remark]:
    """All remarks on one brand."""
    yield from _domains(brand)
    for host in brand.links:
        if not registrable(host):
            yield note(brand, "links", host, "link_suffix")
    for address in brand.senders:
        if address.rpartition("@")[2] in freemail():
            yield warning(brand, "senders", address, "freemail_address")
    yield from _names(brand)
    for field in ("domains", "links"):
        for host in sorted({*brand.known} & {*getattr(brand, field)}):
            yield error(brand, "known", host, "other_field", field=field)
    if not (brand.domains or brand.senders or brand.owned):
        yield Remark(Level.WARNING, "no_sources", {"brand": brand.name}, f"brand.{brand.id}.domains")


def _domains(brand: Brand) -> Iterator[Remark]:
    own = set(brand.domains)
    for host in brand.domains:
        if not registrable(host) and is_icann_suffix(host):
            yield error(brand, "domains", host, "public_suffix")
        elif not registrable(host):
            if host not in brand.tenants:
                yield warning(brand, "domains", host, "customer_names", below=host)
        elif host in freemail():
            yield error(brand, "domains", host, "freemail_domain", brand=brand.name)
        elif (below := _suffix_below().get(host)) and host not in brand.tenants:
            yield warning(brand, "domains", host, "customer_names", below=below)
        if above := next((name for name in parents(host) if name in own), None):
            yield note(brand, "domains", host, "covered", above=above)
    for field in ("domains", "links", "owned", "tenants"):
        for host in getattr(brand, field):
            yield from _spelling(brand, field, host)


@cache
def _suffix_below() -> dict[str, str]:
    """Names that can be registered, with a public suffix under them: amazonaws.com, with s3.amazonaws.com."""
    shortest_last = sorted(rules(), key=lambda name: (-len(name), name))
    suffix_below = {parent: name for name in shortest_last for parent in parents(name)}
    return {parent: name for parent, name in suffix_below.items() if registrable(parent)}


def _spelling(brand: Brand, field: str, host: str) -> Iterator[Remark]:
    if "xn--" in host:
        labels = to_unicode(host).split(".")
        if any(map(is_mixed_script, labels)):
            yield error(brand, field, host, "mixed_scripts", unicode=to_unicode(host))
        elif not _is_idna(host):
            yield warning(brand, field, host, "unregistrable")
        else:
            yield warning(brand, field, host, "unicode_name", unicode=to_unicode(host))
    elif "_" in host:
        yield warning(brand, field, host, "unregistrable")
    if host.rpartition(".")[2] in _NOT_ON_THE_INTERNET or host.endswith(".home.arpa"):
        yield warning(brand, field, host, "not_on_internet")


def _names(brand: Brand) -> Iterator[Remark]:
    marked = {alias.text.casefold() for alias in brand.aliases if alias.common}
    for name in dict.fromkeys((brand.name, *(alias.text for alias in brand.aliases))):
        if name.casefold() in marked:
            continue
        if sum(map(str.isalnum, name)) < MIN_NAME_CHARS:
            yield warning(brand, "aliases", name, "short_name")
        elif is_common(name.casefold()):
            yield warning(brand, "aliases", name, "common_name" if name == brand.name else "common_alias")


def is_too_plain(name: str) -> bool:
    """Is a name too short, or an everyday word, to be claimed by whoever writes it?"""
    return sum(map(str.isalnum, name)) < MIN_NAME_CHARS or is_common(name.casefold())


def _is_idna(host: str) -> bool:
    try:
        idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return False
    return True

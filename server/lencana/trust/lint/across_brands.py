"""Mistakes that show only when brands are compared with each other, or the list with the one in force."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain

from lencana.core.brands.allowlist import Allowlist, Brand, Guard
from lencana.core.domains.domain import Domain
from lencana.core.domains.public_suffixes import registrable
from lencana.core.lookalike import LookalikeIndex
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.lint.remarks import Level, Remark, error, note, warning
from lencana.trust.lint.size import envelope_bytes, remark_on_size
from lencana.trust.list_source import list_source
from lencana.trust.list_source.list_source import ListSource

SHORT_LIFETIME = timedelta(days=3)  # less leaves no time to notice a renewal that failed
LONG_LIFETIME = timedelta(days=31)  # more leaves a reader with a withheld list for long
MAX_HOMOGRAPH_BRANDS = 10_000  # further brands whose names are compared with the guarded ones
MAX_FULL_GUARD_BRANDS = 2_000  # brands beyond which names are no longer compared with each other


def lint_list(source: ListSource, in_force: Allowlist | None, *, only_new: bool = False) -> Iterator[Remark]:
    """All remarks of this kind; `in_force` is the list in force, if there is one.

    With `only_new`, brands that are in force as they are here are not compared with each other for imitations.
    """
    settled = frozenset(in_force.brands) if in_force and only_new else frozenset()
    yield from _duplicate_entries(source.brands)
    yield from _imitations(source.brands, settled)
    yield from _senders_at_unlisted_domains(source.brands)
    yield from _lifetime(source.lifetime)
    yield from _size(source)
    if in_force:
        yield from _shrink(len(source.brands), len(in_force.brands), "fewer_brands")
        yield from _shrink(_entries(source.brands), _entries(in_force.brands), "fewer_sources")


def _duplicate_entries(brands: Sequence[Brand]) -> Iterator[Remark]:
    for field in ("domains", "senders", "owned", "tenants", "carriers"):
        owner: dict[str, Brand] = {}
        for brand in brands:
            for entry in getattr(brand, field):
                first = owner.setdefault(entry, brand)
                if first is not brand:
                    yield error(brand, field, entry, "duplicate", brand=first.name)
        if field == "domains":
            yield from _nested(brands, owner)
            yield from _owned_by_others(brands, owner)


def _owned_by_others(brands: Sequence[Brand], owner: dict[str, Brand]) -> Iterator[Remark]:
    for brand in brands:
        for field in ("owned", "tenants"):
            for host in getattr(brand, field):
                other = owner.get(host, brand)
                if other is not brand:
                    yield error(brand, field, host, "duplicate", brand=other.name)


def _nested(brands: Sequence[Brand], owner: dict[str, Brand]) -> Iterator[Remark]:
    for brand in brands:
        for host in brand.domains:
            parent = host.partition(".")[2]
            while parent:
                if (other := owner.get(parent)) and other is not brand:
                    yield warning(brand, "domains", host, "nested", above=parent, brand=other.name)
                parent = parent.partition(".")[2]


def _imitations(brands: Sequence[Brand], settled: frozenset[Brand]) -> Iterator[Remark]:
    """Names that imitate another brand's, except where both brands are settled."""
    guarded = [brand for brand in brands if brand.guard is Guard.FULL]
    new = [brand for brand in guarded if brand not in settled]
    if len(new) > MAX_FULL_GUARD_BRANDS:
        return
    old = [brand for brand in guarded if brand in settled]
    bulk = [brand for brand in brands if brand.guard is not Guard.FULL][:MAX_HOMOGRAPH_BRANDS]
    new_bulk = [brand for brand in bulk if brand not in settled]
    exempt = {host for brand in brands for host in (*brand.links, *brand.known, *brand.tenants)}
    old_index = (LookalikeIndex(old, exempt),) if old and (new or new_bulk) else ()
    new_index = (LookalikeIndex(new, exempt),) if new else ()
    for brand, others in chain(
        ((brand, (*indexes, *old_index)) for brand, indexes in indexes_without_brand(new, exempt)),
        ((brand, (*new_index, *old_index)) for brand in new_bulk),
        ((brand, new_index) for brand in (*old, *bulk) if new_index and brand in settled),
    ):
        for field, host in (*(("domains", host) for host in brand.domains), *(("owned", host) for host in brand.owned)):
            name = Domain.parse(host)
            if lookalike := next(filter(None, (index.find(name) for index in others)), None):
                params = {"imitates": lookalike.imitates, "brand": lookalike.brand.name}
                yield warning(brand, field, host, "imitation", **params)


def indexes_without_brand(
    brands: Sequence[Brand], exempt: set[str]
) -> Iterator[tuple[Brand, Sequence[LookalikeIndex]]]:
    """Each brand with indexes that together hold all other brands, but not this one.

    An index for each brand would take hours for thousands. Group testing by bits needs 2 × log2(n): for each bit of a
    brand's position there is one index of the brands that have it set and one of those that have not. Two positions
    differ in at least one bit, so every other brand is in the opposite half of some bit; the brand itself never is.
    Of four brands, number 2 (binary 10) is looked up in "bit 0 set" (1, 3) and in "bit 1 not set" (0, 1).
    """
    bits = range((len(brands) - 1).bit_length())
    halves = [
        [
            LookalikeIndex((b for position, b in enumerate(brands) if position >> bit & 1 == side), exempt)
            for side in (0, 1)
        ]
        for bit in bits
    ]
    for position, brand in enumerate(brands):
        yield brand, [halves[bit][1 - (position >> bit & 1)] for bit in bits]


def _senders_at_unlisted_domains(brands: Sequence[Brand]) -> Iterator[Remark]:
    having = [brand for brand in brands if brand.senders]
    listed = {registrable(host) or host for brand in brands for host in brand.domains} if having else set()
    for brand in having:
        for address in brand.senders:
            host = address.rpartition("@")[2]
            if (registrable(host) or host) not in listed:
                yield note(brand, "senders", address, "unlisted_host", host=host)


def _lifetime(lifetime: timedelta) -> Iterator[Remark]:
    if lifetime < SHORT_LIFETIME:
        hours = str(lifetime // timedelta(hours=1))
        yield Remark(Level.WARNING, "short_lifetime", {"hours": hours}, "expires_in")
    if lifetime > LONG_LIFETIME:
        yield Remark(Level.WARNING, "long_lifetime", {"days": str(lifetime.days)}, "expires_in")


def _shrink(now: int, before: int, code: str) -> Iterator[Remark]:
    if before > 1 and now * 2 < before:
        yield Remark(Level.WARNING, code, {"before": str(before), "now": str(now)})


def _entries(brands: Sequence[Brand]) -> int:
    return sum(len(brand.domains) + len(brand.senders) for brand in brands)


def _size(source: ListSource) -> Iterator[Remark]:
    document = list_source.build_allowlist(source, 1, None, datetime(2000, 1, 1, tzinfo=UTC))
    if remark := remark_on_size(envelope_bytes(len(encode_allowlist(document)))):
        yield remark

"""Faults that only the whole list shows, or the list beside the one in force."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from lencana.core.allowlist import Allowlist, Brand, Guard
from lencana.core.domain import Domain, registrable
from lencana.core.lookalike import LookalikeIndex
from lencana.trust.lint.brand import Level, Remark, error, warning
from lencana.trust.source import Source

SHORT_LIFE = timedelta(days=3)  # less leaves no time to notice a renewal that failed
LONG_LIFE = timedelta(days=31)  # more leaves a reader with a withheld list for long
MOST_BULK = 10_000  # further brands whose names are held against the guarded ones
MOST_GUARDED = 200  # brands beyond which names are no longer held against each other: the time grows with the square


def lint_list(source: Source, held: Allowlist | None) -> Iterator[Remark]:
    """All remarks of this kind; `held` is the list in force, if there is one."""
    yield from _shared(source.brands)
    yield from _imitations(source.brands)
    yield from _strangers_domains(source.brands)
    yield from _life(source.life)
    if held:
        yield from _shrink(len(source.brands), len(held.brands), "brands")
        yield from _shrink(_entries(source.brands), _entries(held.brands), "domains and senders")


def _shared(brands: Sequence[Brand]) -> Iterator[Remark]:
    for field in ("domains", "senders"):
        owner: dict[str, Brand] = {}
        for brand in brands:
            for entry in getattr(brand, field):
                first = owner.setdefault(entry, brand)
                if first is not brand:
                    yield error(brand, field, entry, f"belongs to brand {first.id!r} too; only one can have it")
        if field == "domains":
            yield from _nested(brands, owner)


def _nested(brands: Sequence[Brand], owner: dict[str, Brand]) -> Iterator[Remark]:
    for brand in brands:
        for host in brand.domains:
            parent = host.partition(".")[2]
            while parent:
                if (other := owner.get(parent)) and other is not brand:
                    yield warning(brand, "domains", host, f"is under {parent}, which is brand {other.id!r}'s")
                parent = parent.partition(".")[2]


def _imitations(brands: Sequence[Brand]) -> Iterator[Remark]:
    guarded = [brand for brand in brands if brand.guard is Guard.FULL]
    if len(guarded) > MOST_GUARDED:
        return
    bulk = [brand for brand in brands if brand.guard is not Guard.FULL][:MOST_BULK]
    everyone = LookalikeIndex(guarded)
    pairs = [(brand, LookalikeIndex([other for other in guarded if other is not brand])) for brand in guarded]
    for brand, index in [*pairs, *((brand, everyone) for brand in bulk)]:
        for host in brand.domains:
            if found := index.find(Domain.parse(host)):
                yield warning(
                    brand,
                    "domains",
                    host,
                    f"looks like {found.imitates}, which is brand {found.brand.id!r}'s; is it really this brand's?",
                )


def _strangers_domains(brands: Sequence[Brand]) -> Iterator[Remark]:
    listed = {registrable(host) or host for brand in brands for host in brand.domains}
    for brand in brands:
        for address in brand.senders:
            host = address.rpartition("@")[2]
            if (registrable(host) or host) not in listed:
                why = f"is at {host}, which no brand here has: imitations of {host} itself go unnoticed"
                yield Remark(Level.NOTE, f"brand {brand.id!r}: senders: {address} {why}")


def _life(life: timedelta) -> Iterator[Remark]:
    if life < SHORT_LIFE:
        yield Remark(Level.WARNING, f"expires_in: nothing is verified after {_span(life)} unless somebody signs again")
    if life > LONG_LIFE:
        yield Remark(
            Level.WARNING, f"expires_in: for {_span(life)} a reader may be kept on this list without noticing it"
        )


def _shrink(now: int, before: int, what: str) -> Iterator[Remark]:
    if before > 1 and now * 2 < before:
        yield Remark(Level.WARNING, f"the list shrinks from {before} to {now} {what}; is this the whole file?")


def _entries(brands: Sequence[Brand]) -> int:
    return sum(len(brand.domains) + len(brand.senders) for brand in brands)


def _span(life: timedelta) -> str:
    return f"{life.days} days" if life >= timedelta(days=2) else f"{life // timedelta(hours=1)} hours"

#!/usr/bin/env python3
"""Check the brand packs and the platforms (server/lencana/data/packs); exit 1 if anything is wrong.

usage: tools/packs.py [--lookalikes FILE...]
With --lookalikes also: names of one brand that look like another's, and the names in the FILEs (of much visited sites,
one a line or the first column) that look like a brand's. packs_judged.txt says which of these are imitations all the
same; the others are false alarms, of which 100 in a million are allowed.
Fields that the loader of lists does not know are checked, too.
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.domains.public_suffixes import registrable
from lencana.core.lookalike import LookalikeIndex

PACKS = Path(__file__).parents[1] / "server/lencana/data/packs"
OWN = ("domains", "owned", "tenants", "links")  # fields of hosts that are the brand's
MAX_FALSE_PER_MILLION = 100
ADDRESSES = ("senders", "carriers")
SOURCED = (*OWN, *ADDRESSES, "known", "phones", "never_asks")
FIELDS = {"id", "name", "aliases", "guard", "policy_url", "links_complete", *SOURCED}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,20}")
_ARRAY = re.compile(r"(?P<field>[a-z_]+) = \[")
_SOURCE = re.compile(r"source:\s*(?P<text>\S.*)")


def main() -> int:
    """Print what is wrong, and the sizes."""
    packs = {path.stem: path.read_text() for path in sorted(PACKS.glob("*.toml"))}
    data = {name: tomllib.loads(text) for name, text in packs.items()}
    platforms = [platform["domain"] for platform in data["platforms"]["platform"]]
    faults = [fault for name, text in packs.items() for fault in unsourced(name, text)] + [*faults_of_brands(data)]
    for name, n in Counter(platforms).items():
        if n > 1 or not _HOST.fullmatch(name) or not registrable(name) or name in freemail():
            faults.append(f"platforms: {name} is twice there, a public suffix, a mailbox provider, or no host name")
    if sys.argv[1:2] != ["--lookalikes"]:
        print("".join(f"{fault}\n" for fault in faults), end="")
    for name, pack in data.items():
        green = sum(len(brand.get("domains", ())) for brand in pack.get("brand", ()))
        print(f"{name:34}{len(pack.get('brand', pack.get('platform', ()))):5} entries{green:5} green domains")
    if sys.argv[1:2] == ["--lookalikes"]:
        brands = [brand_of(toml) for pack in data.values() for toml in pack.get("brand", ())]
        exempt = {*platforms, *freemail()}
        faults += sorted(set(between(brands, exempt)))
        print(*faults, sep="\n")
        names = [line.split()[0] for file in sys.argv[2:] for line in Path(file).read_text().split("\n") if line]
        alarms = list(alarms_on(LookalikeIndex(brands, exempt), names))
        false = [alarm for alarm in alarms if judgement_of(alarm.partition(" ")[0]) == "harmless"]
        counts = Counter(judgement_of(alarm.partition(" ")[0]) for alarm in alarms)
        print(*false, f"{len(alarms)} of {len(names)} names look like a brand's: {dict(counts)}", sep="\n")
        if len(false) * 1_000_000 > MAX_FALSE_PER_MILLION * len(names):
            faults.append(f"{len(false)} of them are harmless; {MAX_FALSE_PER_MILLION} in a million may be")
            print(faults[-1])
    return bool(faults)


@cache
def judgements() -> dict[str, str]:
    """What packs_judged.txt says of each name: the word above it in brackets."""
    judged, kind = dict[str, str](), ""
    for line in (Path(__file__).parent / "packs_judged.txt").read_text().splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif not line.startswith("#"):
            judged.update(dict.fromkeys(line.split(), kind))
    return judged


def judgement_of(name: str) -> str:
    """How a name that raises an alarm was judged; one that nobody judged is harmless."""
    return judgements().get(name, "harmless")


def unsourced(pack: str, text: str) -> Iterator[str]:
    """Values without a `# source:` above them, and green domains with one list's word alone."""
    field, source, in_comment = "", "", False
    for number, line in enumerate(text.splitlines(), 1):
        here = line.strip()
        if here.startswith("#"):
            found = _SOURCE.search(here)
            if found or not in_comment:
                source = found["text"] if found else ""
            elif source:
                source += " " + here[1:].strip()
            in_comment = True
            continue
        if opens := _ARRAY.match(line):
            field = opens["field"]
        is_value = field in SOURCED and (here.startswith('"') or (opens and not line.endswith("[")))
        if (is_value or here.startswith("domain =")) and not source:
            yield f"{pack}:{number}: no source above {here[:60]}"
        elif is_value and field == "domains" and not is_enough(source):
            yield f"{pack}:{number}: green by one list alone: {here[:60]}"
        if not here or (here.endswith("]") and not here.startswith("[[")):
            source = ""
        in_comment = False


def is_enough(source: str) -> bool:
    """May a domain be green by this source: a page of the brand, or two lists that do not know of each other?"""
    parts = [part.strip() for part in source.split(";")]
    return source.startswith("brand:") or len({re.split(r"[ -]", part)[0].lower() for part in parts}) > 1


def faults_of_brands(data: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Faults that a brand's fields have, or that the packs have beside each other."""
    brands = [(name, brand) for name, pack in data.items() for brand in pack.get("brand", ())]
    tenants = {host for _, brand in brands for host in brand.get("tenants", ())}
    owner = dict[str, str]()
    yield from (f"id {key!r} is {n} brands'" for key, n in Counter(b["id"] for _, b in brands).items() if n > 1)
    for pack, brand in brands:
        where = f"{pack}: {brand['id']}"
        yield from (f"{where}: unknown field {field!r}" for field in brand.keys() - FIELDS)
        for field in (*OWN, "known"):
            for host in brand.get(field, ()):
                if not _HOST.fullmatch(host):
                    yield f"{where}: {field}: {host} is not a host name in lower-case A-labels"
                if field != "known" and owner.setdefault(host, where) != where:
                    yield f"{where}: {field}: {host} is listed at {owner[host]} too"
                if field in ("domains", "owned", "links") and not registrable(host):
                    yield f"{where}: {field}: {host} is a public suffix"
                if field in ("domains", "owned") and host in freemail():
                    yield f"{where}: {field}: {host} gives a mailbox to anybody"
                if field in ("domains", "links") and any(Domain.parse(host).is_within(name) for name in tenants):
                    yield f"{where}: {field}: {host} is a tenant's, or under one"
        repeated = Counter(host for field in (*OWN, "known") for host in brand.get(field, ()))
        yield from (f"{where}: {host} stands there twice" for host, n in repeated.items() if n > 1)
        for field in ADDRESSES:
            for address in brand.get(field, ()):
                local, _, host = address.rpartition("@")
                if not local or address != address.lower() or not _HOST.fullmatch(host) or host in freemail():
                    yield f"{where}: {field}: {address} is not an address of its own in lower case"
                own = [*brand.get("domains", ()), *brand.get("owned", ())]
                if field == "carriers" and not any(Domain.parse(host).is_within(name) for name in own):
                    yield f"{where}: carriers: {address} is not at one of its domains"
        yield from (f"{where}: phones: {p!r}" for p in brand.get("phones", ()) if not _PHONE.fullmatch(p))


def brand_of(toml: dict[str, Any]) -> Brand:
    """A pack's entry as the index of imitations wants it: what the brand owns is no imitation."""
    aliases = [{"text": alias} if isinstance(alias, str) else alias for alias in toml.get("aliases", ())]
    links = [host for field in ("owned", "tenants", "links") for host in toml.get(field, ())]
    return msgspec.convert({**toml, "aliases": aliases, "links": links}, Brand)


def between(brands: Sequence[Brand], exempt: set[str]) -> Iterator[str]:
    """Names of one brand that look like another's. Two brands differ in a bit of their places: two indexes a bit do."""
    for bit in range((len(brands) - 1).bit_length()):
        sides = [[b for place, b in enumerate(brands) if place >> bit & 1 == side] for side in (0, 1)]
        for mine, others in (sides, sides[::-1]):
            index = LookalikeIndex(others, exempt)
            for brand in mine:
                yield from (f"{brand.id}: {alarm}" for alarm in alarms_on(index, (*brand.domains, *brand.links)))


def alarms_on(index: LookalikeIndex, names: Sequence[str]) -> Iterator[str]:
    """The names that the index takes for imitations."""
    for name in names:
        if found := index.find(Domain.parse(name)):
            yield f"{name} looks like {found.imitates} ({found.brand.id}, {found.technique.value})"


if __name__ == "__main__":
    sys.exit(main())

"""The brand packs that come with Lencana (data/packs): their names, their brands, and the text that they stand in."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand
from lencana.data import read_bytes
from lencana.errors import InputError
from lencana.trust.list_source import list_source
from lencana.trust.list_source.merging import PACK_PREFIX, Origin, origin_of

# name → what is in it, in a line
PACKS = {
    "global-most-imitated": "the brands that phishing imitates most, world-wide",
    "ai-services": "AI services: OpenAI, Anthropic, Mistral, Perplexity, Midjourney, Hugging Face and others",
    "crypto": "exchanges and wallets of crypto-currencies",
    "delivery": "parcels and post",
    "developer-tools": "code hosting, clouds, registries, monitoring, domains",
    "payments": "payment services, cards and banks of several countries",
    "social-and-streaming": "social networks, messengers, games, music and film",
    "telephone-and-state": "telephone companies and authorities of several countries",
    "travel-and-shops": "airlines, hotels, shops",
    "indonesia-banks": "banks of Indonesia",
    "indonesia-delivery-and-telephone": "parcels, telephone and power in Indonesia",
    "indonesia-state": "authorities of Indonesia",
    "indonesia-wallets-and-shops": "wallets, lenders and shops of Indonesia",
}
# Bundled lists that can be added like a pack: `lencana init --with` takes them, too.
BUNDLED_LISTS = {"common-id": "brands that small organisations in Indonesia meet most"}
_ID = re.compile(r'^id = "([^"]+)"', re.M)


class Pack(NamedTuple):
    """A pack as it is in the installed package."""

    name: str
    summary: str
    brands: tuple[Brand, ...]

    @property
    def source(self) -> str:
        """What `from` says of its brands."""
        return PACK_PREFIX + self.name

    @property
    def green_domains(self) -> int:
        """How many domains of it can be verified."""
        return sum(len(brand.domains) for brand in self.brands)


def read_pack(name: str) -> Pack:
    """A pack by its name. Raises InputError with the nearest name."""
    if name not in PACKS and name not in BUNDLED_LISTS:
        from difflib import get_close_matches

        near = get_close_matches(name, PACKS, 1)
        hint = f"did you mean {near[0]!r}?" if near else "`lencana allowlist packs` shows which there are"
        raise InputError(f"there is no pack {name!r}; {hint}")
    return _pack(name)


def all_packs() -> list[Pack]:
    """All packs."""
    return [_pack(name) for name in PACKS]


def written_brands(name: str) -> dict[str, str]:
    """The text of each brand of a pack, by its id: a table with its comments, which name the sources."""
    lines, texts = _text(name).splitlines(), dict[str, str]()
    starts = [number for number, line in enumerate(lines) if line == "[[brand]]"]
    comments = [_start_of_comment(lines, start) for start in starts]
    for start, comment, after in zip(starts, comments, [*comments[1:], len(lines)], strict=True):
        body = "\n".join(["[[brand]]", *lines[comment:start], *lines[start + 1 : after]]).strip() + "\n"
        if brand_id := _ID.search(body):
            texts[brand_id[1]] = body
    return texts


def origins_of(brands: Iterable[Brand]) -> dict[str, Origin]:
    """The origin of each brand that is word for word a pack's, by its id."""
    sources = {brand: pack.source for pack in all_packs() for brand in pack.brands}
    return {brand.id: origin_of(sources[brand], brand) for brand in brands if brand in sources}


@cache
def _pack(name: str) -> Pack:
    return Pack(name, (PACKS | BUNDLED_LISTS)[name], list_source.parse(_text(name), f"packs/{name}.toml").brands)


def _text(name: str) -> str:
    folder = "brands" if name in BUNDLED_LISTS else "packs"
    return read_bytes(f"{folder}/{name}.toml").decode()


def _start_of_comment(lines: list[str], start: int) -> int:
    """The line at which the comment directly above a table begins; the table's own if it has none."""
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return start

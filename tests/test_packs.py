"""The brand packs, by the tool that checks them; and the names that it judged."""

import tomllib
from collections import Counter

import pytest

from lencana.core.brands.platforms import default_platforms
from lencana.core.domains.domain import Domain
from lencana.core.domains.freemail import freemail
from lencana.core.lookalike import LookalikeIndex
from tools import packs

DATA = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(packs.PACKS.glob("*.toml"))}
BRANDS = [packs.brand_of(brand) for pack in DATA.values() for brand in pack.get("brand", ())]
EXEMPT = {platform["domain"] for platform in DATA["platforms"]["platform"]} | freemail()


def test_the_packs_have_no_faults() -> None:
    assert list(packs.faults_of_brands(DATA)) == []


def test_no_name_of_a_brand_looks_like_anothers() -> None:
    assert list(packs.between(BRANDS, EXEMPT)) == []


def test_each_judged_name_still_looks_like_a_brands() -> None:
    """Or it has become the brand's own, or a better rule leaves it alone: then it goes from the file."""
    index = LookalikeIndex(BRANDS, EXEMPT)
    assert [name for name in packs.judgements() if index.find(Domain.parse(name)) is None] == []


def test_names_are_judged_once_and_few_are_harmless() -> None:
    counts = Counter(packs.judgements().values())
    assert counts.keys() == {"harmless", "defensive", "own", "slip", "name"}
    assert counts["harmless"] <= 7


@pytest.mark.parametrize(
    "name", ["saturn.pl", "nonton.ru", "billionaires.com", "letelegramme.fr", "windows10appstore.net"]
)
def test_words_are_no_brands(name: str) -> None:
    assert LookalikeIndex(BRANDS, EXEMPT).find(Domain.parse(name)) is None


def test_server_and_extension_know_the_platforms() -> None:
    listed = [platform["domain"] for platform in DATA["platforms"]["platform"]]
    modules = packs.PACKS.parents[3] / "extension" / "modules"
    script = (modules / "judgement" / "platforms.js").read_text(encoding="utf-8")
    assert default_platforms() == set(listed)
    assert script.split("`")[1].split() == listed

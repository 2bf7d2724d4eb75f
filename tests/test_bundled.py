"""The lists that come with Lencana: every entry with its source, and `init --with` signs them together."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from admin import Lencana
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Guard
from lencana.core.domains.domain import Domain
from lencana.trust.lint import Level, lint
from lencana.trust.list_source import list_source

BRANDS = Path(__file__).parents[1] / "server" / "lencana" / "data" / "brands"
TRIAL = "trial.toml"  # nobody's brand, at a reserved name
FILES = sorted(path.name for path in BRANDS.glob("*.toml") if path.name != TRIAL)


@pytest.mark.parametrize("name", FILES)
def test_every_brand_has_its_source(name: str) -> None:
    blocks = (BRANDS / name).read_text(encoding="utf-8").split("[[brand]]")[1:]
    assert blocks
    for block in blocks:
        assert re.search(r"# .*https?://|# http", block), block


@pytest.mark.parametrize("name", FILES)
def test_every_brand_is_whole(name: str) -> None:
    read = list_source.parse((BRANDS / name).read_text(encoding="utf-8"), name)
    assert [remark for remark in lint(read) if remark.level is not Level.NOTE] == []
    assert all(brand.domains and brand.guard is Guard.FULL for brand in read.brands)
    assert all(not brand.never_asks or brand.policy_url for brand in read.brands)


def test_no_brand_imitates_another() -> None:
    everything = [list_source.parse((BRANDS / name).read_text(encoding="utf-8"), name) for name in FILES]
    together = list_source.ListSource(
        lifetime=everything[0].lifetime,
        brands=tuple(brand for each in everything for brand in each.brands),
        platforms=tuple(platform for each in everything for platform in each.platforms),
    )
    index = AllowlistIndex(list_source.build_allowlist(together, 1, None, datetime(2026, 2, 1, tzinfo=UTC)), "0" * 64)
    own = {name for brand in together.brands for name in (*brand.domains, *brand.links, *brand.known)}
    own |= {platform.domain for platform in together.platforms} | {"googlemail.com", "outlook.com"}
    for name in sorted(own):
        assert index.lookalikes.find(Domain.parse(name)) is None, name


def test_init_with_a_further_list(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path)
    assert "and common-id" in lencana("init", "--no-passphrase", "--with", "common-id")
    shown = json.loads(lencana("allowlist", "show", "--json"))
    assert {"openai", "bca", "pajak", "paypal"} <= {brand["id"] for brand in shown["brands"]}
    assert len(shown["platforms"]) == len({platform["domain"] for platform in shown["platforms"]})

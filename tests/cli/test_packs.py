"""packs, add-pack, update-packs, and packs at `init`: what comes, what stays one's own, what a newer pack changes."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from admin import Lencana, initialised
from lencana.cli.setup.bootstrap import EXTRAS
from lencana.core.brands.allowlist import Brand
from lencana.trust import packs
from lencana.trust.lint import Level, lint
from lencana.trust.list_source import list_source
from lencana.trust.list_source.brand_edits import NewBrand, add_brands, update_brands

LIST = """\
# Kept in git by Siti.
expires_in = "14d"

[[brand]]
id = "paypal"   # ours
name = "PayPal"
domains = ["paypal.com"]
owned = ["paypal.nl"]

# LinkedIn's messages carry the sender's name.
[[platform]]
domain = "linkedin.com"
"""
ACME = Brand(id="acme", name="Acme", domains=("acme-tools.com",))
NEWER = Brand(id="acme", name="Acme", domains=("acme-tools.com", "acme-cloud.com"))
DIGEST = re.compile(r"#[0-9a-f]{16}")


@pytest.fixture
def lencana(tmp_path: Path) -> Lencana:
    made = initialised(tmp_path)
    (made.data / "list.toml").write_text(LIST)
    return made


def signed(lencana: Lencana) -> dict[str, dict[str, object]]:
    return {brand["id"]: brand for brand in json.loads(lencana("allowlist", "show", "--json"))["brands"]}


def test_every_pack_has_a_line_and_the_brands_of_its_file(lencana: Lencana) -> None:
    files = {path.stem for path in (Path(packs.__file__).parents[1] / "data" / "packs").glob("*.toml")}
    assert files - {"platforms"} == set(packs.PACKS)
    shown = lencana("allowlist", "packs")
    for name in packs.PACKS:
        pack = packs.read_pack(name)
        assert re.search(rf"^{name} +{len(pack.brands)} brands +{pack.green_domains} green  \w", shown, re.M)
        texts = packs.written_brands(name)
        assert tuple(list_source.parse(texts[brand.id], name).brands[0] for brand in pack.brands) == pack.brands


def test_the_readme_has_the_packs_and_their_sizes() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    rows = [f"| `{p.name}` | {p.summary} | {len(p.brands)} | {p.green_domains} |" for p in packs.all_packs()]
    assert [line for line in text.splitlines() if re.match(r"\| `[a-z-]+` \| .* \| \d+ \| \d+ \|$", line)] == rows


def test_the_brands_of_a_pack(lencana: Lencana) -> None:
    shown = lencana("allowlist", "packs", "ai-services")
    assert re.search(r"^anthropic +Anthropic +anthropic\.com", shown, re.M)
    assert "did you mean 'payments'?" in lencana.fails("allowlist", "packs", "payment")


def test_added_with_its_sources_beside_what_is_there(lencana: Lencana) -> None:
    told = lencana("allowlist", "add-pack", "ai-services", "--yes")
    assert "Anthropic: new brand, sends from anthropic.com" in told and "published version 2" in told
    text = (lencana.data / "list.toml").read_text()
    before, after = LIST.split("\n# LinkedIn")
    assert text.startswith(before) and text.endswith("\n# LinkedIn" + after)
    assert "# source: brand: https://help.openai.com" in text
    brands = {brand["id"]: brand for brand in tomllib.loads(text)["brand"]}
    assert DIGEST.sub("", brands["anthropic"]["from"]) == "pack:ai-services"
    assert "from" not in signed(lencana)["anthropic"]
    assert "says so already; nothing was signed" in lencana("allowlist", "add-pack", "ai-services", "--yes")


def test_ones_own_brand_keeps_what_it_says(lencana: Lencana) -> None:
    told = lencana("allowlist", "add-pack", "global-most-imitated", "--brand", "paypal", "--yes")
    assert re.search(r"PayPal: adds owned domain .*paypal\.", told)
    paypal = tomllib.loads((lencana.data / "list.toml").read_text())["brand"][0]
    assert (paypal["domains"][0], paypal["owned"][0]) == ("paypal.com", "paypal.nl")
    assert "from" not in paypal, "it is the admin's own, whatever was added"
    assert not set(paypal["domains"]) & set(paypal["owned"])


def test_all_packs_beside_all_bundled_lists(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path)
    lencana("init", "--no-passphrase", *(word for name in EXTRAS for word in ("--with", name)))
    brands = signed(lencana)
    assert {brand.id for pack in packs.all_packs() for brand in pack.brands} <= brands.keys()
    assert {"bca.co.id", "klikbca.com"} <= set(map(str, brands["bca"]["domains"]))  # type: ignore[call-overload]
    assert "says so already" in lencana("allowlist", "update-packs", "--yes")
    text = (lencana.data / "list.toml").read_text()
    assert 'from = "pack:ai-services#' in text, "a list written from the one in force knows what came from a pack"
    assert [remark for remark in lint(list_source.parse(text, "list.toml")) if remark.level is Level.ERROR] == []


def test_some_brands_and_all_but_some(lencana: Lencana) -> None:
    lencana("allowlist", "add-pack", "payments", "--brand", "wise", "--brand", "stripe", "--yes")
    lencana("allowlist", "add-pack", "ai-services", "--without", "openai", "--yes")
    assert "wise" in (brands := signed(lencana)) and "anthropic" in brands
    assert "openai" not in brands and "visa" not in brands
    failed = lencana.fails("allowlist", "add-pack", "payments", "--brand", "wize")
    assert "there is no brand 'wize'; did you mean 'wise'?" in failed


def test_a_domain_of_another_brand_leaves_the_packs_out(lencana: Lencana) -> None:
    (lencana.data / "list.toml").write_text(
        LIST + '[[brand]]\nid = "claude"\nname = "C"\ndomains = ["anthropic.com"]\n'
    )
    done = lencana.run("allowlist", "add-pack", "ai-services", "--yes")
    assert "Anthropic was left out: anthropic.com is your brand 'claude's; remove it there" in done.stderr.replace(
        "''", "'"
    )
    assert "anthropic" not in signed(lencana)


def test_without_consent_nothing_changes(lencana: Lencana) -> None:
    assert "no terminal to ask on" in lencana.fails("allowlist", "add-pack", "ai-services")
    assert (lencana.data / "list.toml").read_text() == LIST


def test_an_origin_that_is_none(lencana: Lencana) -> None:
    (lencana.data / "list.toml").write_text(LIST.replace("# ours\n", '\nfrom = "a friend"\n'))
    failed = lencana.fails("allowlist", "lint", "data/list.toml")
    assert "brand 'paypal': from: 'a friend' cannot be used; write pack:NAME or the address of a server" in failed


def added() -> str:
    return add_brands(LIST, "list.toml", [NewBrand(ACME, "pack:tools")], extend=True).text


def test_a_newer_pack_renews_what_was_not_touched() -> None:
    edited = update_brands(added(), "list.toml", {"pack:tools": [NewBrand(NEWER, "pack:tools")]})
    assert list_source.parse(edited.text, "x").brands[1] == NEWER and edited.remarks == ()
    assert edited.text.endswith(LIST[LIST.index("\n# LinkedIn") :])
    again = update_brands(edited.text, "list.toml", {"pack:tools": [NewBrand(NEWER, "pack:tools")]})
    assert again == (edited.text, ())


def test_what_was_changed_by_hand_stays() -> None:
    mine = added().replace('["acme-tools.com"]', '["acme-tools.com", "acme.example.org"]')
    for current, said in (([NEWER], "says something else now"), ([], "no longer has it")):
        new = [NewBrand(brand, "pack:tools") for brand in current]
        edited = update_brands(mine, "list.toml", {"pack:tools": new})
        assert edited.text == mine and said in edited.remarks[0]
    unchanged = update_brands(mine, "list.toml", {"pack:tools": [NewBrand(ACME, "pack:tools")]})
    assert unchanged == (mine, ()), "the pack says what it said: nothing to tell"


def test_what_left_the_pack_goes_and_other_sources_stay() -> None:
    text = added()
    assert update_brands(text, "list.toml", {"pack:other": []}).text == text
    edited = update_brands(text, "list.toml", {"pack:tools": []})
    assert [brand.id for brand in list_source.parse(edited.text, "x").brands] == ["paypal"]
    assert "# LinkedIn's messages" in edited.text


def test_one_renewed_one_gone_one_as_it_was() -> None:
    others = [Brand(id=name, name=name.title(), domains=(f"{name}-tools.com",)) for name in ("bolt", "cyan")]
    text = add_brands(LIST, "x", [NewBrand(brand, "pack:tools") for brand in (ACME, *others)], extend=True).text
    new = [NewBrand(brand, "pack:tools") for brand in (NEWER, others[1])]
    edited = update_brands(text, "x", {"pack:tools": new})
    assert list_source.parse(edited.text, "x").brands[1:] == (NEWER, others[1])
    assert edited.text.startswith(LIST[: LIST.index("\n# LinkedIn")])

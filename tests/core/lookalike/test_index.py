"""Imitations of listed names: a table written by hand, and what holds for every name."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.brands.allowlist import Brand, Guard
from lencana.core.domains.domain import Domain
from lencana.core.lookalike import LookalikeIndex, Technique, explain
from lencana.core.lookalike.techniques.combos import ComboIndex
from lencana.core.lookalike.techniques.typos import TypoIndex, is_one_edit
from lencana.errors import DomainError

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "lookalike.json").read_text(encoding="utf-8"))
INDEX = LookalikeIndex(msgspec.convert(VECTORS["brands"], tuple[Brand, ...]))


@pytest.mark.parametrize("row", VECTORS["names"], ids=lambda row: row["name"])
def test_vector(row: dict[str, Any]) -> None:
    lookalike = INDEX.find(Domain.parse(row["name"]))
    found = (lookalike.imitates, lookalike.technique.value) if lookalike else (None, None)
    assert found == (row["imitates"], row["technique"]), row["why"]


def test_every_technique_is_in_the_table() -> None:
    assert {row["technique"] for row in VECTORS["names"]} == {*(technique.value for technique in Technique), None}


def test_the_brand_is_that_of_the_imitated_name() -> None:
    lookalike = INDEX.find(Domain.parse("rnicrosoft.com"))
    assert lookalike is not None
    assert lookalike.brand.name == "Microsoft"


@pytest.mark.parametrize(
    ("name", "is_imitation"),
    [
        ("amazon-login.com", True),
        ("amazonasia.com", True),
        ("portalamazonas.com.br", False),  # a state of Brazil
        ("bancoamazonia.com.br", False),
    ],
)
def test_a_place_that_holds_a_name_is_no_imitation(name: str, is_imitation: bool) -> None:
    index = LookalikeIndex([Brand(id="amazon", name="Amazon", domains=("amazon.com",))])
    assert (index.find(Domain.parse(name)) is not None) is is_imitation


@pytest.mark.parametrize(
    ("name", "is_imitation"),
    [
        ("gitlab.kantor.com", False),  # where an organisation runs it
        ("gitlab.dev.kantor.co.id", False),
        ("login.gitlab.kantor.com", True),
        ("gitlab-login.kantor.com", True),
        ("gitlab.com.kantor.com", True),
        ("gitlab.support", True),
        ("netflix.kantor.com", True),  # nobody runs one of his own
    ],
)
def test_software_in_front_of_the_domain_where_it_runs(name: str, is_imitation: bool) -> None:
    names = ("gitlab", "netflix")
    index = LookalikeIndex([Brand(id=each, name=each.title(), domains=(f"{each}.com",)) for each in names])
    assert (index.find(Domain.parse(name)) is not None) is is_imitation


def test_a_label_full_of_names_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    plausible = ComboIndex._is_plausible

    def counted(self: ComboIndex, place: Any, label: str) -> bool:
        looked_at.append(label)
        return plausible(self, place, label)

    monkeypatch.setattr(ComboIndex, "_is_plausible", counted)
    assert INDEX.find(Domain.parse(f"{'chicagoopenair' * 4}.com")) is not None
    assert INDEX.find(Domain.parse("chicagoopenair.com")) is None
    assert len(looked_at) <= 4


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("opemai.com", {"slip": "letter", "written": "m", "meant": "n"}),
        ("xopenai.com", {"slip": "extra", "written": "x"}),
        ("www.openi.com", {"slip": "missing", "meant": "a"}),
        ("a.pple.com", {}),  # the a is not missing, it only stands before a dot
        ("opcmai.com", {}),
        ("openai.bd", {"slip": "ending", "ending": ".bd"}),  # a public suffix, by the wildcard *.bd
        ("login.openai.bd", {"slip": "ending", "ending": ".bd"}),
        ("opemai.kh", {"slip": "letter", "written": "m", "meant": "n"}),
        ("openai.abcdef.bd", {"slip": "in_front", "actual": "abcdef.bd"}),
        ("openai.kawasaki.jp", {"slip": "in_front", "actual": "openai.kawasaki.jp"}),  # a city's, by *.kawasaki.jp
        ("applecom.com", {"slip": "added", "added": "com"}),
    ],
)
def test_what_exactly_is_wrong(name: str, slip: dict[str, str]) -> None:
    domain = Domain.parse(name)
    lookalike = INDEX.find(domain)
    assert lookalike is not None
    params = explain(domain, lookalike)
    common_params = {"host", "imitates", "brand", "brand_id", "technique"}
    assert {key: value for key, value in params.items() if key not in common_params} == slip


def test_an_empty_list_has_no_imitations() -> None:
    assert LookalikeIndex(()).find(Domain.parse("openai-support.com")) is None


def test_a_listed_subdomain_does_not_make_its_parent_an_imitation() -> None:
    index = LookalikeIndex([Brand(id="a", name="Harbourline", domains=("mail.harbourline.com",))])
    assert index.find(Domain.parse("harbourline.com")) is None
    assert index.find(Domain.parse("harbourIine.net".lower())) is not None


def test_a_brand_without_domains_is_imitated_by_name() -> None:
    lookalike = LookalikeIndex([Brand(id="a", name="Harbourline", senders=("a@mail.example",))]).find(
        Domain.parse("harbourline.net")
    )
    assert lookalike is not None
    assert (lookalike.imitates, lookalike.technique) == ("Harbourline", Technique.TLD)


def test_the_first_brand_of_the_list_wins() -> None:
    brands = [Brand(id=name, name="Harbourline", domains=(f"harbourline.{name}",)) for name in ("com", "net")]
    for order in (brands, brands[::-1]):
        lookalike = LookalikeIndex(order).find(Domain.parse("harbourlime.org"))
        assert lookalike is not None
        assert lookalike.brand == order[0]


@pytest.mark.parametrize(
    ("listed", "name", "technique"),
    [
        ("hargate.it", "harg.ate.it", Technique.TYPO),
        ("hargate.it", "harga.te.it", Technique.TYPO),  # te.it is a public suffix: the province of Teramo
        ("hargateco.com", "hargate.co.com", Technique.TYPO),  # co.com sells names too
        ("hargateco.com", "hargate.co.uk", None),
        ("mail.hargate.co.uk", "www.hargate.co.uk", None),  # the parent of a listed name
        ("hargate.co.uk", "hargateco.uk", Technique.COMBO),
        ("cottage.co.uk", "cottageco.uk", None),  # a common word, and a firm of that name
        ("cottage.co.uk", "cottagecouk.co.uk", Technique.COMBO),
        ("cottage.co.uk", "cottagecouk.com", None),
        ("paypenny.es", "paypennyes.com", Technique.COMBO),
        ("paypenny.es", "paypennyes.org", Technique.COMBO),  # pay, pen and yes leave a letter of it unread
        ("paypenny.es", "mypaypennypay.org", Technique.COMBO),
        ("gorim.net", "gorin.net", Technique.TYPO),
        ("gorim.net", "gorin.com", None),  # five letters under another suffix: too many honest names
        ("gorim.net", "gorimm.com", Technique.TYPO),
        ("gorim.net", "gorimb.evil.net", None),
        ("gorim.net", "gorimid.evil.net", Technique.EMBEDDED),
        ("evolut.net", "greenevolution.com", None),
        ("evolut.net", "evolut-ion.com", Technique.COMBO),
        ("gor-mek.com", "logingor-mek.com", Technique.COMBO),
        ("t-lumber.com", "best-lumber.com", None),
        ("klarin.com", "lclarin.com", Technique.HOMOGRAPH),
        ("harslack.com", "harslaclc.com", Technique.HOMOGRAPH),
        ("vermona.co.uk", "uemnoma.co.uk", Technique.TYPO),
        ("vermona.co.uk", "uemnoma.com", None),
        ("dehabo.co.uk", "cllehalbo.co.uk", Technique.TYPO),
        ("clipd.com", "dpd.com", None),  # d looks like cl; an l more is another name
    ],
)
def test_of_one_listed_name(listed: str, name: str, technique: Technique | None) -> None:
    index = LookalikeIndex([Brand(id="a", name=listed.partition(".")[0], domains=(listed,))])
    lookalike = index.find(Domain.parse(name))
    assert (lookalike.technique if lookalike else None) == technique
    assert lookalike is None or lookalike.imitates == listed


@pytest.mark.parametrize("guard", Guard)
def test_many_names_of_one_skeleton(guard: Guard) -> None:
    names = ("paypal.example", "paypa1.example", "paypai.example")
    index = LookalikeIndex([Brand(id=name, name=name, domains=(name,), guard=guard) for name in names])
    assert all(index.find(Domain.parse(name)) is None for name in names)
    lookalike = index.find(Domain.parse("pаypal.example"))
    assert lookalike is not None
    assert lookalike.imitates == "paypal.example"


@settings(max_examples=300, deadline=None)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_one_edit_is_the_distance_of_optimal_string_alignment(one: str, two: str) -> None:
    assert is_one_edit(one, two) == (_distance(one, two) == 1)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text("abc", min_size=4, max_size=6), max_size=5), st.text("abc", min_size=1, max_size=8))
def test_the_index_finds_every_word_at_distance_one(words: list[str], text: str) -> None:
    assert set(TypoIndex(words).within_one_edit(text)) == {word for word in words if _distance(word, text) == 1}


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("openaichtgОореnаі01.-_xn ｏ\u200b\u0301ﬁß🔒"), max_size=80))
def test_whatever_is_a_domain_name_can_be_looked_up(text: str) -> None:
    try:
        domain = Domain.parse(text)
    except DomainError:
        return
    lookalike = INDEX.find(domain)
    assert lookalike is None or not domain.is_within(lookalike.imitates)


def _distance(a: str, b: str) -> int:
    """Optimal string alignment, as the books have it."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]

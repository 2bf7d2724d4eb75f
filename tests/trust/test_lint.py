"""What lint says of a list before it is signed, and how grave it is."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from lencana.core.brands.allowlist import Alias, Brand, Guard
from lencana.core.domains.freemail import freemail
from lencana.engine.lint_texts import remark_text
from lencana.trust.documents import well_formed
from lencana.trust.lint import Level, Remark, lint
from lencana.trust.list_source import list_source
from trust.publisher import NOW, allowlist

FAULTS = {
    'domains = ["co.id"]': (Level.ERROR, "co.id is a public suffix"),
    'domains = ["github.io"]': (Level.WARNING, "github.io gives customers names"),
    'domains = ["amazonaws.com"]': (Level.WARNING, "amazonaws.com gives customers names under s3.amazonaws.com"),
    'domains = ["gmail.com"]': (Level.ERROR, "gmail.com gives addresses to anybody"),
    'domains = ["a.com"]\nlinks = ["github.io"]': (Level.NOTE, "github.io is a public suffix"),
    'senders = ["a@gmail.com"]': (Level.WARNING, "at a provider that anybody can join"),
    'domains = ["a.com"]\nknown = ["a.com"]': (Level.ERROR, "remove it from one of them"),
    'domains = ["a.com"]\naliases = ["Go"]': (Level.WARNING, "Go is short"),
    "": (Level.WARNING, "none of its mail can be verified"),
    'domains = ["a.com"]\naliases = ["Window"]': (Level.WARNING, "Window is an everyday word; mark it"),
    'domains = ["bücher.de"]': (Level.WARNING, "xn--bcher-kva.de reads bücher.de"),
    'domains = ["opеnai.com"]': (Level.ERROR, "mixes scripts"),  # a Cyrillic е
    'domains = ["xn--zzzzzzzzz.com"]': (Level.WARNING, "IDNA 2008"),
    'domains = ["a_b.com"]': (Level.WARNING, "cannot be registered"),
    'domains = ["a.local"]': (Level.WARNING, "does not exist on the internet"),
    'domains = ["b.com", "a.b.com"]': (Level.NOTE, "a.b.com is under b.com, which is listed with its"),
    'domains = ["a.com"]\nowned = ["co.id"]': (Level.ERROR, "owned: co.id is a public suffix"),
    'domains = ["a.com"]\ntenants = ["co.id"]': (Level.ERROR, "tenants: co.id"),
    'domains = ["a.com"]\nowned = ["outlook.com"]': (Level.ERROR, "outlook.com gives addresses to anybody"),
    'domains = ["a.com"]\nowned = ["a.com"]': (Level.ERROR, "owned: a.com is in domains, too"),
    'owned = ["a.com"]\ntenants = ["a.com"]': (Level.ERROR, "owned: a.com is in tenants, too"),
    'senders = ["a@b.com"]\ncarriers = ["a@b.com"]': (Level.ERROR, "a carrier is never verified"),
    'domains = ["a.com"]\ncarriers = ["a@gmail.com"]': (Level.WARNING, "carriers: a@gmail.com is at a provider"),
    'domains = ["a.com"]\ncarriers = ["a@b.com"]': (Level.NOTE, "is at b.com, which is none of the brand's domains"),
    'domains = ["a.com"]\nphones = ["888 221 1161"]': (Level.WARNING, "begin with + and the country code"),
    'domains = ["x.b.com"]\ntenants = ["b.com"]': (Level.WARNING, "x.b.com is below b.com, where Acme has its"),
    'senders = ["i@x.b.com"]\ntenants = ["b.com"]': (Level.WARNING, "senders: i@x.b.com is below b.com"),
    'domains = ["github.com"]\n[[platform]]\ndomain = "github.com"': (Level.WARNING, "github.com is a platform, too"),
    'domains = ["m.git.com"]\n[[platform]]\ndomain = "git.com"': (
        Level.WARNING,
        "m.git.com is a platform, too (git.com)",
    ),
    'domains = ["github.com"]\nsenders = ["a@github.com"]\n[[platform]]\ndomain = "github.com"': (
        Level.NOTE,
        "only the exact senders there are verified",
    ),
    '[[blocked]]\ndomain = "gmail.com"\nuntil = 2027-01-31': (Level.ERROR, "gmail.com gives names to anybody"),
    '[[blocked]]\ndomain = "github.io"\nuntil = 2027-01-31': (Level.ERROR, "github.io gives names to anybody"),
    'domains = ["a.com"]\n[[blocked]]\nsender = "i@m.a.com"\nuntil = 2027-01-31': (Level.WARNING, "is Acme's"),
    '[[blocked]]\nsender = "a@b.com"\nuntil = 2026-11-01': (
        Level.NOTE,
        "the block of a@b.com ended on 2026-11-01; remove it",
    ),
    '[[blocked]]\nsender = "r@b.com"\nuntil = 2027-01-31\n[[person]]\nname = "Rina H"\naddresses = ["r@b.com"]': (
        Level.WARNING,
        "blocked: r@b.com is Rina H's address",
    ),
    '[[person]]\nname = "Rina Hartono"\naddresses = ["r@gmail.com"]': (Level.WARNING, "are you sure of it?"),
    '[[person]]\nname = "Rina"\naddresses = ["r@b.com"]': (Level.WARNING, "Rina is a single word"),
    '[[person]]\nname = "A b"\naddresses = ["r@b.com"]\n[[person]]\nname = "a B"\naddresses = ["s@b.com"]': (
        Level.ERROR,
        "a B is A b's name, too",
    ),
    'aliases = ["Bank A"]\n[[person]]\nname = "Bank A"\naddresses = ["r@b.com"]': (
        Level.WARNING,
        "is a brand's name, too",
    ),
    'senders = ["a@b.com"]': (Level.NOTE, "imitations of b.com itself"),
}


LONG_ALIASES = tuple(Alias(text=f"{letter} {'word' * 20}") for letter in "abcdefghijklmnopqrstuvw")


def said(remark: Remark) -> str:
    return f"{remark.heading}: {remark_text('en', remark)}"


def of(*brands: Brand, lifetime: timedelta = timedelta(days=14)) -> list_source.ListSource:
    return list_source.ListSource(lifetime=lifetime, brands=brands, platforms=())


@pytest.mark.parametrize("text", FAULTS)
def test_lint(text: str) -> None:
    source = list_source.parse(f'[[brand]]\nid = "a"\nname = "Acme"\n{text}', "list.toml")
    level, words = FAULTS[text]
    remarks = lint(source, now=NOW)
    assert any(remark.level is level and words in said(remark) for remark in remarks), remarks


def test_lint_of_zones_that_are_listed() -> None:
    """A public suffix, or a name above one, is in order once `tenants` has it, too."""
    acme = Brand(id="a", name="Acme", domains=("github.io", "amazonaws.com"), tenants=("github.io", "amazonaws.com"))
    assert lint(of(acme)) == []


@pytest.mark.parametrize("field", ["owned", "tenants"])
def test_lint_of_a_name_of_another_brand(field: str) -> None:
    other: Any = {field: ("a.com",)}
    pair = (
        Brand(id="one", name="Acme", domains=("a.com",)),
        Brand(id="two", name="Zyxwv", domains=("b.com",), **other),
    )
    assert any(r.level is Level.ERROR and "a.com belongs to Acme, too" in said(r) for r in lint(of(*pair)))


def test_lint_of_a_list_that_the_extension_refuses() -> None:
    many = [
        Brand(id=f"b{n}", name=f"Zyxwv {n}", domains=(f"zyxwv{n}.com",), guard=Guard.HOMOGRAPH, aliases=LONG_ALIASES)
        for n in range(3200)
    ]
    assert "more than the 8 MiB that the extension reads" in said(lint(of(*many))[0])
    assert lint(of(*many[:2000])) == []


def test_lint_domain_of_two_brands() -> None:
    pair = [Brand(id=i, name="Acme", domains=("a.com",)) for i in ("one", "two")]
    assert [(r.level, said(r)) for r in lint(of(*pair))] == [
        (Level.ERROR, "brand 'two': domains: a.com belongs to Acme, too; only one brand can have it")
    ]


def test_lint_of_a_marked_common_word() -> None:
    word = Brand(id="apple", name="Apple", domains=("apple.com",))
    assert "is an everyday word" in said(lint(of(word))[0])
    assert lint(of(replace(word, aliases=(Alias(text="Apple", common=True),)))) == []


@pytest.mark.parametrize("guard", Guard)
def test_lint_of_a_name_that_imitates_another(guard: Guard) -> None:
    brands = (
        Brand(id="openai", name="OpenAI", domains=("openai.com",)),
        Brand(id="x", name="Zyxwv", domains=("0penai.com",), guard=guard),
    )
    remarks = [said(remark) for remark in lint(of(*brands))]
    assert any("0penai.com looks like openai.com, which belongs to OpenAI" in text for text in remarks)


def test_lint_holds_each_of_many_names_against_all_others() -> None:
    words = [
        a + b for a in ("harbour", "lantern", "meadow") for b in ("line", "works", "field", "crest", "mark", "gate")
    ]
    for place, word in enumerate(words):
        brands = [Brand(id=word, name=word.title(), domains=(f"{word}.com",)) for word in words]
        brands.insert(len(words) - place, Brand(id="x", name="Zyxwv", domains=(f"{word}.net",)))
        texts = {said(remark).partition("; ")[0] for remark in lint(of(*brands)) if remark.code == "imitation"}
        assert texts == {
            f"brand 'x': domains: {word}.net looks like {word}.com, which belongs to {word.title()}",
            f"brand {word!r}: domains: {word}.com looks like {word}.net, which belongs to Zyxwv",
        }


def test_lint_of_a_name_under_anothers() -> None:
    pair = [Brand(id=i, name="Zyxwv", domains=(name,)) for i, name in (("one", "a.com"), ("two", "mail.a.com"))]
    assert "is under a.com, which belongs to Zyxwv" in said(lint(of(*pair))[0])


def test_lint_of_lives_and_shrinking() -> None:
    ten = [Brand(id=f"b{n}", name=f"Zyxwv {n}", domains=(f"zyxwv{n}.com",), guard=Guard.HOMOGRAPH) for n in range(10)]
    assert lint(of(*ten)) == []
    assert "after 24 hours" in said(lint(of(*ten, lifetime=timedelta(days=1)))[0])
    assert "for 60 days" in said(lint(of(*ten, lifetime=timedelta(days=60)))[0])
    texts = [said(remark) for remark in lint(of(*ten[:4]), allowlist(brands=tuple(ten)))]
    assert "the list shrinks from 10 to 4 brands" in texts[0]
    assert lint(of(*ten[:5]), allowlist(brands=tuple(ten))) == []


def test_freemail_names_are_names() -> None:
    assert len(freemail()) > 100
    assert all(well_formed.is_host(name) for name in freemail())

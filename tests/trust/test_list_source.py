"""An admin's TOML: what it becomes, and how each mistake is named."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Blocked, Brand, Guard, Person, Platform, Secret
from lencana.core.domains.domain import Domain
from lencana.engine.lint_texts import remark_text
from lencana.errors import DocumentError, ListSourceError
from lencana.trust import list_source, list_source_edit, list_source_text, well_formed
from lencana.trust.allowlist_document import encode_allowlist, parse_allowlist
from lencana.trust.changes import changes
from lencana.trust.lint import Level, Remark, freemail, lint
from trust.publisher import NOW, allowlist

BUNDLED = Path(list_source.__file__).parent.parent / "data" / "brands" / "openai.toml"


def brand(text: str) -> Brand:
    return list_source.parse(f'[[brand]]\nid = "a"\nname = "A"\n{text}', "list.toml").brands[0]


def test_everything_a_brand_can_have() -> None:
    read = list_source.parse(
        """
        expires_in = "2w"
        [[brand]]
        id = "openai"
        name = "  Open  AI "
        aliases = ["ChatGPT", {text = "Sora", common = true}, "ChatGPT"]
        domains = ["OpenAI.com.", "bücher.example", "openai.com"]
        senders = ["Billing+ACCT_1@Stripe.COM"]
        links = ["oaiusercontent.com"]
        known = ["openair.com"]
        guard = "homograph"
        never_asks = ["password", "api_key"]
        policy_url = "https://openai.com/index/"
        owned = ["OpenAI.fm."]
        tenants = ["chatgpt.site"]
        carriers = ["Invite@OpenAI.com"]
        phones = ["+1  888 221 1161", "188"]
        links_complete = true
        [[platform]]
        domain = "GitHub.com"
        """,
        "list.toml",
    )
    assert read == list_source.ListSource(
        lifetime=timedelta(days=14),
        brands=(
            Brand(
                id="openai",
                name="Open AI",
                aliases=(Alias(text="ChatGPT"), Alias(text="Sora", common=True)),
                domains=("openai.com", "xn--bcher-kva.example"),
                senders=("billing+acct_1@stripe.com",),
                links=("oaiusercontent.com",),
                known=("openair.com",),
                guard=Guard.HOMOGRAPH,
                never_asks=(Secret.PASSWORD, Secret.API_KEY),
                policy_url="https://openai.com/index/",
                owned=("openai.fm",),
                tenants=("chatgpt.site",),
                carriers=("invite@openai.com",),
                phones=("+1 888 221 1161", "188"),
                links_complete=True,
            ),
        ),
        platforms=(Platform(domain="github.com"),),
    )


def test_what_stands_beside_the_brands() -> None:
    read = list_source.parse(
        """
        authserv_ids = ["MX.Kantor.example"]
        [[blocked]]
        sender = "Billing+1@Pay-Desk.example"
        until = 2027-01-31T07:00:00+07:00
        [[blocked]]
        domain = "Phish.example"
        until = 2027-01-31
        [[person]]
        name = " Rina  Hartono"
        aliases = ["Rina H."]
        addresses = ["Rina@Kantor.example", "rina@kantor.example"]
        """,
        "list.toml",
    )
    assert read == list_source.ListSource(
        lifetime=timedelta(days=14),
        brands=(),
        platforms=(),
        authserv_ids=("mx.kantor.example",),
        blocked=(
            Blocked(sender="billing+1@pay-desk.example", until=datetime(2027, 1, 31, tzinfo=UTC)),
            Blocked(domain="phish.example", until=datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC)),
        ),
        persons=(Person(name="Rina Hartono", aliases=("Rina H.",), addresses=("rina@kantor.example",)),),
    )
    document = list_source.build_allowlist(read, 1, None, NOW)
    well_formed.check_well_formed(document)
    assert parse_allowlist(encode_allowlist(document)) == document
    assert list_source.parse(list_source_text.write(document), "again.toml") == read


_A_BLOCK = '[[blocked]]\nsender = "a@b.com"\n'
MISTAKES = {
    "[[blocked]]\nuntil = 2027-01-31": "blocked: write either `sender`, a whole address, or `domain`",
    '[[blocked]]\nsender = "a@b.com"\ndomain = "b.com"\nuntil = 2027-01-31': "blocked: write either `sender`",
    _A_BLOCK: "blocked[0]: Object missing required field `until`",
    _A_BLOCK + "untill = 2027-01-31": "unknown field 'untill'; did you mean 'until'?",
    _A_BLOCK
    + "until = 2027-01-31T00:00:00": "blocked 'a@b.com': until: '2027-01-31 00:00:00' cannot be used; add the time",
    _A_BLOCK + 'until = "soon"': "blocked 'a@b.com': until: 'soon' cannot be used; write a day such as",
    _A_BLOCK + "until = 7": "write a day such as 2027-01-31",
    '[[person]]\nname = "Rina Hartono"': "person 'Rina Hartono': addresses: list every address",
    '[[person]]\nname = "Rina"\naddresses = ["kantor.example"]': "person 'Rina': addresses: 'kantor.example' cannot be",
    '[[person]]\nname = "Rina"\nadresses = []': "unknown field 'adresses'; did you mean 'addresses'?",
    'authserv_ids = ["mx one"]': "authserv_ids: 'mx one' cannot be used; write what stands first in",
    "expires_in = ": "not TOML",
    'expires_in = "14"': "expires_in: '14' cannot be used; write days",
    'expires_in = "0d"': 'such as "14d"',
    'expires_in = "91d"': 'at most "90d"',
    "expires_in = 14": "expires_in: Expected `str`, got `int`",
    'brands = "x"': "unknown field 'brands'; did you mean 'brand'?",
    "brand = 3": "brand: Expected `array`",
    "brand = [3]": "brand number 1: Expected `object`",
    '[[brand]]\nname = "A"': "brand number 1: Object missing required field `id`",
    '[[brand]]\nid = "a"': "brand 'a': Object missing required field `name`",
    '[[brand]]\nid = "A b"\nname = "A"': "brand 'A b': id: 'A b' cannot be used; use lower-case",
    '[[brand]]\nid = "a"\nname = ""': "brand 'a': name: '' cannot be used",
    '[[brand]]\nid = "a"\nname = "A"\n[[brand]]\nid = "a"\nname = "B"': "two brands have the id 'a'; merge",
    '[[platform]]\ndomain = "x"': "platform: domain: 'x' cannot be used; write a domain name",
    '[[platform]]\ndomian = "x.com"': "unknown field 'domian'; did you mean 'domain",
}
IN_A_BRAND = {
    'domian = ["x.com"]': "brand 'a': unknown field 'domian'; did you mean 'domains'?",
    'zzz = ["x.com"]': "brand 'a': unknown field 'zzz'; remove it",
    'domains = "x.com"': "brand 'a': domains: Expected `array`, got `str`",
    'domains = ["x.com", 3]': "brand 'a': domains[1]: Expected `str`, got `int`",
    'domains = ["*.x.com"]': "brand 'a': domains: '*.x.com' cannot be used; leave out the *",
    'domains = ["https://x.com/"]': "write the host alone",
    'domains = ["a@x.com"]': "whole addresses go into `senders`",
    'domains = ["com"]': "write a domain name such as",
    'domains = ["10.0.0.1"]': "write a domain name such as",
    'domains = ["a b.com"]': "write a domain name such as",
    'senders = ["stripe.com"]': "brand 'a': senders: 'stripe.com' cannot be used; write one plain address",
    'senders = ["A <a@x.com>"]': "brand 'a': senders",
    'senders = ["a@x.com, b@x.com"]': "brand 'a': senders",
    'aliases = [""]': "brand 'a': aliases: '' cannot be used; write 1 to 100 visible characters",
    'aliases = [{text = "A", comon = true}]': "unknown field 'comon'; did you mean 'common'?",
    'aliases = [{text = "A", common = 1}]': "aliases[0].common: Expected `bool`, got `int`",
    'guard = "none"': "brand 'a': guard: Invalid enum value 'none'",
    'never_asks = ["shoe size"]': "brand 'a': never_asks[0]: Invalid enum value 'shoe size'",
    'owned = ["*.x.com"]': "brand 'a': owned: '*.x.com' cannot be used; leave out the *",
    'tenants = ["a@x.com"]': "brand 'a': tenants: 'a@x.com' cannot be used",
    'carriers = ["x.com"]': "brand 'a': carriers: 'x.com' cannot be used; write one plain address",
    'phones = ["call us"]': "brand 'a': phones: 'call us' cannot be used; write digits with + and the country code",
    'phones = ["12"]': "brand 'a': phones: '12' cannot be used",
    'phones = ["+1 888 221 1161 0000 0000"]': "brand 'a': phones",
    "phones = [188]": "brand 'a': phones[0]: Expected `str`, got `int`",
    "links_complete = 1": "brand 'a': links_complete: Expected `bool`, got `int`",
    'policy_url = "http://x.com/"': "brand 'a': policy_url: 'http://x.com/' cannot be used; write an address",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes(text: str) -> None:
    with pytest.raises(ListSourceError) as caught:
        list_source.parse(text, "list.toml")
    assert str(caught.value).startswith("list.toml: ")
    assert MISTAKES[text] in str(caught.value)


@pytest.mark.parametrize("text", IN_A_BRAND)
def test_mistakes_in_a_brand(text: str) -> None:
    with pytest.raises(ListSourceError) as caught:
        brand(text)
    assert IN_A_BRAND[text] in str(caught.value)


def test_what_is_read_may_be_signed() -> None:
    read = list_source.parse(BUNDLED.read_text(), "openai.toml")
    well_formed.check_well_formed(list_source.build_allowlist(read, 1, None, NOW))
    assert {remark.level for remark in lint(read)} <= {Level.NOTE}
    assert read.brands[0].senders == ("invoice+statements+acct_1horswc6h1nxgoi3@stripe.com",)


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


def test_changes_in_plain_words() -> None:
    old = allowlist(brands=(Brand(id="a", name="Acme", domains=("a.com",)), Brand(id="b", name="Bolt")))
    new = allowlist(
        brands=(
            Brand(id="a", name="Acme", domains=("b.com",), aliases=(Alias(text="Ac", common=True),)),
            Brand(id="c", name="Cyan", domains=("c.com",)),
        )
    )
    assert changes(old, new) == [
        "Acme: adds From domain b.com",
        "Acme: removes From domain a.com",
        "Acme: adds alias Ac (common word)",
        "Cyan: new brand, sends from c.com",
        "Bolt: removed",
    ]
    assert changes(new, new) == []
    assert changes(None, new)[0] == "Acme: new brand, sends from b.com"


def test_changes_of_the_fields_that_decide_on_green_and_red() -> None:
    was = Brand(id="a", name="Acme", domains=("a.com",), owned=("b.com",), links_complete=True)
    now = replace(was, owned=(), tenants=("t.com",), carriers=("i@a.com",), phones=("188",), links_complete=False)
    end = datetime(2027, 1, 31, tzinfo=UTC)
    after = replace(
        allowlist(brands=(now,)),
        blocked=(Blocked(sender="x@b.com", until=end),),
        persons=(Person(name="Rina Hartono", addresses=("r@a.com",)),),
        authserv_ids=("mx.a.com",),
        default_platforms=False,
    )
    assert changes(allowlist(brands=(was,)), after) == [
        "Acme: removes owned domain (not verified, no imitation) b.com",
        "Acme: adds tenant zone (below it are strangers) t.com",
        "Acme: adds carrier of strangers' words (not verified) i@a.com",
        "Acme: adds telephone number 188",
        "Acme: no longer links to its own hosts alone (links_complete)",
        "platforms: adds setting default_platforms = false",
        "mail servers: adds authserv-id mx.a.com",
        "blocked: adds sender x@b.com until 2027-01-31 00:00",
        "people: adds person Rina Hartono <r@a.com>",
    ]


UNFIT = {
    "owned": ("a.com",) * 10_001,
    "tenants": ("UPPER.com",),
    "carriers": ("i@A.com",),
    "phones": ("call us",),
}


@pytest.mark.parametrize("field", UNFIT)
def test_a_brand_that_may_not_be_published(field: str) -> None:
    unfit: Any = {field: UNFIT[field]}
    with pytest.raises(DocumentError, match=field):
        well_formed.check_well_formed(allowlist(brands=(Brand(id="a", name="Acme", **unfit),)))


END = datetime(2027, 1, 31, tzinfo=UTC)
UNFIT_BESIDE_BRANDS: dict[str, dict[str, Any]] = {
    "blocked: 'Phish.example'": {"blocked": (Blocked(domain="Phish.example", until=END),)},
    "blocked: 'phish.example'": {"blocked": (Blocked(sender="phish.example", until=END),)},
    "blocked: '100001 entries": {"blocked": (Blocked(domain="phish.example", until=END),) * 100_001},
    "authserv_ids: 'MX'": {"authserv_ids": ("MX",)},
    "authserv_ids: '101 entries": {"authserv_ids": ("mx",) * 101},
    "person 'A': 'no addresses'": {"persons": (Person(name="A"),)},
    "person ' A': ' A'": {"persons": (Person(name=" A", addresses=("a@b.com",)),)},
    "person 'A': 'x@Y.com'": {"persons": (Person(name="A", addresses=("x@Y.com",)),)},
    "person 'A': '101 entries": {"persons": (Person(name="A", addresses=("a@b.com",) * 101),)},
}


@pytest.mark.parametrize("message", UNFIT_BESIDE_BRANDS)
def test_a_list_that_may_not_be_published(message: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(message)):
        well_formed.check_well_formed(replace(allowlist(), **UNFIT_BESIDE_BRANDS[message]))


def test_the_bundled_platforms_can_be_switched_off() -> None:
    text = 'default_platforms = false\n[[brand]]\nid = "a"\nname = "Acme"\ndomains = ["a.com"]\n'
    source = list_source.parse(text, "list.toml")
    document = parse_allowlist(encode_allowlist(list_source.build_allowlist(source, 1, None, NOW)))
    assert not document.default_platforms
    assert not list_source.parse(list_source_text.write(document), "list.toml").default_platforms
    with_them = list_source.parse(text.partition("\n")[2], "list.toml")
    for switched, platform in ((source, None), (with_them, "youtube.com")):
        index = AllowlistIndex(list_source.build_allowlist(switched, 1, None, NOW), "0" * 64)
        assert index.platform_of(Domain.parse("noreply.youtube.com")) == platform


def test_the_last_table_of_a_kind_goes_and_another_comes() -> None:
    text = BUNDLED.read_text()
    values = {"sender": "a@phish.example", "until": NOW}
    with_one = list_source_edit.put_table(text, "blocked", "sender", values)
    without = list_source_edit.remove_table(with_one, "blocked", "sender", "a@phish.example")
    assert "blocked" not in without
    again = list_source_edit.put_table(without, "blocked", "sender", values)
    assert list_source.parse(again, "list.toml").blocked == (Blocked(sender="a@phish.example", until=NOW),)

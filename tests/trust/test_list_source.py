"""An admin's TOML: what it becomes, and how each mistake is named."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from lencana.core.brands.allowlist import Alias, Brand, Guard, Platform, Secret
from lencana.errors import ListSourceError
from lencana.trust import list_source, well_formed
from lencana.trust.changes import changes
from lencana.trust.lint import Level, freemail, lint
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
            ),
        ),
        platforms=(Platform(domain="github.com"),),
    )


MISTAKES = {
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
    'domains = ["a.com"]\nlinks = ["github.io"]': (Level.WARNING, "github.io is a public suffix"),
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
    'senders = ["a@b.com"]': (Level.NOTE, "imitations of b.com itself"),
}


def of(*brands: Brand, lifetime: timedelta = timedelta(days=14)) -> list_source.ListSource:
    return list_source.ListSource(lifetime=lifetime, brands=brands, platforms=())


@pytest.mark.parametrize("text", FAULTS)
def test_lint(text: str) -> None:
    linted = brand(text.replace('name = "A"', 'name = "Acme"'))
    level, words = FAULTS[text]
    assert any(remark.level is level and words in remark.text for remark in lint(of(linted)))


def test_lint_domain_of_two_brands() -> None:
    pair = [Brand(id=i, name="Acme", domains=("a.com",)) for i in ("one", "two")]
    assert [(r.level, r.text) for r in lint(of(*pair))] == [
        (Level.ERROR, "brand 'two': domains: a.com belongs to brand 'one' too; only one can have it")
    ]


def test_lint_of_a_marked_common_word() -> None:
    word = Brand(id="apple", name="Apple", domains=("apple.com",))
    assert "is an everyday word" in lint(of(word))[0].text
    assert lint(of(replace(word, aliases=(Alias(text="Apple", common=True),)))) == []


@pytest.mark.parametrize("guard", Guard)
def test_lint_of_a_name_that_imitates_another(guard: Guard) -> None:
    brands = (
        Brand(id="openai", name="OpenAI", domains=("openai.com",)),
        Brand(id="x", name="Zyxwv", domains=("0penai.com",), guard=guard),
    )
    remarks = [remark.text for remark in lint(of(*brands))]
    assert any("0penai.com looks like openai.com, which is brand 'openai'" in text for text in remarks)


def test_lint_holds_each_of_many_names_against_all_others() -> None:
    words = [
        a + b for a in ("harbour", "lantern", "meadow") for b in ("line", "works", "field", "crest", "mark", "gate")
    ]
    for place, word in enumerate(words):
        brands = [Brand(id=word, name=word.title(), domains=(f"{word}.com",)) for word in words]
        brands.insert(len(words) - place, Brand(id="x", name="Zyxwv", domains=(f"{word}.net",)))
        texts = {remark.text.partition("; ")[0] for remark in lint(of(*brands)) if "looks like" in remark.text}
        assert texts == {
            f"brand 'x': domains: {word}.net looks like {word}.com, which is brand {word!r}'s",
            f"brand {word!r}: domains: {word}.com looks like {word}.net, which is brand 'x''s",
        }


def test_lint_of_a_name_under_anothers() -> None:
    pair = [Brand(id=i, name="Zyxwv", domains=(name,)) for i, name in (("one", "a.com"), ("two", "mail.a.com"))]
    assert "is under a.com, which is brand 'one'" in lint(of(*pair))[0].text


def test_lint_of_lives_and_shrinking() -> None:
    ten = [Brand(id=f"b{n}", name=f"Zyxwv {n}", domains=(f"zyxwv{n}.com",), guard=Guard.HOMOGRAPH) for n in range(10)]
    assert lint(of(*ten)) == []
    assert "after 24 hours" in lint(of(*ten, lifetime=timedelta(days=1)))[0].text
    assert "for 60 days" in lint(of(*ten, lifetime=timedelta(days=60)))[0].text
    texts = [remark.text for remark in lint(of(*ten[:4]), allowlist(brands=tuple(ten)))]
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

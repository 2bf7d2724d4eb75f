"""An admin's TOML: what it becomes, and how each mistake is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Blocked, Brand, Guard, Person, Platform, Secret
from lencana.core.domains.domain import Domain
from lencana.errors import ListSourceError
from lencana.trust.documents import well_formed
from lencana.trust.documents.allowlist_document import encode_allowlist, parse_allowlist
from lencana.trust.lint import Level, lint
from lencana.trust.list_source import edit as list_source_edit
from lencana.trust.list_source import list_source
from lencana.trust.list_source import write as list_source_text
from trust.publisher import NOW

BUNDLED = Path(list_source.__file__).parents[2] / "data" / "brands" / "openai.toml"


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
    _A_BLOCK: "blocked[0]: until is missing",
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
    "expires_in = 14": "expires_in: write a text in quotation marks",
    'brands = "x"': "unknown field 'brands'; did you mean 'brand'?",
    "brand = 3": "brand: write [[brand]], once for each",
    "brand = [3]": "brand number 1: write a table of fields",
    '[[brand]]\nname = "A"': "brand number 1: id is missing",
    '[[brand]]\nid = "a"': "brand 'a': name is missing",
    '[[brand]]\nid = "A b"\nname = "A"': "brand 'A b': id: 'A b' cannot be used; use lower-case",
    '[[brand]]\nid = "a"\nname = ""': "brand 'a': name: '' cannot be used",
    '[[brand]]\nid = "a"\nname = "A"\n[[brand]]\nid = "a"\nname = "B"': "two brands have the id 'a'; merge",
    '[[platform]]\ndomain = "x"': "platform: domain: 'x' cannot be used; write a domain name",
    '[[platform]]\ndomian = "x.com"': "unknown field 'domian'; did you mean 'domain",
}
IN_A_BRAND = {
    'domian = ["x.com"]': "brand 'a': unknown field 'domian'; did you mean 'domains'?",
    'zzz = ["x.com"]': "brand 'a': unknown field 'zzz'; remove it",
    'domains = "x.com"': "brand 'a': domains: write a list, such as",
    'domains = ["x.com", 3]': "brand 'a': domains[1]: write a text in quotation marks",
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
    'aliases = [{text = "A", common = 1}]': "aliases[0].common: write true or false",
    'guard = "none"': "brand 'a': guard: 'none' cannot be used; write full",
    'never_asks = ["shoe size"]': "brand 'a': never_asks[0]: 'shoe size' cannot be used; write password",
    'owned = ["*.x.com"]': "brand 'a': owned: '*.x.com' cannot be used; leave out the *",
    'tenants = ["a@x.com"]': "brand 'a': tenants: 'a@x.com' cannot be used",
    'carriers = ["x.com"]': "brand 'a': carriers: 'x.com' cannot be used; write one plain address",
    'phones = ["call us"]': "brand 'a': phones: 'call us' cannot be used; write digits with + and the country code",
    'phones = ["12"]': "brand 'a': phones: '12' cannot be used",
    'phones = ["+1 888 221 1161 0000 0000"]': "brand 'a': phones",
    "phones = [188]": "brand 'a': phones[0]: write a text in quotation marks",
    "links_complete = 1": "brand 'a': links_complete: write true or false",
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

"""Brand names in display names: drawn with other characters, and words that only resemble them."""

import pytest

from lencana.core.brands.allowlist import Alias, Brand
from lencana.core.brands.mentions import MentionIndex

NAMES = MentionIndex(
    [
        Brand(
            id="openai",
            name="OpenAI",
            aliases=(Alias(text="ChatGPT"), Alias(text="Open AI"), Alias(text="Sora", common=True)),
        ),
        Brand(id="paypal", name="PayPal"),
        Brand(id="dhl", name="DHL"),
        Brand(id="linkedin", name="LinkedIn"),
        Brand(id="coinbase", name="Coinbase"),
        Brand(id="metamask", name="MetaMask"),
        Brand(id="meta", name="Facebook", aliases=(Alias(text="Meta", common=True),)),
    ]
)

FOUND = [
    ("OpenAI", "openai"), ("openai support", "openai"), ("OPENAI", "openai"), ("Open AI Team", "openai"),
    ("OpenAl", "openai"), ("0penAI", "openai"), ("ОpenАI", "openai"), ("Open\u200bAI", "openai"), ("𝗢𝗽𝗲𝗻𝗔𝗜", "openai"),
    ("ⓄⓅⒺⓃⒶⒾ", "openai"), ("O\u0336penAI", "openai"), ("Chat GPT", "openai"), ("ChatGPT-Plus", "openai"),
    ("Sora", "openai"),
    ("Pay Pal", "paypal"), ("PayPaI", "paypal"), ("P a y P a l", "paypal"), ("Paypal®", "paypal"), ("DHL-klant", "dhl"),
    ("Linkedln", "linkedin"), ("C0inbase", "coinbase"), ("www.coinbase.com", "coinbase"), ("_PayPal_", "paypal"),
    ("OpenAI™ Plus", "openai"), ("LINKEDlN", "linkedin"), ("ChatGPTサポート", "openai"), ("PayPal안전센터", "paypal"),
    ("Meta Mask", "metamask"), ("Meta-Mask", "metamask"), ("Meta Business", "meta"),
]  # fmt: skip
CLEAN = ["Open air", "OpenAL Soft", "Openair", "propenais", "paypals", "dh l", "Ann", "", "乚"]


@pytest.mark.parametrize(("text", "brand"), FOUND)
def test_found(text: str, brand: str) -> None:
    assert [hit.brand.id for hit in NAMES.find(text)] == [brand]


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    assert list(NAMES.find(text)) == []


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        ("D H L", "D H"),  # letters that are one word
        ("0penAI", "DHI"),  # letters of a name that is told by its skeleton
        ("Pay Pal", "Gra b"),  # letters of a name that is split
        ("Co in ba se", "C o inb as e"),  # words that it is split into
        ("grabsupport", "dhlsupport"),  # letters of a name that is run together with a role word
    ],
)
def test_the_limits(within: str, beyond: str) -> None:
    index = MentionIndex(
        [Brand(id=name, name=name) for name in ("OpenAI", "DHL", "PayPal", "Coinbase", "Grab")],
    )
    assert [mention.brand.name for mention in index.find(within)] != []
    assert list(index.find(beyond)) == []

"""How a brand's name may be written, and what only resembles it."""

import pytest

from core.brands.test_mentions import NAMES

READINGS = [
    ("N3tfl!x OpenA! $upport", "openai"),
    ("0pen@I", "openai"),
    ("OpenAISupport", "openai"),
    ("openaisupport", "openai"),
    ("PayPalKonto", "paypal"),
    ("paypal24", "paypal"),
    ("T h e O p e n A I S u p p o r t T e a m", "openai"),
    ("theopenaiteam", "openai"),
    ("O p e n A I T e a m", "openai"),
    ("Open A I", "openai"),
    ("P.a.y.P.a.l", "paypal"),
    ("Link-ed-In", "linkedin"),
]
NONE = ["openaire", "OpenAIre", "paypalace", "Opera Nights", "coin base jumping club"[5:], "c0in", "1337 $$$", "O A I"]


@pytest.mark.parametrize(("text", "brand"), READINGS)
def test_other_spellings_of_a_name(text: str, brand: str) -> None:
    assert {mention.brand.id for mention in NAMES.find(text)} == {brand}


@pytest.mark.parametrize("text", NONE)
def test_what_only_resembles_a_name(text: str) -> None:
    assert list(NAMES.find(text)) == []

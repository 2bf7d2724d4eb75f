"""What texts look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lencana.core.letters.skeleton import fold_confusables, merge_single_confusables, possible_foldings, skeleton
from lencana.core.letters.substitution import CharacterMap

FOLDED = [
    ("OpenAI", "openai"), ("Ореn\u200b АІ", "open ai"), ("𝗢𝗽𝗲𝗻 𝗔𝗜", "open ai"), ("ⓞⓟⓔⓝⓐⓘ", "openai"),
    ("🅾🅿🅴🅽🅰🅸", "openai"), ("Ｏｐｅｎ\u00adＡＩ", "openai"), ("ΟΡΕΝΑΙ", "openai"), ("ОРЕNАI", "openai"),
    ("O\u0336p\ufe0fen\u2060AI", "openai"), ("ɢᴏᴏɢʟᴇ", "google"), ("Café", "cafe"), ("İstanbul", "istanbul"),
    ("Łódź", "lodz"), ("GPT-4", "gpt-4"), ("OpenAl", "openal"), ("0penAI", "0penai"), ("a\u00a0b", "a b"),
    ("日本", "日本"), ("", ""),
]  # fmt: skip
ALIKE = [
    ("0penаl", "OpenAI"), ("rnicrosoft", "Microsoft"), ("vvise", "wise"), ("clocusign", "docusign"), ("5hop", "shop"),
    ("facebooĸ", "facebook"), ("paypaI", "paypal"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "folded"), FOLDED, ids=repr)
def test_fold(text: str, folded: str) -> None:
    assert fold_confusables(text) == folded


@pytest.mark.parametrize(("one", "two"), ALIKE)
def test_alike(one: str, two: str) -> None:
    assert skeleton(one) == skeleton(two)


@pytest.mark.parametrize(("one", "two"), [("openai", "openair"), ("paypal", "payp"), ("日本", "中国")])
def test_not_alike(one: str, two: str) -> None:
    assert skeleton(one) != skeleton(two)


def test_readings_of_ambiguous_letters() -> None:
    assert possible_foldings("þest") == ("pest", "best")
    assert possible_foldings("openai") == ("openai",)
    assert len(possible_foldings("þœłßə" * 9)) == 8


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_confusables(fold_confusables(text)) == fold_confusables(text)


@given(st.text(max_size=50))
def test_levelling_keeps_the_length(text: str) -> None:
    assert len(merge_single_confusables(fold_confusables(text))) == len(fold_confusables(text))


@given(st.text(st.sampled_from("a01|5i€£!- \néо"), max_size=30))
def test_redraw_is_translate(text: str) -> None:
    letters, others, without = "01|5i€!", "ollslei", "- "
    assert CharacterMap(letters, others, without)(text) == text.translate(str.maketrans(letters, others, without))

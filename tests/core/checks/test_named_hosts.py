"""The quick look for a dot within a word passes over no text in which RE2 finds a host."""

from hypothesis import given
from hypothesis import strategies as st

from lencana.core.checks.third_party.links import _DOT_WITHIN, _HOST, _SIGNS_OF_SPELT_DOTS, _SPELT_DOT

TEXTS = st.text(st.sampled_from("ab1-_. \n[](){}dot。é") | st.characters(exclude_categories=("Cs",)), max_size=60)


@given(TEXTS)
def test_no_host_is_missed(text: str) -> None:
    assert _HOST.search(text) is None or _DOT_WITHIN.search(text) is not None


@given(TEXTS | st.lists(st.sampled_from(["evil", " dot ", "[.]", "( dot )", ".", " "])).map("".join))
def test_no_spelt_dot_is_missed(text: str) -> None:
    assert _SPELT_DOT.search(text) is None or any(sign in text for sign in _SIGNS_OF_SPELT_DOTS)

"""The index of names by what they look like, which keeps hashes and no names: nothing is lost by that."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import registrable
from lencana.core.letters.skeleton import skeleton
from lencana.core.lookalike.protected_words import registrable_label_of
from lencana.core.lookalike.techniques.homographs import HomographIndex, _skeletons

# "⒈" is folded to two characters, a digit and the dot that the labels are joined with.
_LABELS = ["openai", "OPENAI", "rnodern", "xn--bcher-kva", "xn--" + "a⒈b".encode("punycode").decode(), "xn--0", "", "á"]


@given(st.lists(st.sampled_from(_LABELS) | st.text("01lirnmcdvw-", max_size=5)))
def test_drawn_in_one_go_is_drawn_one_by_one(labels: list[str]) -> None:
    assert _skeletons(labels) == [skeleton(to_unicode(label)) for label in labels] or not labels


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["a0.com", "ao.com", "x.ao.com", "aO.org", "b.co.id", "co.id", "b.id", "d.id", "cl.id"]))
)
def test_every_name_with_a_skeleton_is_found_in_list_order(listed: list[str]) -> None:
    index = HomographIndex(dict.fromkeys(listed), set())
    for key in ("ao", "b", "d", "co", "x"):
        alike = [name for name in dict.fromkeys(listed) if skeleton(to_unicode(registrable_label_of(name))) == key]
        wanted, under = [], set[str]()
        for name in alike:
            own = registrable(name) or name
            if own == name or own not in under:
                wanted.append(name)
            under |= {own} - {name}
        assert list(index._with_skeleton(key)) == wanted


def test_twenty_thousand_brands_under_one_registrable_name_are_one_candidate() -> None:
    index = HomographIndex((f"brand{number}.example.com" for number in range(20_000)), set())
    assert list(index._with_skeleton("example")) == ["brand0.example.com"]
    assert index.find(Domain.parse("examp1e.com"), "examp1e", "examp1e", "example") == "brand0.example.com"


def test_a_hundred_thousand_names_are_kept_in_less_than_two_megabytes() -> None:
    index = HomographIndex((f"name{number}.com" for number in range(100_000)), set())
    assert index._entries.itemsize * len(index._entries) == 800_000
    assert index.find(Domain.parse("narne5.com"), "narne5", "narne5", "names") == "name5.com"

"""The public suffix list: our look-up against the package's own, over every rule that there is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from lencana.core.domains.public_suffixes import Suffixes, registry_suffixes, suffixes
from lencana.data import read_suffix_list

_ALL = PublicSuffixList()
_RULES = sorted(rule for rule in _ALL._publicsuffix if rule.isascii())


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(suffixes(), _ALL), (registry_suffixes(), PublicSuffixList(only_icann=True))],
    ids=["all", "registries"],
)
def test_every_rule_says_the_same(ours: Suffixes, theirs: PublicSuffixList) -> None:
    assert len(_RULES) > 9000
    for rule in _RULES:
        suffix = re.sub(r"^!|^\*\.", "", rule)
        for name in (suffix, f"a.{suffix}", f"b.a.{suffix}", f"c.b.a.{suffix}", suffix.partition(".")[2] or "x"):
            assert ours.registrable(name) == (theirs.privatesuffix(name) or ""), name


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(["a", "www", "city", "kobe", "jp", "ck", "co", "uk", "com", "xn--p1ai"]), min_size=1))
def test_names_of_labels_that_rules_are_made_of(labels: list[str]) -> None:
    name = ".".join(labels)
    assert suffixes().registrable(name) == (_ALL.privatesuffix(name) or "")


def test_a_rule_ends_at_a_blank_and_a_comment_is_none() -> None:
    read = Suffixes.parse("// com\n\nnet  a remark\n*.ck\n!www.ck\nрф\n")
    assert read.names == {"net", "ck", "xn--p1ai"}
    assert read.wild == {"ck"}
    assert read.exceptions == {"www.ck"}


def test_the_sections_are_where_they_are_looked_for() -> None:
    assert read_suffix_list().count("// ===BEGIN PRIVATE DOMAINS===\n") == 1
    assert len(registry_suffixes().names) > 5000
    assert "github.io" in suffixes().names - registry_suffixes().names

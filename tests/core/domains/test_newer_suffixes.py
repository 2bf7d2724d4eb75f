"""Public suffixes that the snapshot lacks, and those that only a wildcard makes."""

import pytest

from lencana.core.domains.public_suffixes import is_icann_suffix, registrable, wildcard_parent
from lencana.data import read_table


@pytest.mark.parametrize("suffix", read_table("newer_suffixes.txt"))
def test_strangers_have_names_under_a_newer_suffix(suffix: str) -> None:
    assert registrable(suffix) == ""
    assert registrable(f"rina.{suffix}") == f"rina.{suffix}"
    assert not is_icann_suffix(suffix)


def test_newer_suffixes_are_sorted_and_once_there() -> None:
    suffixes = read_table("newer_suffixes.txt")
    assert suffixes == sorted(set(suffixes))


@pytest.mark.parametrize(
    ("suffix", "parent"),
    [
        ("openai.bd", "bd"),  # *.bd
        ("openai.kh", "kh"),
        ("com.ck", "ck"),
        ("c.kobe.jp", "kobe.jp"),
        ("kobe.jp", ""),  # registrable
        ("co.uk", ""),  # a rule of its own
        ("github.io", ""),
        ("bd", ""),
        ("com", ""),
        ("", ""),
    ],
)
def test_the_parent_of_a_wildcard(suffix: str, parent: str) -> None:
    assert wildcard_parent(suffix) == parent

"""Word classes that tell a claim from a mention (data/vocabulary, one file a language), folded as names are."""

from collections.abc import Iterable

from lencana.core.languages import by_languages, judged_languages
from lencana.core.letters.own_scripts import UNSPACED_WORD, fold_words
from lencana.data import read_toml

_MIN_FIRST_PART = 4  # letters before "team" in a compound: "steam" is none


@by_languages
def word_class(name: str) -> frozenset[str]:
    """The folded words of a class (`roles`, `wares`, …), in all languages together."""
    lines = (_table(language).get(name, "") for language in judged_languages())
    return frozenset(fold_words(word) for line in lines for word in line.split())


@by_languages
def business_words() -> frozenset[str]:
    """Words that are in no person's name: the roles of a company's mailboxes, and what a company sends or offers."""
    return word_class("roles") | word_class("wares")


def last_parts(words: Iterable[str]) -> tuple[str, ...]:
    """The words, but compounds as what they end with: the Kundensupportteam is a team (German, Dutch)."""
    known, ends = word_class("roles"), _compound_ends()
    return tuple(
        next(end for end in ends if word.endswith(end, _MIN_FIRST_PART))
        if word.endswith(ends, _MIN_FIRST_PART) and word not in known
        else word
        for word in words
    )


@by_languages
def _compound_ends() -> tuple[str, ...]:
    """The longest first."""
    return tuple(sorted(word_class("compounds"), key=len, reverse=True))


@by_languages
def phrases() -> frozenset[str]:
    """The words of two syllables that blanks part, as in Vietnamese: hỗ-trợ. The tables join them by a hyphen."""
    tables = ({**_table(language), "products": ""} for language in judged_languages())
    words = (word for table in tables for line in table.values() for word in line.split() if "-" in word)
    return frozenset(map(fold_words, words))


@by_languages
def unspaced_words() -> frozenset[str]:
    """The words of all classes in scripts that write without blanks, to find them within a run of letters."""
    lines = (line for language in judged_languages() for line in _table(language).values() if not line.isascii())
    return frozenset(filter(UNSPACED_WORD.fullmatch, (fold_words(word) for line in lines for word in line.split())))


def _table(language: str) -> dict[str, str]:
    return read_toml(f"vocabulary/{language}.toml")

"""Which of one's own people a display name is, however it is written, and which addresses are the person's."""

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from lencana.core.brands.allowlist import Person
from lencana.core.brands.name_words import MAX_TEXT_CHARS, all_word_forms
from lencana.core.brands.vocabulary import business_words, word_class

MAX_REORDERED_WORDS = 4  # of a name: "Hartono, Rina" and "Rina Hartono" are one
MIN_JOINED_LETTERS = 8  # "RinaHartono" is Rina Hartono; "Liwei" may not be Li Wei
_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_SEPARATORS = re.compile(r"\s(?:[-–—|/:•]+|at|from|of|di|dari|bei|von|chez)\s|\s[|/•]|[|/•]\s|,")
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe", "å": "aa"}
)
_SUBADDRESS = re.compile(r"\+[^@]*(?=@)")  # RFC 5233
_GMAIL = re.compile(r"@g(?:oogle)?mail\.com$")  # where dots in the local part make no other address


class PersonIndex:
    """The persons by their names and aliases: the words in any order, run together, or with letters that look alike."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self._by_name: dict[str | tuple[str, ...], Person] = {}
        for person in persons:
            names = (person.name, *person.aliases)
            for name in dict.fromkeys((*names, *map(_spelt_out, names))):
                for words in _readings(name):
                    for key in _index_keys(words):
                        self._by_name.setdefault(key, person)

    def find(self, display_name: str) -> Person | None:
        """The person whose name this is: with titles, roles, brackets and initials beside it, but no other name."""
        if not self._by_name:
            return None
        for text in _pieces(display_name[:MAX_TEXT_CHARS]):
            for words in _readings(text):
                for key in _lookup_keys(words):
                    if (person := self._by_name.get(key)) is not None:
                        return person
        return None


def is_address_of(person: Person, address: str) -> bool:
    """Is it one of the person's addresses, with or without a subaddress (x+1@…)?"""
    mailbox = _mailbox(address)
    return any(_mailbox(own) == mailbox for own in person.addresses)


def _mailbox(address: str) -> str:
    bare = _SUBADDRESS.sub("", address.lower())
    if (domain := _GMAIL.search(bare)) is None:
        return bare
    return bare[: domain.start()].replace(".", "") + "@gmail.com"


def _pieces(name: str) -> Iterator[str]:
    """The whole, without brackets, and each part between dashes, bars and commas."""
    bare = _BRACKETED.sub(" ", name)
    yield from dict.fromkeys((name, bare, *_SEPARATORS.split(bare)))


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    yield from set(all_word_forms(text))


def _lookup_keys(words: tuple[str, ...]) -> Iterator[str | tuple[str, ...]]:
    """What a display name is looked up by: as it is, without titles and roles, and without initials."""
    beside = word_class("titles") | business_words()
    bare = tuple(word for word in words if word not in beside)
    full = tuple(word for word in bare if len(word) > 1)
    for each in dict.fromkeys((words, bare, full)):
        if each:
            yield tuple(sorted(each))
            yield "".join(each)


def _spelt_out(name: str) -> str:
    """Umlauts as those write them who have no such keys: Mueller."""
    return name.translate(_UMLAUTS)


def _index_keys(words: tuple[str, ...]) -> Iterator[str | tuple[str, ...]]:
    """What a person's name is found by."""
    if not words:
        return
    yield tuple(sorted(words))
    if sum(map(len, words)) >= MIN_JOINED_LETTERS:
        orders = permutations(words) if len(words) <= MAX_REORDERED_WORDS else (words,)
        yield from map("".join, orders)

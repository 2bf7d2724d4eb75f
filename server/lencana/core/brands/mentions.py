"""Brands that a short text mentions: their names as whole words, whatever characters they are written with.

A mention is no claim: whether the message presents itself as the brand is for core/checks/claim to say.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.literals import literals_pattern
from lencana.core.brands.name_words import (
    MAX_TEXT_CHARS,
    WORD,
    all_word_forms,
    single_merged_words,
    skeleton_words,
)
from lencana.core.brands.vocabulary import word_class
from lencana.core.letters.own_scripts import UNSPACED_WORD, fold_words
from lencana.core.letters.skeleton import merge_confusable_pairs
from lencana.core.letters.substitution import CharacterMap

# The limits of what is read as a name, with what is within and what is beyond.
MIN_SKELETON_LETTERS = 5  # "0penAI" is OpenAI, "DHI" is not DHL
MIN_SPLIT_LETTERS = 6  # "Pay Pal" is PayPal, "App le" is not Apple
MAX_SPLIT_WORDS = 4  # "Co in ba se" is Coinbase, "C o inb as e" is not
MIN_COMPOUND_LETTERS = 4  # "visasupport" names Visa, "dhlsupport" does not name DHL
MAX_COMPOUND_CHARS = 40  # of "openaisupport" and the like

_LEET = CharacterMap("03478@$€£!|", "oeatbaseLii")
_HAS_LEET = re.compile(r"[03478@$€£!|]")
_LEET_AND_CONFUSABLES = CharacterMap("03478@$€£!|15i", "oeatbasellllsl")
_WITHOUT_SIGNS = CharacterMap("", "", "".join(chr(n) for n in range(128) if not chr(n).isalnum() and chr(n) != "\n"))
_CAMEL_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class BrandMention(msgspec.Struct, frozen=True, gc=False):
    """A brand's name in a text: the words [start, end) of `words` are the name."""

    brand: Brand
    is_common_word: bool  # the name means other things, too: Meta, Apple
    words: tuple[str, ...]
    start: int
    end: int

    @property
    def others(self) -> tuple[str, ...]:
        """The words beside the name."""
        return self.words[: self.start] + self.words[self.end :]


class Spelling(msgspec.Struct, frozen=True, gc=False):
    """One way to read a text, cut into words."""

    words: tuple[str, ...]  # folded; "openaisupport" is two of them
    skeletons: tuple[tuple[str, ...], ...]  # the same words as skeletons, in one way or two; each as long as `words`


class MentionIndex:
    """All names and aliases of the listed brands, by their first folded word and by their skeleton."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], Brand, bool]]] = {}
        self._names_by_skeleton: dict[str, tuple[Brand, bool]] = {}
        self._skeleton_starts: set[str] = set()  # how those begin
        self._compound_names: set[str] = set()
        self._unspaced_names: set[str] = set()  # of one word, which may stand within a run of letters: 谷歌
        prefilter_keys: set[str] = set()
        for brand in brands:
            self._add(brand.name, brand, is_common_word=False)
            prefilter_keys.update(_prefilter_keys(brand.name))
            for alias in brand.aliases:
                self._add(alias.text, brand, is_common_word=alias.common)
                prefilter_keys.update(_prefilter_keys(alias.text))
        self._prefilter = literals_pattern(prefilter_keys - {""})
        self._any_compound_name = literals_pattern(self._compound_names)

    def _add(self, name: str, brand: Brand, *, is_common_word: bool) -> None:
        words = tuple(WORD.findall(fold_words(name)))
        if not words:
            return
        if len(words) == 1 and UNSPACED_WORD.match(words[0]):
            self._unspaced_names.add(words[0])
        names = self._by_first_word.setdefault(words[0], [])
        names.append((words, brand, is_common_word))
        names.sort(key=lambda entry: -len(entry[0]))
        if len(words) == 1 and len(words[0]) >= MIN_COMPOUND_LETTERS:
            self._compound_names.add(words[0])
        for text in (name, name.lower(), name.upper()):
            for letters in map("".join, (skeleton_words(text), single_merged_words(text))):
                if len(letters) >= MIN_SKELETON_LETTERS:
                    self._names_by_skeleton.setdefault(letters, (brand, is_common_word))
                    self._skeleton_starts.update(letters[:end] for end in range(1, len(letters) + 1))

    def find(self, text: str) -> Iterator[BrandMention]:
        """The mentions in the text, leftmost first, in the plainest spelling that has any."""
        text = text[:MAX_TEXT_CHARS]
        if not self._may_occur(text):
            return
        for respelled in _respellings(text):
            mentions = self._mentions(self._spelling(respelled))
            if (first := next(mentions, None)) is not None:
                yield first
                yield from mentions
                return

    def may_occur_in(self, texts: Iterable[str]) -> bool:
        """Can one of these lines mention a brand? If not, `find` finds none in any; for many lines this is cheaper."""
        return self._may_occur("\n".join(text[:MAX_TEXT_CHARS] for text in texts))

    def _may_occur(self, text: str) -> bool:
        return any(map(self._prefilter.search, _prefilter_keys(text)))

    def _spelling(self, text: str) -> Spelling:
        """The words, compounds split. After a split, words and skeletons no longer correspond, and only words count."""
        folded, *skeletons = all_word_forms(text, self._unspaced_names)
        words = self._split_compounds(folded)
        return Spelling(words, tuple(each for each in skeletons if len(each) == len(words)))

    def _mentions(self, spelling: Spelling) -> Iterator[BrandMention]:
        """At each word: the name by its words; else by its skeleton, which may also extend a common word."""
        for start in range(len(spelling.words)):
            mention = self._by_words(spelling.words, start)
            if mention is None or mention.is_common_word:  # "Meta Mask" is not Meta
                mention = self._by_skeleton(spelling, start, mention.end if mention else start) or mention
            if mention is not None:
                yield mention

    def _by_words(self, words: tuple[str, ...], start: int) -> BrandMention | None:
        """The longest name whose folded words begin at `start`."""
        for name, brand, is_common_word in self._by_first_word.get(words[start], ()):
            end = start + len(name)
            if words[start:end] == name:
                return BrandMention(brand, is_common_word, words, start, end)
        return None

    def _by_skeleton(self, spelling: Spelling, start: int, longer_than: int) -> BrandMention | None:
        """The name with the skeleton of the words from `start` on, run together (0penAI, Pay Pal).

        It counts only if it ends beyond the word `longer_than`.
        """
        for skeletons in spelling.skeletons:
            letters = ""
            for end in range(start + 1, min(start + MAX_SPLIT_WORDS, len(skeletons)) + 1):
                letters += skeletons[end - 1]
                if letters not in self._skeleton_starts:
                    break
                if end > start + 1 and len(letters) < MIN_SPLIT_LETTERS:
                    continue
                if (name := self._names_by_skeleton.get(letters)) is not None:
                    if end > longer_than:
                        return BrandMention(*name, spelling.words, start, end)
                    break
        return None

    def _split_compounds(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """ "openaisupport" and "paypal24" in two."""
        unknown = [word for word in words if len(word) > MIN_COMPOUND_LETTERS and word not in self._by_first_word]
        if not unknown:
            return words
        if self._any_compound_name.search(" ".join(word for word in words if word not in self._compound_names)) is None:
            return tuple(word[:MAX_COMPOUND_CHARS] for word in words)
        return tuple(part for word in words for part in self._split_compound(word))

    def _split_compound(self, word: str) -> tuple[str, ...]:
        word = word[:MAX_COMPOUND_CHARS]
        for start in range(len(word) - MIN_COMPOUND_LETTERS):
            if (before := _role_words(word[:start])) is None:
                continue
            for end in range(len(word), start + MIN_COMPOUND_LETTERS - 1, -1):
                if word[start:end] in self._compound_names and (after := _role_words(word[end:])) is not None:
                    return (*before, word[start:end], *after)
        return (word,)


def _prefilter_keys(text: str) -> Iterator[str]:
    """The letters alone, single confusables merged, then pairs too: a name in any spelling is in one of these."""
    merged = _LEET_AND_CONFUSABLES(fold_words(text))
    pairs_merged = merge_confusable_pairs(merged)
    yield _letters_of(merged)
    if pairs_merged != merged:
        yield _letters_of(pairs_merged)


def _letters_of(text: str) -> str:
    return _WITHOUT_SIGNS(text) if text.isascii() else "".join(c for c in text if c.isalnum() or c == "\n")


def _respellings(text: str) -> Iterator[str]:
    """The text as it stands; with leetspeak read as letters (N3tfl!x); with a space before each hump (PayPalKonto)."""
    yield text
    if _HAS_LEET.search(text):
        yield _LEET(text)
    spaced = _CAMEL_CASE.sub(" ", text)
    if spaced != text:
        yield spaced


def _role_words(part: str) -> tuple[str, ...] | None:
    """The role words (support, billing), or the number, that make up part of a word; None if anything else is in it."""
    if not part:
        return ()
    if part.isdigit() or (len(part) > 2 and part in word_class("roles")):
        return (part,)
    for cut in range(len(part) - 3, 2, -1):
        if part[:cut] in word_class("roles") and (others := _role_words(part[cut:])) is not None:
            return (part[:cut], *others)
    return None

"""The rules in the order in which they are asked: the first that has an answer explains the name best."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import structs

from lencana.core.brands.allowlist import Brand, Guard
from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import is_icann_suffix, registrable
from lencana.core.letters.skeleton import ascii_skeleton, fold_confusables, merge_single_confusables, possible_foldings
from lencana.core.lookalike.coarse_skeleton import coarse_skeleton
from lencana.core.lookalike.combos import ComboIndex
from lencana.core.lookalike.dictionary import is_common, is_everyday_pair, unmatched_letters
from lencana.core.lookalike.dots import DotIndex
from lencana.core.lookalike.embedded import EmbeddedIndex
from lencana.core.lookalike.homographs import HomographIndex
from lencana.core.lookalike.protected_words import (
    SHORTEST_WORD,
    ProtectedWord,
    common_labels,
    protected_words,
    public_suffix_of,
    registrable_label_of,
)
from lencana.core.lookalike.scripts import is_mixed_script, is_native_script
from lencana.core.lookalike.technique import Lookalike, Technique
from lencana.core.lookalike.typos import TypoIndex

# Letters of an everyday word in a pair, under the listed ending: "openair.com" means itself, "openam.com" does not.
_SHORTEST_IN_PAIR = 3


class LookalikeIndex:
    """Answers in microseconds; built once for a list, never changed."""

    def __init__(
        self,
        brands: Iterable[Brand],
        exempt: Iterable[str] = (),
        brand_of: Mapping[str, Brand] | None = None,
    ) -> None:
        """`exempt` are domains that imitate nobody, whatever their names: listed platforms, mailbox providers.

        `brand_of` is whose each From domain is, for a caller who knows already.
        """
        brands = tuple(brands)
        full = Guard.FULL  # reading a member of an enumeration takes longer than reading a local, 100,000 times
        guarded = [brand for brand in brands if brand.guard is full]
        words = tuple(protected_words(guarded))
        self._brand_of = brand_of or {domain: brand for brand in brands for domain in brand.domains}
        beside = [brand for brand in brands if brand.links or brand.known]
        self._exempt = {host for brand in beside for host in (*brand.links, *brand.known)} | set(exempt)
        self._neighbours = frozenset(
            fold_confusables(to_unicode(registrable_label_of(host))) for brand in beside for host in brand.known
        )
        self._words = {merge_single_confusables(word.text): word for word in reversed(words)}
        self._homographs = HomographIndex(self._brand_of, {ascii_skeleton(word.text) for word in words})
        self._by_text = {word.text: word for word in reversed(words)}
        self._typos = TypoIndex(self._by_text)
        self._common = {word.text: word for word in common_labels(reversed(guarded))}
        self._common_typos = TypoIndex(self._common)
        self._combos = ComboIndex(words, self._neighbours)
        self._embedded = EmbeddedIndex(guarded, self._words, self._combos)
        seen = [*self._common.values(), *reversed(words)]
        self._by_coarse_skeleton = {coarse_skeleton(ascii_skeleton(word.text)): word for word in seen}
        self._dots = DotIndex(self._words, self._common.values())

    def find(self, domain: Domain) -> Lookalike | None:
        """The imitation that `domain` is, or None. A brand's own names and its `known` neighbours are none."""
        if not domain.registrable or self._is_exempt(domain):
            return None
        hit = next(self._candidates(domain), None)
        if hit is None or domain.unicode.isascii() or hit.technique in (Technique.HOMOGRAPH, Technique.TLD):
            return hit
        mixed = any(map(is_mixed_script, domain.unicode.split(".")))
        return structs.replace(hit, technique=Technique.MIXED_SCRIPT) if mixed else hit

    def _is_exempt(self, domain: Domain) -> bool:
        name = domain.ascii
        while name not in self._brand_of and name not in self._exempt:
            if name == domain.registrable:
                return False
            name = name.partition(".")[2]
        return True

    def _candidates(self, domain: Domain) -> Iterator[Lookalike]:
        label, suffix = to_unicode(domain.registrable_label), domain.public_suffix
        texts = () if is_native_script(label, suffix) else possible_foldings(label)
        if "clc" in label or "lcl" in label:  # "slaclc" is drawn like "slack", where cl is read as d elsewhere
            texts += tuple(text.replace("lc", "k") for text in texts)
        for folded in texts:
            key = ascii_skeleton(folded)
            if (listed := self._homographs.find(domain, label, folded, key)) is not None:
                yield Lookalike(listed, self._brand_of[listed], Technique.HOMOGRAPH)
            if (word := self._words.get(merge_single_confusables(folded))) is not None:
                yield from self._same_word(domain, label, word)
                return
            word = self._by_coarse_skeleton.get(coarse_skeleton(key)) if len(folded) >= SHORTEST_WORD else None
            if word is not None and self._is_meant(word, folded, suffix):
                yield _hit(word, domain, Technique.TYPO)
        yield from self._embedded.whole_names(domain)
        for folded in texts:
            if (word := self._typo(folded, suffix)) is not None:
                yield _hit(word, domain, Technique.TYPO)
            if (word := self._combos.find(folded)) is not None:
                yield _hit(word, domain, Technique.COMBO)
            if (word := self._slip_in_common(folded, suffix)) is not None:
                yield _hit(word, domain, Technique.TYPO)
        if (hit := self._dots.missing_dot(domain)) is not None:
            yield hit
        if domain.ascii != domain.registrable or "." in suffix:
            yield from self._embedded.words_in_front(domain)
            yield from self._dots.misplaced_dots(domain)

    def _same_word(self, domain: Domain, label: str, word: ProtectedWord) -> Iterator[Lookalike]:
        """The label is the word itself: under another ending, on a platform's subdomain, or in look-alike letters."""
        if any(registrable(name) == domain.registrable for name in word.domains):
            return  # the list names only a subdomain of it
        if label != word.text and domain.registrable_label not in map(registrable_label_of, word.domains):
            yield _hit(word, domain, Technique.HOMOGRAPH)
        yield _hit(word, domain, Technique.TLD if is_icann_suffix(domain.public_suffix) else Technique.EMBEDDED)

    def _typo(self, folded: str, suffix: str) -> ProtectedWord | None:
        if (word := self._by_text.get(folded.replace("-", ""))) is not None:
            return word
        near = next(self._typos.within_one_edit(folded), None)
        if near is None or is_common(folded):
            return None
        word = self._by_text[near]
        own_ending = suffix in map(public_suffix_of, word.domains)
        if not own_ending and (len(folded) <= SHORTEST_WORD or folded in self._neighbours):
            return None
        pair = is_everyday_pair(folded, _SHORTEST_IN_PAIR if own_ending else 2)
        return None if pair and not is_everyday_pair(near) else word

    def _slip_in_common(self, folded: str, suffix: str) -> ProtectedWord | None:
        """A slip in a word that is everybody's is one only under the brand's own ending, and if it makes no words."""
        for near in self._common_typos.within_one_edit(folded):
            if self._is_meant(self._common[near], folded, suffix):
                return self._common[near]
        return None

    def _is_meant(self, word: ProtectedWord, folded: str, suffix: str) -> bool:
        """Is the label, like the word but not that like, under the word's own ending, and makes no words of its own?"""
        return suffix in map(public_suffix_of, word.domains) and unmatched_letters(folded, self._neighbours) > 0


def _hit(word: ProtectedWord, domain: Domain, technique: Technique) -> Lookalike:
    return Lookalike(word.imitated_name(domain.public_suffix), word.brand, technique)

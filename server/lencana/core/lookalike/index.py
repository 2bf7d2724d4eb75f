"""Which listed name a domain name imitates: named rules, asked in order; the first that answers gives the technique.

docs/lookalikes.md lists the rules with an example each way.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from msgspec import structs

from lencana.core.brands.allowlist import Brand, Guard
from lencana.core.domains.domain import Domain, to_unicode
from lencana.core.domains.public_suffixes import is_icann_suffix, registrable
from lencana.core.letters.skeleton import ascii_skeleton, fold_confusables, merge_single_confusables
from lencana.core.lookalike.coarse_skeleton import coarse_skeleton
from lencana.core.lookalike.dictionary import is_common, is_everyday_pair, is_prefixed_common_word, unmatched_letters
from lencana.core.lookalike.label_forms import Folding, LabelForms
from lencana.core.lookalike.protected_words import (
    SHORTEST_WORD,
    ProtectedWord,
    common_labels,
    protected_words,
    public_suffix_of,
    registrable_label_of,
)
from lencana.core.lookalike.technique import Lookalike, Technique
from lencana.core.lookalike.techniques.combos import ComboIndex
from lencana.core.lookalike.techniques.dots import DotIndex
from lencana.core.lookalike.techniques.embedded import EmbeddedIndex
from lencana.core.lookalike.techniques.homographs import HomographIndex
from lencana.core.lookalike.techniques.scripts import is_mixed_script
from lencana.core.lookalike.techniques.typos import TypoIndex
from lencana.core.lookalike.techniques.wildcards import as_registered

# Letters of an everyday word in a pair, under the listed suffix: "openair.com" means itself, "openam.com" does not.
_MIN_LETTERS_IN_PAIR = 3
_MIN_LETTERS_OF_TOKEN = 7  # of a typo that hyphens set off, or of what it means: "postel-deluxe" is nothing of postnl's
_NO_FOLDING = (Folding("", "", ""),)


class _Ruling(Enum):
    """What a rule may answer beside an imitation, or None for "no opinion"."""

    NO_IMITATION = "the name imitates nobody; ask no further rule"


class LookalikeIndex:
    """Answers in microseconds; built once for a list, never changed."""

    def __init__(
        self,
        brands: Iterable[Brand],
        exempt: Iterable[str] = (),
        brand_of: Mapping[str, Brand] | None = None,
    ) -> None:
        """`exempt` are domains that are never called lookalikes: listed platforms, mailbox providers.

        `brand_of` maps each listed From domain to its brand, for a caller who has that table already.
        """
        brands = tuple(brands)
        full = Guard.FULL  # reading a member of an enumeration takes longer than reading a local, 100,000 times
        guarded = [brand for brand in brands if brand.guard is full]
        words = tuple(protected_words(guarded))
        self._brand_of = brand_of or {domain: brand for brand in brands for domain in brand.domains}
        with_others = [brand for brand in brands if brand.links or brand.known or brand.owned or brand.tenants]
        self._exempt = set(exempt).union(
            *((*brand.links, *brand.known, *brand.owned, *brand.tenants) for brand in with_others)
        )
        known = (to_unicode(registrable_label_of(host)) for brand in with_others for host in brand.known)
        self._neighbours = frozenset(map(fold_confusables, known))
        self._words = {merge_single_confusables(word.text): word for word in reversed(words)}
        self._homographs = HomographIndex(self._brand_of, {ascii_skeleton(word.text) for word in words})
        self._by_text = {word.text: word for word in reversed(words)}
        self._typos = TypoIndex(self._by_text)
        self._common = {word.text: word for word in common_labels(reversed(guarded))}
        self._common_typos = TypoIndex(self._common)
        self._combos = ComboIndex(words, self._neighbours)
        self._embedded = EmbeddedIndex(guarded, self._words, self._combos)
        every_word = [*self._common.values(), *reversed(words)]
        self._by_coarse_skeleton = {coarse_skeleton(ascii_skeleton(word.text)): word for word in every_word}
        self._dots = DotIndex(self._words, self._common.values())

    def find(self, domain: Domain) -> Lookalike | None:
        """The imitation that `domain` is, or None. A brand's own names and its `known` neighbours are none."""
        domain = as_registered(domain)
        if not domain.registrable or self._is_exempt(domain):
            return None
        lookalike = self._first_answer(domain)
        if lookalike is None or domain.unicode.isascii():
            return lookalike
        if lookalike.technique in (Technique.HOMOGRAPH, Technique.TLD):
            return lookalike
        mixed = any(map(is_mixed_script, domain.unicode.split(".")))
        return structs.replace(lookalike, technique=Technique.MIXED_SCRIPT) if mixed else lookalike

    def _is_exempt(self, domain: Domain) -> bool:
        name = domain.ascii
        while name not in self._brand_of and name not in self._exempt:
            if name == domain.registrable:
                return False
            name = name.partition(".")[2]
        return True

    def _first_answer(self, domain: Domain) -> Lookalike | None:
        forms = LabelForms.of(domain)
        for asks_each_folding, rules in _STEPS:
            for folding in forms.foldings if asks_each_folding else _NO_FOLDING:
                for rule in rules:
                    answer = rule(self, domain, forms, folding)
                    if answer is not None:
                        return None if answer is _Ruling.NO_IMITATION else answer
        return None

    def _homograph(self, domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """0penai.com: the label looks like a listed one."""
        listed = self._homographs.find(domain, forms.label, folding.text, folding.skeleton)
        return None if listed is None else Lookalike(listed, self._brand_of[listed], Technique.HOMOGRAPH)

    def _word_itself(self, domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | _Ruling | None:
        """openai.support, openai.pages.dev: the label is a protected word, the suffix not the listed one."""
        word = self._words.get(folding.single_merged)
        if word is None:
            return None
        if any(registrable(name) == domain.registrable for name in word.domains):
            return _Ruling.NO_IMITATION  # the list names only a subdomain of it
        if forms.label != word.text and domain.registrable_label not in map(registrable_label_of, word.domains):
            return _imitation(word, forms, Technique.HOMOGRAPH)
        is_registry = not registrable(forms.suffix) and is_icann_suffix(forms.suffix)  # and no platform, listed or not
        return _imitation(word, forms, Technique.TLD if is_registry else Technique.EMBEDDED)

    def _alike_at_a_glance(self, _domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """opcmai.com: several letters pass for the right ones, under the listed suffix."""
        if len(folding.text) < SHORTEST_WORD:
            return None
        word = self._by_coarse_skeleton.get(coarse_skeleton(folding.skeleton))
        if word is None and "clh" in folding.text:  # "clhatqpt": the l belongs to the h, and c with it is no d
            word = self._by_coarse_skeleton.get(coarse_skeleton(ascii_skeleton(folding.text.replace("clh", "ch"))))
        if word is None or not self._is_plausible_typo(word, forms, folding):
            return None
        return _imitation(word, forms, Technique.TYPO)

    def _listed_name_in_front(self, domain: Domain, _forms: LabelForms, _folding: Folding) -> Lookalike | None:
        """openai.com.evil.net: a whole listed name stands in front."""
        return next(self._embedded.whole_names(domain), None)

    def _typo(self, _domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """opemai.com, open-ai.com: the label is one edit from a protected word."""
        text = folding.text
        if (word := self._by_text.get(text.replace("-", ""))) is not None:
            return _imitation(word, forms, Technique.TYPO)
        intended = next(iter(self._typos.within_one_edit(text)), None)
        if intended is None or is_common(text):
            return None
        word = self._by_text[intended]
        under_own_suffix = forms.suffix in map(public_suffix_of, word.domains)
        if not under_own_suffix and (text in self._neighbours or _is_too_short(text, intended)):
            return None
        is_pair = is_everyday_pair(text, _MIN_LETTERS_IN_PAIR if under_own_suffix else 2)
        return None if is_pair and not is_everyday_pair(intended) else _imitation(word, forms, Technique.TYPO)

    def _combo(self, _domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """openaisupport.com: a protected word stands in the label as a word."""
        word = self._combos.find(folding.text, folding.single_merged)
        return None if word is None else _imitation(word, forms, Technique.COMBO)

    def _typo_in_token(self, _domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """chatgp-ai.com: hyphens set off a typo of a protected word."""
        if "-" not in folding.text:
            return None
        for token in folding.text.split("-"):
            if len(token) <= SHORTEST_WORD or token in self._neighbours:
                continue
            intended = next(iter(self._typos.within_one_edit(token)), None)
            is_long = intended is not None and max(len(token), len(intended)) >= _MIN_LETTERS_OF_TOKEN
            if intended is not None and is_long and unmatched_letters(token, self._neighbours):
                return _imitation(self._by_text[intended], forms, Technique.TYPO)
        return None

    def _typo_of_common_word(self, _domain: Domain, forms: LabelForms, folding: Folding) -> Lookalike | None:
        """appke.com: a typo of a listed label that is a common word, under the listed suffix."""
        for text in self._common_typos.within_one_edit(folding.text):
            if self._is_plausible_typo(self._common[text], forms, folding):
                return _imitation(self._common[text], forms, Technique.TYPO)
        return None

    def _missing_dot(self, domain: Domain, _forms: LabelForms, _folding: Folding) -> Lookalike | None:
        """applecom.com: the listed name without its dot is the label."""
        return self._dots.missing_dot(domain)

    def _word_in_front(self, domain: Domain, _forms: LabelForms, _folding: Folding) -> Lookalike | None:
        """login.openai.evil.net: a protected word stands in front."""
        return next(self._embedded.words_in_front(domain), None)

    def _misplaced_dots(self, domain: Domain, forms: LabelForms, _folding: Folding) -> Lookalike | None:
        """open.ai.com: the word, or the listed name, is cut by dots."""
        if domain.ascii == domain.registrable and "." not in forms.suffix:
            return None
        return next(self._dots.misplaced_dots(domain), None)

    def _is_plausible_typo(self, word: ProtectedWord, forms: LabelForms, folding: Folding) -> bool:
        """Is the label under the word's own suffix, and does it not read as words itself, as "applet" does?"""
        under_own_suffix = forms.suffix in map(public_suffix_of, word.domains)
        return under_own_suffix and unmatched_letters(folding.text, self._neighbours) > 0


_Rule = Callable[[LookalikeIndex, Domain, LabelForms, Folding], Lookalike | _Ruling | None]


class _Step(NamedTuple):
    """Rules that are asked in turn: of each folding of the label, or once, of the domain name as it stands."""

    asks_each_folding: bool
    rules: tuple[_Rule, ...]


_OF_WORDS = (
    LookalikeIndex._typo,
    LookalikeIndex._combo,
    LookalikeIndex._typo_in_token,
    LookalikeIndex._typo_of_common_word,
)
_STEPS = (
    _Step(True, (LookalikeIndex._homograph, LookalikeIndex._word_itself, LookalikeIndex._alike_at_a_glance)),
    _Step(False, (LookalikeIndex._listed_name_in_front,)),
    _Step(True, _OF_WORDS),
    _Step(False, (LookalikeIndex._missing_dot, LookalikeIndex._word_in_front, LookalikeIndex._misplaced_dots)),
)


def _is_too_short(text: str, intended: str) -> bool:
    """Is a typo too short to count under any suffix? Five letters do if one is missing after the first (opeai.org).

    Not after a word's first letter: "ubank" is a bank, and nothing of usbank's.
    """
    lacks_letter = len(text) == SHORTEST_WORD < len(intended) and text[0] == intended[0]
    return len(text) <= SHORTEST_WORD and not (lacks_letter and not is_prefixed_common_word(text))


def _imitation(word: ProtectedWord, forms: LabelForms, technique: Technique) -> Lookalike:
    return Lookalike(word.imitated_name(forms.suffix), word.brand, technique)
